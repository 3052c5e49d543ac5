"""What each kind of mail says, in words that give nothing away.

A mailbox may be shared and a subject shows on a locked phone, so no mail names a
treatment, says why, or says a word about health: all that is on the page behind the
link.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from booking.messages.names import one_line
from booking.messages.times import day_and_time
from booking.models import Appointment, Clinic, Message, Proposal, Status

Kind = Message.Kind


@dataclass(frozen=True, slots=True)
class Words:
    """One mail: its subject, its heading, its sentences, and what its button does."""

    subject: str
    heading: str
    lines: tuple[str, ...]
    button: str


@dataclass(frozen=True, slots=True)
class Evening:
    """The appointment a mail is about, and when it is, in words."""

    appointment: Appointment
    clinic: Clinic

    @property
    def when(self) -> str:
        return day_and_time(self.appointment.starts_at, self.clinic.zone)

    @property
    def by(self) -> str:
        """Until when it is kept."""
        until = self.appointment.expires_at
        return day_and_time(until, self.clinic.zone) if until else ""

    @property
    def asked(self) -> Proposal | None:
        """The other time its client is asked to take."""
        rows = self.appointment.proposals.waiting()
        return rows.select_related("offer__therapist").first()

    @property
    def in_review(self) -> bool:
        return self.appointment.status == Status.REVIEW


def confirmed(evening: Evening) -> Words:
    return Words(
        subject=_("Your evening appointment, %(when)s") % {"when": evening.when},
        heading=_("You are booked"),
        lines=(*_when_you_come(evening), _("There is nothing to pay now.")),
        button=_see_move_or_cancel(),
    )


def review(evening: Evening) -> Words:
    return Words(
        subject=_("We are keeping %(when)s for you") % {"when": evening.when},
        heading=_("We are keeping this time for you"),
        lines=(_not_yet(evening), _("There is nothing to pay now.")),
        button=_see_move_or_cancel(),
    )


def cleared(evening: Evening) -> Words:
    return Words(
        subject=_("Your evening appointment, %(when)s") % {"when": evening.when},
        heading=_("Good news: your appointment is confirmed"),
        lines=(
            *_when_you_come(evening),
            _("What we talked about is on your page. There is nothing to pay now."),
        ),
        button=_see_move_or_cancel(),
    )


def declined(evening: Evening) -> Words:
    return Words(
        subject=_about(evening),
        heading=_("We cannot see you this time"),
        lines=(
            _("We are sorry. This appointment will not take place. You owe nothing."),
            _("Your page says more, and what else is possible. You can also ring us."),
        ),
        button=_("Open your page"),
    )


def moved(evening: Evening) -> Words:
    lines = [_not_yet(evening)] if evening.in_review else _when_you_come(evening)
    return Words(
        subject=_("Your evening appointment is now %(when)s") % {"when": evening.when},
        heading=_("Your appointment has a new time"),
        lines=(*lines, _("The old time is no longer yours.")),
        button=_see_move_or_cancel(),
    )


def cancelled(evening: Evening) -> Words:
    return Words(
        subject=_("Cancelled: your evening appointment, %(when)s")
        % {"when": evening.when},
        heading=_("Your appointment is cancelled"),
        lines=(_("If this surprises you, please ring us."),),
        button=_("Open your page, or book again"),
    )


def ran_out(evening: Evening) -> Words:
    return Words(
        subject=_about(evening),
        heading=_("We did not confirm your appointment in time"),
        lines=(
            _("That is on us, and we are sorry. The time is gone; you owe nothing."),
            _("Your page says how it goes on, and offers other times. Or ring us."),
        ),
        button=_("Open your page"),
    )


def question(evening: Evening) -> Words:
    lines = (
        _("Before we confirm it we have one more thing to ask you."),
        _("It is on your page. Please write back there, or ring us."),
    )
    kept = _("Until %(by)s we keep the time for you.") % {"by": evening.by}
    return Words(
        subject=_about(evening),
        heading=_("We have a question for you"),
        lines=(*lines, kept) if evening.by else lines,
        button=_("Open your page"),
    )


def book_any(evening: Evening) -> Words:
    return Words(
        subject=_("Your evening: take any time"),
        heading=_("You can book now, any evening"),
        lines=(
            _("We are sorry that it took us so long."),
            _("We ask nothing again: press a time, and it is yours."),
        ),
        button=_("Open your page"),
    )


def answered(evening: Evening) -> Words:
    """To the member of the team who asked."""
    return Words(
        subject=_("You have a reply"),
        heading=_("You have a reply"),
        lines=(_("Please look at it: a time is kept meanwhile."),),
        button=_open_calendar(),
    )


def review_due(evening: Evening) -> Words:
    """To those who decide."""
    return Words(
        subject=_("Someone is waiting for your decision"),
        heading=_("Someone is waiting for your decision"),
        lines=(_("Until %(by)s the time is kept.") % {"by": evening.by},),
        button=_open_calendar(),
    )


def review_last(evening: Evening) -> Words:
    """To those who decide, and to the manager."""
    return Words(
        subject=_("Last call: someone is waiting for your decision"),
        heading=_("The time to decide is nearly up"),
        lines=(
            _("Until %(by)s the time is kept, and no longer.") % {"by": evening.by},
        ),
        button=_open_calendar(),
    )


def proposed(evening: Evening) -> Words:
    """Asked, never moved: the answer is given on the page."""
    asked = evening.asked
    lines = [_("We are sorry: your evening cannot be as we planned it.")]
    if asked is not None:
        offer = {
            "when": day_and_time(asked.offer.starts_at, evening.clinic.zone),
            "who": one_line(asked.offer.therapist.first_name),
            "by": day_and_time(asked.answer_by, evening.clinic.zone),
        }
        lines += [
            _("Would %(when)s with %(who)s do instead? We keep it for you.") % offer,
            _("Please say yes or no by %(by)s: later it is gone, and yours too.")
            % offer,
        ]
    return Words(
        subject=_about(evening),
        heading=_("Would this do instead?"),
        lines=tuple(lines),
        button=_("Say yes or no"),
    )


def handed_over(evening: Evening) -> Words:
    name = one_line(evening.appointment.therapist.first_name)
    lines = [_not_yet(evening)] if evening.in_review else _when_you_come(evening)
    return Words(
        subject=_("Your evening appointment, %(when)s") % {"when": evening.when},
        heading=_("Your evening is now with %(name)s") % {"name": name},
        lines=(_("The time is as before."), *lines),
        button=_see_move_or_cancel(),
    )


def sorry(evening: Evening) -> Words:
    return Words(
        subject=_("Cancelled: your evening appointment, %(when)s")
        % {"when": evening.when},
        heading=_("We are sorry: we had to cancel"),
        lines=(
            _("This one is on us. Nothing is owed."),
            _("Your page offers other evenings. You can also ring us."),
        ),
        button=_("Open your page, or book again"),
    )


def links(evening: Evening) -> Words:
    """For a mailbox that may hold several appointments, of several people."""
    return Words(
        subject=_("The links you asked for"),
        heading=_("Here are the links you asked for"),
        lines=(_("If you did not ask for them, leave this e-mail alone."),),
        button=_see_move_or_cancel(),
    )


def your_turn(evening: Evening) -> Words:
    return Words(
        subject=_("An evening appointment for you, %(when)s") % {"when": evening.when},
        heading=_("Someone is keeping an evening for you"),
        lines=(
            _("It is yours once you have told us a few things only you can tell."),
            _("Until %(by)s we keep the time for you.") % {"by": evening.by},
        ),
        button=_("Go on"),
    )


WORDS: dict[str, Callable[[Evening], Words]] = {
    Kind.CONFIRMED: confirmed,
    Kind.REVIEW: review,
    Kind.CLEARED: cleared,
    Kind.DECLINED: declined,
    Kind.MOVED: moved,
    Kind.CANCELLED: cancelled,
    Kind.RAN_OUT: ran_out,
    Kind.PROPOSED: proposed,
    Kind.HANDED_OVER: handed_over,
    Kind.SORRY: sorry,
    Kind.LINKS: links,
    Kind.YOUR_TURN: your_turn,
    Kind.QUESTION: question,
    Kind.BOOK_ANY: book_any,
    Kind.ANSWERED: answered,
    Kind.REVIEW_DUE: review_due,
    Kind.REVIEW_LAST: review_last,
}


def _about(evening: Evening) -> str:
    return _("About your evening appointment, %(when)s") % {"when": evening.when}


def _see_move_or_cancel() -> str:
    return _("See, move or cancel")


def _open_calendar() -> str:
    return _("Open the calendar")


def _when_you_come(evening: Evening) -> list[str]:
    lines = [_("Please come ten minutes early, and look at your page before you come.")]
    if evening.clinic.getting_there:
        lines.append(
            _("How to find us: %(way)s") % {"way": evening.clinic.getting_there.strip()}
        )
    return lines


def _not_yet(evening: Evening) -> str:
    if evening.appointment.waits_for_answers:
        return _("Until %(by)s we keep the time for you.") % {"by": evening.by}
    return _("It is not confirmed yet. We ring you about it by %(by)s.") % {
        "by": evening.by
    }
