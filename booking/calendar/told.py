"""Every message: to whom, how it stands and why, and what can be done about it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from booking.calendar.access import SEES_CAUTIONS
from booking.calendar.faults import how_it_stands
from booking.messages.calls import TAKEN_TOGETHER
from booking.models import Message
from booking.models.kinds import NEVER_RUNG, is_so
from clinic.models import User

Channel, Kind, State = Message.Channel, Message.Kind, Message.State

ON_A_PAGE = 50
MOST_LETTERS = 200
UNTOLD_SHOWN = 50
REF = re.compile(r"(?:^|/)([2-9a-hjkmnp-tv-z]{12})(?:/|$)")
# What passes between a therapist and a client about their health.
CARE_ONLY = (Kind.TROUBLE, Kind.ANSWERED)
SHOWN_AS = {
    State.SENT: "completed",
    State.FAILED: "no_show",
    State.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty is all."""

    state: str = ""
    channel: str = ""
    kind: str = ""
    text: str = ""

    @property
    def query(self) -> str:
        named = {"state": self.state, "channel": self.channel, "kind": self.kind}
        return urlencode({k: v for k, v in (named | {"q": self.text}).items() if v})


def read_wanted(asked: QueryDict) -> Wanted:
    """What was chosen and typed; what no choice offers counts as nothing."""
    typed = asked.get("q", "")[:MOST_LETTERS]
    return Wanted(
        state=_one_of(State.values, asked.get("state", "")),
        channel=_one_of(Channel.values, asked.get("channel", "")),
        kind=_one_of(Kind.values, asked.get("kind", "")),
        text=" ".join("".join(c for c in typed if c.isprintable()).split()),
    )


def _one_of(values: list[str], text: str) -> str:
    return text if text in values else ""


def messages_of(user: User) -> QuerySet[Message]:
    """All that this person may know of, the newest first, with what a line shows."""
    rows = Message.objects.select_related(
        "appointment__client", "appointment__screening", "staff", "waiting__client"
    )
    if not user.has_perm(SEES_CAUTIONS):
        rows = rows.exclude(kind__in=CARE_ONLY)
    return rows.prefetch_related(*TAKEN_TOGETHER).order_by("-pk")


def kinds_of(user: User) -> list[tuple[str, str]]:
    hidden = () if user.has_perm(SEES_CAUTIONS) else CARE_ONLY
    return [(kind.value, str(kind.label)) for kind in Kind if kind not in hidden]


def narrowed(rows: QuerySet[Message], wanted: Wanted) -> QuerySet[Message]:
    """By state, channel and kind, and by whose it is or which appointment."""
    chosen = {"state": wanted.state, "channel": wanted.channel, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if not wanted.text:
        return rows
    text, ref = wanted.text, REF.search(wanted.text)
    return rows.filter(
        Q(appointment__client__name__icontains=text)
        | Q(appointment__client__email__icontains=text)
        | Q(waiting__client__name__icontains=text)
        | Q(recipient__icontains=text)
        | Q(appointment__ref=ref[1] if ref else text)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One message as a line of the list."""

    message: Message
    stands: str
    may_again: bool
    now: datetime

    @property
    def who(self) -> str:
        if self.message.staff is not None:
            return self.message.staff.name
        about = self.message.appointment or self.message.waiting
        return about.client.name if about and about.client else ""

    @property
    def status(self) -> str:
        return SHOWN_AS.get(State(self.message.state), "held")

    @property
    def may_come_back(self) -> bool:
        message = self.message
        return message.channel == Channel.EMAIL and message.state == State.SENT

    @property
    def next_at(self) -> datetime | None:
        """When it is tried next, where that is to come."""
        message = self.message
        waits = message.state == State.WAITING and message.due_at > self.now
        return message.due_at if waits else None


def lines(rows: Iterable[Message], now: datetime) -> Iterator[Told]:
    for row in rows:
        yield Told(
            message=row,
            stands=how_it_stands(row, now),
            may_again=_may_again(row, now),
            now=now,
        )


def _may_again(message: Message, now: datetime) -> bool:
    """Whether it makes sense to press the button; the verb looks again."""
    over = (State.SENT, State.FAILED, State.CANCELLED)
    if message.channel != Channel.EMAIL or message.state not in over:
        return False
    return is_so(message, now)


def nobody_can_be_told(user: User, now: datetime) -> list[Told]:
    """Mails that failed, are still so, and whose client has no number either."""
    later = Message.objects.filter(
        appointment=OuterRef("appointment"),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
    )
    later = later.exclude(state__in=(State.FAILED, State.CANCELLED))
    rows = messages_of(user).filter(
        ~Exists(later),
        state=State.FAILED,
        channel=Channel.EMAIL,
        staff__isnull=True,
        appointment__client__phone="",
    )
    rows = rows.exclude(kind__in=NEVER_RUNG)[:UNTOLD_SHOWN]
    return [line for line in lines(rows, now) if line.may_again]
