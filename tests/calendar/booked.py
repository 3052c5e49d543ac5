"""Appointments with something to know, for tests of the calendar's pages."""

from datetime import timedelta

import time_machine

from booking.actions.screened import cleared_by, store
from booking.models import Status
from tests.factories import (
    MONDAY,
    NOW,
    at,
    given,
    make_client,
    make_evening,
    make_held,
    make_user,
)

SEVEN = at(MONDAY, "19:00")
NEAR = SEVEN - timedelta(minutes=10)
AFTER = SEVEN + timedelta(hours=1)
# Words of the answers below: none may be on a page of the front desk.
CAUTIONS = ("Warm packs", "Getting up fast", "Firm pressure", "slow rise")
REASON = "We will use a lighter touch"
ANSWER = "Medicine that makes me sleepy"
UNSEEN = (*CAUTIONS, REASON, ANSWER)


def make_cautious(*, starts_at=SEVEN, client=None, evening=None, **fields):
    """A confirmed appointment of someone whose medicine asks for changes."""
    treatment, therapist, room = evening or make_evening()
    held = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        client=client or make_client(),
        **fields,
    )
    answers = given(
        treatment=treatment, starts_at=starts_at, health=["medicine_effects"]
    )
    screening = store(held, answers, treatment=treatment, starts_at=starts_at, now=NOW)
    held.status, held.expires_at = Status.CONFIRMED, None
    for name, value in cleared_by(screening, now=NOW).items():
        setattr(held, name, value)
    held.save()
    return held


def at_time(moment):
    return time_machine.travel(moment, tick=False)


def signed_in(client, role, **fields):
    """Someone of that role, signed in on the day of the session."""
    user = make_user(role=role, **fields)
    with at_time(NOW):
        client.force_login(user)
    return user
