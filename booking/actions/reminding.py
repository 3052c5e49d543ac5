"""Reminding: clients the day before, those who decide before a review runs out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from booking.actions.deadlines import review_times
from booking.actions.steps import tell, tell_staff
from booking.models import Appointment, Clinic, Message, Status
from booking.times import day_before, moment_after, time_left
from clinic.models import User

LAST_BEFORE = timedelta(hours=1)
OF_EVERYONE = "review_every_appointment"
OF_MANAGERS = "override_clearance"


def remind(appointment: Appointment, clinic: Clinic, *, now: datetime) -> None:
    """Have the client of a booked time reminded the day before, and of no other time.

    Where that moment is over, nobody is: the news of the booking asks the same. Goes
    into the transaction that confirms or moves it; `untell` takes it back.
    """
    forget_reminder(appointment)
    due_at = day_before(appointment.starts_at, clinic.zone)
    if appointment.status == Status.CONFIRMED and now < due_at:
        tell(appointment, Message.Kind.REMINDER, now=now, due_in=due_at - now)


def forget_reminder(appointment: Appointment) -> None:
    """What waits of a reminder is pointless now; all else is told as it was."""
    waiting = appointment.messages.filter(
        kind=Message.Kind.REMINDER, state=Message.State.WAITING
    )
    waiting.update(state=Message.State.CANCELLED)


def expect_review(appointment: Appointment, clinic: Clinic, *, now: datetime) -> None:
    """Have it told at half of the review time left, and again an hour before its end.

    The column's own therapist and the lead therapists hear twice, managers the second
    time. Goes into the transaction that sets the deadline; `untell` takes it back.
    """
    until = appointment.expires_at
    if until is None or appointment.waits_for_answers:
        return
    rules = review_times(clinic, now=now)
    left = time_left(until=until, **rules)
    leads, managers = _leads_and_managers()
    near = [*_own(appointment), *leads]
    last = left - min(LAST_BEFORE, left / 3)
    _remind(appointment, Message.Kind.REVIEW_DUE, near, left / 2, rules)
    _remind(appointment, Message.Kind.REVIEW_LAST, [*near, *managers], last, rules)


def _remind(
    appointment: Appointment,
    kind: str,
    users: Iterable[User],
    after: timedelta,
    rules: dict[str, object],
) -> None:
    due_at = moment_after(needed=after, **rules)  # type: ignore[arg-type]
    for user in {user.pk: user for user in users}.values():
        tell_staff(appointment, kind, user=user, due_at=due_at or appointment.starts_at)


def carers(appointment: Appointment) -> list[User]:
    """Who looks after its client: the therapist and the leads, else the managers."""
    leads, managers = _leads_and_managers()
    near = {user.pk: user for user in (*_own(appointment), *leads)}
    return list(near.values()) or managers


def _own(appointment: Appointment) -> list[User]:
    user = appointment.therapist.user
    return [user] if user is not None and user.is_active and user.email else []


def _leads_and_managers() -> tuple[list[User], list[User]]:
    """Who reviews for everyone, by the permissions of their roles."""
    rows = User.objects.filter(is_active=True).exclude(email="")
    every = rows.filter(groups__permissions__codename=OF_EVERYONE).distinct()
    managers = set(
        rows.filter(groups__permissions__codename=OF_MANAGERS).values_list("pk")
    )
    found = list(every.order_by("pk"))
    return (
        [user for user in found if (user.pk,) not in managers],
        [user for user in found if (user.pk,) in managers],
    )
