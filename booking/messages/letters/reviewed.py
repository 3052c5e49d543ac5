"""What is said while a time is only kept, and of what was decided."""

from django.utils.translation import gettext_lazy as _

from booking.messages.letter import Letter
from booking.messages.letters.booked import (
    ABOUT,
    AFTERWARDS,
    BEFORE_YOU_COME,
    FINDING_US,
    OF_IT,
    OPEN_YOUR_PAGE,
    SEE_MOVE_OR_CANCEL,
    TO_COME,
    YOURS,
)
from booking.models import Message

Kind = Message.Kind

REVIEWED: dict[str, Letter] = {
    Kind.REVIEW: Letter(
        subject=_("We are keeping {when} for you"),
        heading=_("We are keeping this time for you"),
        lines=("{not_yet}", _("There is nothing to pay now.")),
        button=SEE_MOVE_OR_CANCEL,
        also=(*OF_IT, "by"),
    ),
    Kind.CLEARED: Letter(
        subject=YOURS,
        heading=_("Good news: your appointment is confirmed"),
        lines=(
            "{come_early}",
            "{anything_new}",
            _("What we talked about is on your page. There is nothing to pay now."),
            BEFORE_YOU_COME,
            FINDING_US,
            AFTERWARDS,
        ),
        button=SEE_MOVE_OR_CANCEL,
        also=TO_COME,
    ),
    Kind.DECLINED: Letter(
        subject=ABOUT,
        heading=_("We cannot see you this time"),
        lines=(
            _("We are sorry. This appointment will not take place. You owe nothing."),
            _("Your page says more, and what else is possible. You can also ring us."),
        ),
        button=OPEN_YOUR_PAGE,
        also=("when", "clinic", "phone"),
    ),
    Kind.RAN_OUT: Letter(
        subject=ABOUT,
        heading=_("We did not confirm your appointment in time"),
        lines=(
            _("That is on us, and we are sorry. The time is gone; you owe nothing."),
            _("Your page says how it goes on, and offers other times. Or ring us."),
        ),
        button=OPEN_YOUR_PAGE,
        also=("when", "clinic", "phone"),
    ),
    Kind.QUESTION: Letter(
        subject=ABOUT,
        heading=_("We have a question for you"),
        lines=(
            _("Before we confirm it we have one more thing to ask you."),
            _("It is on your page. Please write back there, or ring us."),
            _("Until {by} we keep the time for you."),
        ),
        button=OPEN_YOUR_PAGE,
        also=OF_IT,
    ),
    Kind.BOOK_ANY: Letter(
        subject=_("Your evening: take any time"),
        heading=_("You can book now, any evening"),
        lines=(
            _("We are sorry that it took us so long."),
            _("We ask nothing again: press a time, and it is yours."),
        ),
        button=OPEN_YOUR_PAGE,
        also=("clinic", "phone"),
    ),
    Kind.YOUR_TURN: Letter(
        subject=_("An evening appointment for you, {when}"),
        heading=_("Someone is keeping an evening for you"),
        lines=(
            _("It is yours once you have told us a few things only you can tell."),
            _("Until {by} we keep the time for you."),
        ),
        button=_("Go on"),
        also=OF_IT,
    ),
}
