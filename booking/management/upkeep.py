"""What has to be done as time passes: one round, for `tick` once and `worker` for ever.

Every part is safe to do twice, and in several processes at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from booking.actions import complete_by_itself, lapse_proposal, purge, tidy
from booking.actions.problems import Refused
from booking.management.waiting import look_for_waiting
from booking.messages import (
    MailAway,
    drop_pointless_calls,
    forget_links,
    tell_next,
)
from booking.models import Appointment, Proposal, Round

logger = logging.getLogger(__name__)


def go_round(
    go_on: Callable[[], bool] = lambda: True, *, offering: bool = True
) -> None:
    """Close what ran out and what is over, tell what is due, and note that it was done.

    `go_on` is asked between two steps, so that the worker ends at once. The clock is
    read for each mail anew: sending the one before may have taken long. With
    `offering`, free times are offered to those who wait, before the mails go.
    """
    close_run_out(now=timezone.now())
    complete_unmarked(now=timezone.now())
    lapse_proposals(now=timezone.now())
    if offering:
        look_for_waiting(now=timezone.now())
    tell_due(go_on)
    drop_pointless_calls(now=timezone.now())
    note(now=timezone.now())


def close_run_out(*, now: datetime) -> int:
    """Expire the holds and reviews whose time is over; one that fails waits."""
    closed = 0
    for appointment in list(Appointment.objects.run_out(now).order_by("expires_at")):
        try:
            closed += tidy(appointment=appointment, now=now)
        except (Refused, DatabaseError) as error:
            kind = type(error).__name__
            logger.warning("appointment %s stays for now: %s", appointment.pk, kind)
    return closed


def complete_unmarked(*, now: datetime) -> int:
    """Take sessions as given that nobody marked; one that fails waits."""
    done = 0
    for appointment in list(Appointment.objects.unmarked(now)):
        try:
            complete_by_itself(appointment=appointment, now=now)
            done += 1
        except (Refused, DatabaseError) as error:
            kind = type(error).__name__
            logger.warning("appointment %s stays for now: %s", appointment.pk, kind)
    return done


def lapse_proposals(*, now: datetime) -> int:
    """Say sorry to everyone who did not answer in time; one that fails waits."""
    lapsed = 0
    for proposal in list(Proposal.objects.unanswered(now).order_by("answer_by")):
        try:
            lapsed += lapse_proposal(proposal=proposal, now=now)
        except (Refused, DatabaseError) as error:
            kind = type(error).__name__
            logger.warning("proposal %s stays for now: %s", proposal.pk, kind)
    return lapsed


def tell_due(go_on: Callable[[], bool]) -> int:
    """Tell mail after mail until none is due; stop while the mail server is away."""
    told = 0
    try:
        while go_on() and tell_next(now=timezone.now()) is not None:
            told += 1
    except MailAway as away:
        logger.warning("the mail server is away, mails wait: %s", away)
    return told


def forget(*, now: datetime) -> None:
    """Delete what nobody needs: abandoned holds, dead links, addresses typed."""
    while purge(now=now):
        pass
    forget_links(now=now)


def note(*, now: datetime) -> None:
    """Remember the round, at most twice a minute."""
    last = Round.objects.filter(pk=1).first()
    if last is None or not now - Round.NOTED_EVERY < last.at <= now:
        Round.objects.update_or_create(pk=1, defaults={"at": now})
