"""A client who ticked everything there is to tick, and a mail of every kind."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError

from booking.actions.screened import cleared_by
from booking.messages.wording import WORDS
from booking.models import (
    Appointment,
    Clearance,
    Message,
    WaitingOffer,
    WaitingRequest,
)
from clinic.models import User
from tests.experiments.answers import ITEMS
from tests.factories import (
    NOTHING,
    NOW,
    make_client,
    make_evening,
    make_review,
    make_user,
    make_waiting,
)
from tests.messages.rows import SEVEN

TYPED = "verrucas"  # a word of somebody's own, on the way to a therapist
HANNAH = "hannah@whitlock.example"


@dataclass(frozen=True)
class Everything:
    """What a mail can be about, and one of the team it can be for."""

    appointment: Appointment
    waiting: WaitingRequest
    staff: User


def everything_ticked():
    """Every item of every list, and the first choice wherever more is asked."""
    answers = {"scent": NOTHING["scent"]}
    for tick, (field, item) in ITEMS.items():
        answers.setdefault(field, []).append(tick)
        for asked in item.ticked.follow_ups:
            answers[asked.key] = asked.choices[0].key
    return answers


def make_everything():
    treatment, therapist, room = make_evening()
    appointment = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        **everything_ticked(),
    )
    appointment.review = {
        "why": "answers",
        "question": {"text": TYPED, "answer": TYPED},
        "doctor": {"practice": TYPED, "said_on": "2026-12-06"},
    }
    staff = make_user(role="Manager")
    permit = cleared_by(
        appointment.screening,
        now=NOW,
        by=staff,
        basis=Clearance.Basis.OVERRIDE,
        valid_until=NOW + timedelta(days=30),
    )
    for name, value in permit.items():
        setattr(appointment, name, value)
    appointment.save()
    waiting = make_waiting(treatment=treatment, client=make_client(email=HANNAH))
    WaitingOffer.objects.create(
        request=waiting,
        appointment=appointment,
        offered_at=NOW,
        answer_by=NOW + timedelta(hours=2),
    )
    return Everything(appointment, waiting, staff)


def make_mail(kind, everything, **fields):
    """A mail of that kind, about whatever such a mail may be about."""
    abouts = [
        {"appointment": everything.appointment},
        {"waiting": everything.waiting},
        {},
    ]
    for about in abouts:
        message = Message(
            key=f"{kind}:{uuid.uuid4()}",
            kind=kind,
            recipient=HANNAH,
            due_at=NOW,
            **about,
            **fields,
        )
        try:
            message.validate_constraints()
        except ValidationError:
            continue
        message.save()
        return message
    raise AssertionError(f"a mail of {kind} is about nothing this test knows")


def make_every_mail(everything):
    """One of every kind for the client, and one for the team."""
    for kind in sorted(WORDS):
        yield make_mail(kind, everything)
        yield make_mail(kind, everything, staff=everything.staff)
