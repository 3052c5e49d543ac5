"""What is asked the morning after, of those who wish it."""

from django.utils.translation import gettext_lazy as _

from booking.messages.letter import Letter
from booking.models import Message

Kind = Message.Kind

AFTER: dict[str, Letter] = {
    Kind.MORNING: Letter(
        subject=_("Good morning from {clinic}"),
        heading=_("Good morning"),
        lines=(_("You wished to be asked. On your page you can turn this off."),),
        button=_("How was your night, from 0 to 10?"),
        also=("when", "clinic", "phone"),
    ),
}
