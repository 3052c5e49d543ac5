"""What one who waits is told: that they are listed, and of a time to take."""

from django.utils.translation import gettext_lazy as _

from booking.messages.letter import Letter
from booking.messages.letters.booked import OF_IT
from booking.models import Message

Kind = Message.Kind

WAITING: dict[str, Letter] = {
    Kind.LISTED: Letter(  # about no evening yet
        subject=_("You are on our waiting list"),
        heading=_("You are on our waiting list"),
        lines=(
            _("When we find a free time that suits you, we keep it for you and write."),
            _("On your page you see your place, and can leave the list."),
        ),
        button=_("Open your page"),
        also=("clinic", "phone"),
    ),
    Kind.OFFERED: Letter(
        subject=_("A time for you: {when}"),
        heading=_("A time is free, and we keep it for you"),
        lines=(
            _("Please say yes or no by {by}."),
            _("Later it goes to the next who waits. If you say no, you wait on."),
        ),
        button=_("Say yes or no"),
        also=OF_IT,
    ),
}
