"""Notes of sessions: written, signed, added to, and those still to sign."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking.actions import add_to_note, sign_note, write_note
from booking.calendar.access import (
    SEES_CAUTIONS,
    calendar_page,
    get_appointment,
    signed_in,
)
from booking.calendar.opened import show_appointment
from booking.calendar.pages import show
from booking.calendar.pressing import pressed
from booking.calendar.unsigned import unsigned
from booking.calendar.writing import AddForm, NoteForm


@require_safe
@calendar_page(SEES_CAUTIONS)
def note_list(request: HttpRequest) -> HttpResponse:
    found = unsigned(signed_in(request), timezone.now())
    return show(request, "note_list", unsigned=found)


@require_POST
@calendar_page(SEES_CAUTIONS)
def note_write(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep as a draft, or sign."""
    appointment = get_appointment(request, ref)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_appointment(
            request, appointment, status=422, note_form=form, form=form
        )
    signs = "sign" in request.POST
    return pressed(
        request,
        appointment,
        sign_note if signs else write_note,
        _("Signed.") if signs else _("Kept as a draft. It is not signed yet."),
        appointment=appointment,
        text=form.cleaned_data["text"],
    )


@require_POST
@calendar_page(SEES_CAUTIONS)
def note_add(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_appointment(request, ref)
    form = AddForm(request.POST)
    note = None
    if form.is_valid():
        signed = appointment.notes.filter(signed_at__isnull=False)
        note = signed.filter(pk=form.cleaned_data["note"]).first()
    if note is None:
        return show_appointment(
            request, appointment, status=422, add_form=form, form=form
        )
    return pressed(
        request,
        appointment,
        add_to_note,
        _("Added, and signed."),
        note=note,
        text=form.cleaned_data["more"],
    )
