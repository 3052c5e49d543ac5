"""What is said of several evenings, and of one of them that asks again."""

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
)
from booking.models import Message

Kind = Message.Kind

SERIES: dict[str, Letter] = {
    Kind.SERIES: Letter(
        subject=_("Your evening appointments, the first on {when}"),
        heading=_("Your evenings are booked"),
        lines=(
            "{come_early}",
            "{later_dates}",
            _("There is nothing to pay now."),
            BEFORE_YOU_COME,
            FINDING_US,
            AFTERWARDS,
        ),
        button=SEE_MOVE_OR_CANCEL,
        also=TO_COME,
    ),
    Kind.ASK_AGAIN: Letter(
        subject=_("Your evening on {when}: a few questions first"),
        heading=_("One of your evenings is coming up"),
        lines=(
            _("It is yours once you have told us a few things only you can tell."),
            _("What you told us before is too long ago by then."),
            _("Until {by} we keep the time for you."),
        ),
        button=_("Go on"),
        also=OF_IT,
    ),
    Kind.UNANSWERED: Letter(
        subject=ABOUT,
        heading=_("We could not keep this evening any longer"),
        lines=(
            _("We did not hear from you in time. It is free again; you owe nothing."),
            _("Your page offers other times. You can also ring us."),
        ),
        button=OPEN_YOUR_PAGE,
        also=("when", "clinic", "phone"),
    ),
}
