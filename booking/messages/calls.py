"""What to say on the phone: the same neutral things as the mails, for the ear.

Nobody says why, names a treatment, or says a word about health: somebody else may have
picked up.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from booking.messages.names import one_line
from booking.messages.places import PLACES, Evening
from booking.messages.times import day_and_time
from booking.messages.together import told_with
from booking.models import Appointment, Clinic, Message, Status
from booking.models.kinds import holds

Kind, State = Message.Kind, Message.State
Lines = tuple[str, ...]

RUNG_WITHIN = timedelta(days=7)
# What it takes to see whether a call stands, in a query a table.
TAKEN_TOGETHER = ("tries", "appointment__events", "appointment__proposals")


def said(message: Message, clinic: Clinic) -> str:
    """The words for one call; empty for what nobody is rung about."""
    say = SAID.get(message.kind)
    about = message.appointment
    if say is None or about is None:
        return ""
    others = told_with(about, message.kind)
    return " ".join([*say(Evening(about, clinic)), *_the_same_for(others, clinic)])


def _the_same_for(others: Sequence[Appointment], clinic: Clinic) -> Lines:
    if not others:
        return ()
    when = "; ".join(day_and_time(each.starts_at, clinic.zone) for each in others)
    return (_("The same goes for %(when)s.") % {"when": when},)


def stands(message: Message, now: datetime) -> bool:
    """Whether a call is still worth making: what it says is so, and it is not over."""
    appointment = message.appointment
    if appointment is None:
        return False
    if message.kind == Kind.RING:
        return _is_still_asked(message, now)
    if not holds(message.kind, appointment, now):
        return False
    return message.kind == Kind.BOOK_ANY or now < appointment.starts_at


def _is_still_asked(message: Message, now: datetime) -> bool:
    """A review is rung about until it is decided; whoever only asked, for a week."""
    appointment = message.appointment
    if appointment is None:
        return False
    asked_at = min([message.due_at, *(each.at for each in message.tries.all())])
    before = [each for each in appointment.events.all() if each.at <= asked_at]
    then = max(before, key=lambda each: (each.at, each.pk), default=None)
    if then is not None and then.status == Status.REVIEW:
        return appointment.status == Status.REVIEW and appointment.is_live(now)
    return now < asked_at + RUNG_WITHIN


def drop_pointless_calls(*, now: datetime) -> int:
    """Take from the list what need not be said any more."""
    rows = Message.objects.calls().select_related("appointment__screening")
    rows = rows.prefetch_related(*TAKEN_TOGETHER)
    gone = [row.pk for row in rows if not stands(row, now)]
    waiting = Message.objects.filter(pk__in=gone, state=State.WAITING)
    return waiting.update(state=State.CANCELLED)


def _confirmed(evening: Evening) -> Lines:
    return (
        _("You are booked for %(when)s with %(who)s.") % _what(evening),
        _("Please come ten minutes early. There is nothing to pay now."),
        _("If it does not suit you, tell me, and I will find another time."),
        *_anything_new(evening),
    )


def _reminder(evening: Evening) -> Lines:
    return (
        _("I am ringing about your evening, %(when)s with %(who)s.") % _what(evening),
        _("Please come ten minutes early. If you cannot come, please tell me."),
        _if_new(),
    )


def _review(evening: Evening) -> Lines:
    return (
        _("We are keeping %(when)s for you.") % _what(evening),
        _not_yet(evening),
    )


def _cleared(evening: Evening) -> Lines:
    return (
        _("Good news: your evening, %(when)s with %(who)s, is confirmed.")
        % _what(evening),
        _("Please come ten minutes early."),
        *_anything_new(evening),
    )


def _declined(evening: Evening) -> Lines:
    return (
        _("We are sorry: we cannot see you this time, %(when)s.") % _what(evening),
        _("You owe nothing. If you would like to talk about it, we ring you back."),
    )


def _moved(evening: Evening) -> Lines:
    lines = (
        _("Your evening is now %(when)s, with %(who)s.") % _what(evening),
        _("The old time is no longer yours."),
    )
    if evening.in_review:
        return (*lines, _not_yet(evening))
    return (*lines, *_anything_new(evening))


def _cancelled(evening: Evening) -> Lines:
    lines = (
        _("Your evening, %(when)s, is cancelled.") % _what(evening),
        _("If this surprises you, please tell me."),
    )
    if evening.is_not_now:
        return lines
    return (*lines, _("Shall I find another evening?"))


def _ran_out(evening: Evening) -> Lines:
    return (
        _("We did not confirm your evening, %(when)s, in time.") % _what(evening),
        _("That is on us, and we are sorry; you owe nothing."),
        _("Shall I find another evening?"),
    )


def _your_turn(evening: Evening) -> Lines:
    return (
        _("Someone is keeping an evening for you: %(when)s.") % _what(evening),
        _("It is yours once you have told us a few things only you can tell."),
        _("Shall we go through them now?"),
    )


def _ring(evening: Evening) -> Lines:
    return (
        _("I am ringing about your evening, %(when)s.") % _what(evening),
        _("Is this a good moment, or when may we ring again?"),
    )


def _proposed(evening: Evening) -> Lines:
    asked = evening.asked
    sorry = _("We are sorry: your evening, %(when)s, cannot be as we planned it.")
    if asked is None:
        return (sorry % _what(evening), _("Shall I find another evening?"))
    offer = {
        "when": day_and_time(asked.offer.starts_at, evening.clinic.zone),
        "who": one_line(asked.offer.therapist.first_name),
        "by": day_and_time(asked.answer_by, evening.clinic.zone),
    }
    return (
        sorry % _what(evening),
        _("Would %(when)s with %(who)s do instead?") % offer,
        _("We keep it for you until %(by)s.") % offer,
        _("Or shall I look for another evening?"),
    )


def _handed_over(evening: Evening) -> Lines:
    return (
        _("Your evening, %(when)s, is now with %(who)s.") % _what(evening),
        _("The time is as before. If it does not suit you, tell me."),
    )


def _sorry(evening: Evening) -> Lines:
    return (
        _("We are sorry: we had to cancel your evening, %(when)s.") % _what(evening),
        _("This one is on us, and nothing is owed."),
        _("Shall I find another evening?"),
    )


def _question(evening: Evening) -> Lines:
    return (
        _("Before we confirm your evening, %(when)s,") % _what(evening),
        _("we would like to know one more thing from you."),
        _("It is on your page; or shall we ring you back about it?"),
    )


def _book_any(evening: Evening) -> Lines:
    return (
        _("We are sorry that it took us longer than we said."),
        _("You can book now, any evening, and nothing is asked of you again."),
        _("Which evening would you like?"),
    )


def _offered(evening: Evening) -> Lines:
    return (
        _("You asked us to tell you when a time is free.")
        + " "
        + _("%(when)s with %(who)s is, and we keep it for you.") % _what(evening),
        _("Until %(by)s you can say yes or no.") % {"by": evening.by},
        _("Would you like it?"),
    )


def _series(evening: Evening) -> Lines:
    later = PLACES["later_dates"].value(evening)
    return (*_confirmed(evening), later) if later else _confirmed(evening)


def _ask_again(evening: Evening) -> Lines:
    return (
        _("Your evening, %(when)s, is coming up, and we keep it for you.")
        % _what(evening),
        _("It is yours once you have told us a few things only you can tell."),
        _("Shall we go through them now?"),
    )


def _unanswered(evening: Evening) -> Lines:
    return (
        _("We could not keep your evening, %(when)s, any longer.") % _what(evening),
        _("We did not hear from you in time, and you owe nothing."),
        _("Shall I find another evening?"),
    )


SAID: dict[str, Callable[[Evening], Lines]] = {
    Kind.CONFIRMED: _confirmed,
    Kind.REMINDER: _reminder,
    Kind.REVIEW: _review,
    Kind.CLEARED: _cleared,
    Kind.DECLINED: _declined,
    Kind.MOVED: _moved,
    Kind.CANCELLED: _cancelled,
    Kind.RAN_OUT: _ran_out,
    Kind.YOUR_TURN: _your_turn,
    Kind.SERIES: _series,
    Kind.ASK_AGAIN: _ask_again,
    Kind.UNANSWERED: _unanswered,
    Kind.RING: _ring,
    Kind.PROPOSED: _proposed,
    Kind.HANDED_OVER: _handed_over,
    Kind.SORRY: _sorry,
    Kind.QUESTION: _question,
    Kind.BOOK_ANY: _book_any,
    Kind.OFFERED: _offered,
}


def _what(evening: Evening) -> dict[str, str]:
    name = one_line(evening.appointment.therapist.first_name)
    return {"when": evening.when, "who": name}


def _anything_new(evening: Evening) -> Lines:
    """Asked with the news where nobody rings the day before."""
    return () if evening.reminder_comes else (_if_new(),)


def _if_new() -> str:
    return _(
        "Is anything new since you booked? Then one of us rings you back about it."
    )


def _not_yet(evening: Evening) -> str:
    return _("It is not confirmed yet. We ring you about it by %(by)s.") % {
        "by": evening.by
    }
