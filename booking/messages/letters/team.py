"""What one of the team is told: nobody is named, and the rest is in the calendar."""

from django.utils.translation import gettext_lazy as _

from booking.messages.letter import Letter
from booking.models import Message

Kind = Message.Kind

OPEN_CALENDAR = _("Open the calendar")

TEAM: dict[str, Letter] = {
    Kind.ANSWERED: Letter(  # to whoever asked
        subject=_("You have a reply"),
        heading=_("You have a reply"),
        lines=(_("Please look at it: a time is kept meanwhile."),),
        button=OPEN_CALENDAR,
        also=("when", "by"),
    ),
    Kind.REVIEW_DUE: Letter(  # to those who decide
        subject=_("Someone is waiting for your decision"),
        heading=_("Someone is waiting for your decision"),
        lines=(_("Until {by} the time is kept."),),
        button=OPEN_CALENDAR,
        also=("when",),
    ),
    Kind.REVIEW_LAST: Letter(  # to those who decide, and to the manager
        subject=_("Last call: someone is waiting for your decision"),
        heading=_("The time to decide is nearly up"),
        lines=(_("Until {by} the time is kept, and no longer."),),
        button=OPEN_CALENDAR,
        also=("when",),
    ),
    Kind.TROUBLE: Letter(  # to the therapist and the leads
        subject=_("Someone would like you to look today"),
        heading=_("Someone would like you to look today"),
        lines=(_("They wrote to us this morning. Please open the calendar now."),),
        button=OPEN_CALENDAR,
        also=("when",),
    ),
    Kind.TEST: Letter(  # to whoever pressed the button
        subject=_("A test from {clinic}"),
        heading=_("This e-mail arrived"),
        lines=(_("It left this site and reached you. Please say so on that page."),),
        button=_("Say that it arrived"),
        also=("clinic",),
    ),
}
