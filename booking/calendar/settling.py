"""What is decided about appointments that cannot stay, and what came of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import dateformat, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions import call_off, propose, withdraw_proposal
from booking.actions.problems import (
    AgainstWish,
    AlreadyAsked,
    Answered,
    NotAllowed,
    Refused,
    SlotTaken,
    Stale,
    TrainingNeeded,
)
from booking.calendar.options import Case, Option, read_option
from booking.models import Appointment, Proposal
from clinic.models import User

KEEP, CANCEL = "keep", "cancel"
WORDS_LONGEST = 400

WHY: dict[type[Refused], Promise] = {
    SlotTaken: gettext_lazy("no time that fits is free any more"),
    AlreadyAsked: gettext_lazy("they are asked already"),
    NotAllowed: gettext_lazy("it is no longer booked"),
    Stale: gettext_lazy("it changed meanwhile"),
    TrainingNeeded: gettext_lazy("nobody free holds the training"),
    AgainstWish: gettext_lazy("they asked for somebody else"),
    Answered: gettext_lazy("they have just answered"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """For one appointment: keep it, cancel it, or ask; `wanted` is tried in order."""

    case: Case
    do: str
    wanted: tuple[Option, ...] = ()
    named: tuple[str, datetime] | None = None
    words: str = ""

    @property
    def appointment(self) -> Appointment:
        return self.case.appointment


@dataclass(slots=True)
class Outcome:
    """What was done for whom; nobody is left out."""

    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    asked: list[Proposal] = field(default_factory=list)
    instead: list[tuple[Appointment, Option]] = field(default_factory=list)
    cancelled: list[Appointment] = field(default_factory=list)
    failed: list[tuple[Appointment, str]] = field(default_factory=list)


def read_choice(case: Case, text: str | None, words: str = "") -> Choice | None:
    """What a form says about one; None where it says nothing that can be meant."""
    if text in (KEEP, CANCEL):
        return Choice(case, text, words=words[:WORDS_LONGEST])
    named = read_option(text) if text else None
    if named is None:
        return None
    others = [case.first, *case.others] if case.first else case.others
    chosen = [each for each in case.options if _is_named(each, named)]
    rest = [each for each in others if not _is_named(each, named)]
    return Choice(case, "ask", wanted=(*chosen, *rest), named=named)


def _is_named(option: Option, named: tuple[str, datetime]) -> bool:
    return (option.therapist.slug, option.starts_at) == named


def carry_out(
    choices: Iterable[Choice], *, why: str, by: User, now: datetime
) -> Outcome:
    """One verb for each; what is refused is listed with its reason."""
    done = Outcome()
    for choice in choices:
        try:
            if choice.do == CANCEL:
                _cancel(choice, done, by=by, now=now)
            elif choice.do != KEEP:
                _ask(choice, done, why=why, by=by, now=now)
        except Refused as refused:
            said = WHY.get(type(refused), _("please try again"))
            done.failed.append((choice.appointment, str(said)))
    return done


def _cancel(choice: Choice, done: Outcome, *, by: User, now: datetime) -> None:
    gone = call_off(appointment=choice.appointment, words=choice.words, by=by, now=now)
    done.cancelled.append(gone)


def _ask(choice: Choice, done: Outcome, *, why: str, by: User, now: datetime) -> None:
    """The first of the times wanted that is still free. Raises Refused."""
    if choice.case.asked:
        withdraw_proposal(proposal=choice.case.asked, by=by, now=now)
    for option in choice.wanted:
        try:
            asked = propose(
                appointment=choice.appointment,
                therapist=option.therapist,
                starts_at=option.starts_at,
                why=why,
                by=by,
                now=now,
                batch=done.batch,
            )
        except SlotTaken:
            continue
        done.asked.append(asked)
        if choice.named and not _is_named(option, choice.named):
            done.instead.append((choice.appointment, option))
        return
    raise SlotTaken


def say(request: HttpRequest, done: Outcome) -> None:
    """What the page of those asked does not show by itself."""
    for appointment, option in done.instead:
        said = {"who": _name(appointment), "what": _at(option)}
        messages.warning(
            request,
            _("%(who)s: that time had just gone, so we asked for %(what)s.") % said,
        )
    for appointment in done.cancelled:
        said = {"who": _name(appointment)}
        messages.success(request, _("%(who)s: cancelled, with an apology.") % said)
    for appointment, why in done.failed:
        said = {"who": _name(appointment), "why": why}
        messages.error(request, _("%(who)s was not asked: %(why)s.") % said)


def _name(appointment: Appointment) -> str:
    return appointment.client.name if appointment.client else appointment.ref


def _at(option: Option) -> str:
    local = timezone.localtime(option.starts_at)
    day = dateformat.format(local, _("l j F"))
    return f"{day}, {local:%H:%M}, {option.therapist.first_name}"
