"""Saving what takes time away: shows whom it strands first, and asks for a tick.

The save is tried inside the admin's transaction, under the locks of the verbs. Where
it strands somebody the transaction is rolled back, and the same form comes again with
the appointments above it and a box to tick. The appointments are never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.actions.opening import Scope, lock_scope, stranded_by, unserved
from booking.models import Appointment
from clinic.staff_pages import StaffAdmin

TICK = "strand"
Stranded = Sequence[tuple[Appointment, str]]


class Strands(Exception):  # noqa: N818  a question to the person, not a fault
    """The save would strand these; it has been rolled back."""

    def __init__(self, stranded: Stranded) -> None:
        super().__init__(len(stranded))
        self.stranded = stranded


@dataclass(frozen=True, slots=True)
class Before:
    """What did not stand already before a save, and whom the save concerns."""

    scope: Scope
    unserved: dict[int, str]
    now: datetime

    @classmethod
    def saving(cls, scope: Scope) -> "Before":
        now = timezone.now()
        lock_scope(scope)
        return cls(scope, unserved(scope, now=now), now)

    def stranded(self) -> Stranded:
        return stranded_by(self.unserved, unserved(self.scope, now=self.now))


class AskingForm(forms.ModelForm):
    """Refuses to be saved until the box is ticked."""

    stranded: Stranded = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.stranded:
            raise ValidationError(strands_sentence(self.stranded))
        return cleaned


def strands_sentence(stranded: Stranded) -> str:
    return ngettext(
        "%d appointment would be left without its time, therapist or room.",
        "%d appointments would be left without their time, therapist or room.",
        len(stranded),
    ) % len(stranded)


class StrandingAdmin(StaffAdmin):
    """For rows that appointments rest on."""

    form = AskingForm
    change_form_template = "admin/booking/change_form.html"
    delete_confirmation_template = "admin/booking/delete.html"

    def scope_of(self, obj: Any, form: Any = None) -> Scope:
        """Whom saving or deleting a row concerns, as it was and as it will be."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        show = super().changeform_view
        try:
            return show(request, object_id, form_url, extra_context)
        except Strands as found:
            request.stranded = found.stranded  # type: ignore[attr-defined]
            context = (extra_context or {}) | _context(found.stranded)
            return show(request, object_id, form_url, context)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.stranded = getattr(request, "stranded", ())
        return form

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        form.before = Before.saving(self.scope_of(obj, form))
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        _settle(request, form.before)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        show = super().delete_view
        try:
            return show(request, object_id, extra_context)
        except Strands as found:
            request.POST = QueryDict()  # the page to confirm, once more
            return show(request, object_id, _context(found.stranded))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        before = Before.saving(self.scope_of(obj))
        super().delete_model(request, obj)
        _settle(request, before)


def _context(stranded: Stranded) -> dict[str, Any]:
    seen = ",".join(str(appointment.pk) for appointment, _why in stranded)
    return {"stranded": stranded, "stranded_seen": seen, "stranded_tick": TICK}


def _settle(request: HttpRequest, before: Before) -> None:
    """Go on where nobody is stranded, or only those the person saw and accepted."""
    stranded = before.stranded()
    seen = request.POST.get(TICK, "").split(",")
    if any(str(appointment.pk) not in seen for appointment, _why in stranded):
        raise Strands(stranded)
    if stranded:
        messages.warning(request, _stay_sentence(stranded))


def _stay_sentence(stranded: Stranded) -> str:
    refs = ", ".join(appointment.ref for appointment, _why in stranded)
    return _("These appointments stay as they are; please see to them: %s") % refs
