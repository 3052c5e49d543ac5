"""Reminding those who decide: twice before a review runs out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from booking.actions.deadlines import review_times
from booking.actions.steps import tell_staff
from booking.models import Appointment, Clinic, Message
from booking.times import moment_after, time_left
from clinic.models import User

LAST_BEFORE = timedelta(hours=1)
OF_EVERYONE = "review_every_appointment"
OF_MANAGERS = "override_clearance"


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
