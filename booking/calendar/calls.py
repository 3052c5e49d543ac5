"""Calls to make: whom, the number, what to say and by when; and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.calendar.access import REVIEWS, appointments_of
from booking.calendar.pages import calls_of
from booking.cleaning import read_clock
from booking.messages import said, stands
from booking.messages.calls import TAKEN_TOGETHER
from booking.models import CallTry, Client, Clinic, Message, Status
from booking.models.kinds import INSTEAD
from booking.times import midnight
from clinic.models import User

TOMORROW, AT_TIME = "tomorrow", "time"
TOMORROW_AT = time(10)
AGAIN = [
    ("30", gettext_lazy("in 30 minutes")),
    ("60", gettext_lazy("in an hour")),
    ("120", gettext_lazy("in two hours")),
    (TOMORROW, gettext_lazy("tomorrow at 10:00")),
    (AT_TIME, gettext_lazy("at the time beside")),
]
DONE_SHOWN = 60
MARKED = (Status.COMPLETED, Status.NO_SHOW)  # nothing is left to decide


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the list shows it; `review` is the ref for who may decide."""

    message: Message
    client: Client
    said: str
    tries: Sequence[CallTry]
    too_late: bool
    later: bool
    review: str

    @property
    def mailed(self) -> bool:
        """Whether an e-mail says the same."""
        return self.message.key.endswith(":call")

    @property
    def unreached(self) -> bool:
        """Whether an e-mail said it, and did not arrive."""
        return self.message.key.endswith(INSTEAD)


def calls_to_make(user: User, now: datetime) -> list[Call]:
    """Those to make now by the time there is left, then those that were put off.

    Reminders are not on it before their day.
    """
    rows = calls_of(user).select_related(
        "appointment__client", "appointment__therapist", "appointment__screening"
    )
    clinic = Clinic.objects.current()
    later = Q(kind=Message.Kind.REMINDER, due_at__gt=now, tries=None)
    found = [
        _call(row, clinic, user, now)
        for row in rows.exclude(later).prefetch_related("tries__by", *TAKEN_TOGETHER)
        if stands(row, now)
    ]
    return sorted((call for call in found if call), key=_first_to_make)


def _first_to_make(call: Call) -> tuple[bool, bool, datetime, int]:
    by = call.message.call_by
    due = call.message.due_at if call.later else by or call.message.due_at
    return call.later, by is None, due, call.message.pk


def _call(message: Message, clinic: Clinic, user: User, now: datetime) -> Call | None:
    appointment = message.appointment
    if appointment is None or appointment.client is None:
        return None
    of_review = message.kind == Message.Kind.RING and user.has_perm(REVIEWS)
    of_review = of_review and appointment.status not in MARKED
    return Call(
        message=message,
        client=appointment.client,
        said=said(message, clinic),
        tries=list(message.tries.all()),
        too_late=message.call_by is not None and message.call_by <= now,
        later=message.due_at > now,
        review=appointment.ref if of_review else "",
    )


def done_today(user: User, now: datetime) -> "QuerySet[CallTry]":
    """What was tried since midnight, in the columns they see."""
    since = midnight(timezone.localdate(now), Clinic.objects.current().zone)
    rows = CallTry.objects.filter(
        at__gte=since, message__appointment__in=appointments_of(user)
    )
    rows = rows.select_related("by", "message__appointment__client")
    return rows.order_by("at", "pk")[:DONE_SHOWN]


def read_again(posted: QueryDict, now: datetime) -> datetime | None:
    """When to try again: after some minutes, tomorrow, or at a time of the clock."""
    choice = posted.get("again", "")
    if choice in ("30", "60", "120"):
        return now + timedelta(minutes=int(choice))
    today = timezone.localdate(now)
    if choice == TOMORROW:
        return _local(today + timedelta(days=1), TOMORROW_AT)
    clock = read_clock(posted.get("again_time", "")) if choice == AT_TIME else None
    if clock is None:
        return None
    again = _local(today, clock)
    return again if again > now else _local(today + timedelta(days=1), clock)


def _local(day: date, clock: time) -> datetime:
    zone = Clinic.objects.current().zone
    return datetime.combine(day, clock, tzinfo=zone)


def no_time() -> str:
    return _("Say when to try again: choose a time, or type one such as 18:30.")
