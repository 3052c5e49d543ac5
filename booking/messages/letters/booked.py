"""What is said of an appointment that stands, moves or ends."""

from django.utils.translation import gettext_lazy as _

from booking.messages.letter import Letter
from booking.models import Message

Kind = Message.Kind

ABOUT = _("About your evening appointment, {when}")
YOURS = _("Your evening appointment, {when}")
SEE_MOVE_OR_CANCEL = _("See, move or cancel")
OPEN_YOUR_PAGE = _("Open your page")
BOOK_AGAIN = _("Open your page, or book again")

OF_IT = ("when", "with", "where", "clinic", "phone")
TO_COME = (*OF_IT, "way", "access", "card", "come_early", "anything_new")

# Nothing is sent between the session and the morning: the evening routine is told here.
BEFORE_YOU_COME = _(
    "# Before you come\n"
    "- Eat lightly, and leave two hours after a big meal.\n"
    "- Last coffee, tea or cola at least six hours before bed; no wine that day.\n"
    "- Bring what you always have with you, and something loose to go home in.\n"
    "- Plan a quiet way home. If you can, let someone else drive."
)
FINDING_US = _("# How to find us\n{way}\n\n{access}")
AFTERWARDS = _(
    "# The evening afterwards\n"
    "- Get up slowly, and wait a little before you set out.\n"
    "- Dim the lamps at home, and put the phone away an hour before bed.\n"
    "- Go to bed at your usual time, not earlier.\n"
    "- The whole evening on one card: {card}"
)

BOOKED: dict[str, Letter] = {
    Kind.CONFIRMED: Letter(
        subject=YOURS,
        heading=_("You are booked"),
        lines=(
            "{come_early}",
            "{anything_new}",
            _("There is nothing to pay now."),
            BEFORE_YOU_COME,
            FINDING_US,
            AFTERWARDS,
        ),
        button=SEE_MOVE_OR_CANCEL,
        also=TO_COME,
    ),
    Kind.REMINDER: Letter(
        subject=_("A reminder: your evening appointment, {when}"),
        heading=_("We look forward to seeing you"),
        lines=(
            _(
                "Is anything new since you booked? Please say so on your page before "
                "you come. If nothing is, one press will do."
            ),
            _("Please come ten minutes early. If you cannot come, say so there, too."),
            _("How to find us: {way}"),
        ),
        button=_("Say what is new"),
        also=TO_COME,
    ),
    Kind.MOVED: Letter(
        subject=_("Your evening appointment is now {when}"),
        heading=_("Your appointment has a new time"),
        lines=(
            "{not_yet}",
            "{come_early}",
            "{anything_new}",
            _("How to find us: {way}"),
            _("The old time is no longer yours."),
        ),
        button=SEE_MOVE_OR_CANCEL,
        also=TO_COME,
    ),
    Kind.HANDED_OVER: Letter(
        subject=YOURS,
        heading=_("Your evening is now with {with}"),
        lines=(
            _("The time is as before."),
            "{not_yet}",
            "{come_early}",
            "{anything_new}",
            _("How to find us: {way}"),
        ),
        button=SEE_MOVE_OR_CANCEL,
        also=TO_COME,
    ),
    Kind.PROPOSED: Letter(
        subject=ABOUT,
        heading=_("Would this do instead?"),
        lines=(
            _("We are sorry: your evening cannot be as we planned it."),
            _("Would {other_time} with {other_with} do instead? We keep it for you."),
            _("Please say yes or no by {answer_by}: later it is gone, and yours too."),
        ),
        button=_("Say yes or no"),
        also=OF_IT,
    ),
    Kind.CANCELLED: Letter(
        subject=_("Cancelled: your evening appointment, {when}"),
        heading=_("Your appointment is cancelled"),
        lines=(_("If this surprises you, please ring us."),),
        button=OPEN_YOUR_PAGE,  # it may have been a not now
        also=("when", "clinic", "phone"),
    ),
    Kind.SORRY: Letter(
        subject=_("Cancelled: your evening appointment, {when}"),
        heading=_("We are sorry: we had to cancel"),
        lines=(
            _("This one is on us. Nothing is owed."),
            _("Your page offers other evenings. You can also ring us."),
        ),
        button=BOOK_AGAIN,
        also=("when", "clinic", "phone"),
    ),
    Kind.LINKS: Letter(  # for a mailbox that may hold evenings of several people
        subject=_("The links you asked for"),
        heading=_("Here are the links you asked for"),
        lines=(_("If you did not ask for them, leave this e-mail alone."),),
        button=SEE_MOVE_OR_CANCEL,
        also=("clinic", "phone"),
    ),
}
