"""A button that calls a verb: done, refused in words, or shown how it stands now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.actions.problems import (
    AlreadyPaid,
    Busy,
    NoReviewInTime,
    NotAllowed,
    NotScreened,
    OwnBooking,
    Refused,
    Stale,
    TrainingNeeded,
    Unread,
)
from booking.calendar.access import signed_in
from booking.calendar.conflict import conflict
from booking.cleaning import read_revision
from booking.models import Appointment

REFUSALS: list[tuple[type[Refused], Any]] = [
    (NotAllowed, _("From how it stands now, that cannot be done.")),
    (TrainingNeeded, _("Only somebody with another training may give this session.")),
    (OwnBooking, _("Nobody decides about a booking of their own.")),
    (Unread, _("Open today's answers first: nobody is let in unread.")),
    (AlreadyPaid, _("Another payment is noted already. Undo that one first.")),
    (
        NoReviewInTime,
        _(
            "Nobody can look before it begins. The list at the door asks; or cancel it "
            "for safety, which is never late."
        ),
    ),
    (NotScreened, _("The lists are not answered yet.")),
]


def sentence(refused: Refused) -> str:
    """What a refusal means for the person who pressed the button."""
    found = (text for kind, text in REFUSALS if isinstance(refused, kind))
    return str(next(found, _("That did not work; nothing was changed.")))


def pressed(
    request: HttpRequest,
    appointment: Appointment,
    verb: Callable[..., object],
    said: str,
    /,
    **fields: Any,
) -> HttpResponse:
    """Do it, and go back to the appointment; a 409 page where it was refused."""
    try:
        verb(by=signed_in(request), now=timezone.now(), **fields)
    except Busy:
        raise
    except Stale:
        return conflict(request, appointment)
    except Refused as refused:
        return conflict(request, appointment, sentence(refused))
    messages.success(request, said)
    return redirect("calendar:appointment", appointment.ref)


def revision_of(request: HttpRequest) -> int:
    """What the page was made for; one that names none is older than any."""
    return read_revision(request.POST) or 0
