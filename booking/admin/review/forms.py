"""What a reviewer types: why the answers are opened, and what is decided."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from booking.admin.fields import check_year
from booking.models import Appointment, Clinic
from booking.times import local_date, midnight

LASTS = timedelta(days=90)
MOST_LINES = 20


class ReadForm(forms.Form):
    why = forms.CharField(
        label=_("Why you open them"),
        max_length=200,
        help_text=_("Kept with your name and the time. No health words, please."),
    )


class ClearForm(forms.Form):
    adaptations = forms.CharField(
        label=_("What will be changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
        help_text=_("One on each line. The client reads them on their own page."),
    )
    valid_until = forms.DateField(
        label=_("Cleared until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[check_year],
        help_text=_("The last day, included. It must reach the session."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_adaptations(self) -> list[str]:
        return lines_of(self.cleaned_data["adaptations"])

    def clean_valid_until(self) -> datetime:
        return end_of(self.cleaned_data["valid_until"])


class DeclineForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SelectedClearForm(forms.Form):
    """For several at once: what holds for each of them."""

    adaptations = ClearForm.base_fields["adaptations"]
    valid_until = ClearForm.base_fields["valid_until"]

    clean_adaptations: Any = ClearForm.clean_adaptations
    clean_valid_until: Any = ClearForm.clean_valid_until


def revision_of(request: HttpRequest, name: str = "revision") -> int:
    """The revision a page was made for; what is no number is older than any."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def lines_of(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line][:MOST_LINES]


def end_of(day: date) -> datetime:
    """The moment a day is over on the clinic's clock."""
    return midnight(day + timedelta(days=1), Clinic.objects.current().zone)


def usual_end(appointment: Appointment, now: datetime) -> date:
    """As long as the answers hold, at most 90 days, and at least to the session."""
    zone = Clinic.objects.current().zone
    holds = appointment.screening.valid_until if appointment.screening else None
    lasts = min(holds or now + LASTS, now + LASTS)
    return local_date(max(lasts, appointment.ends_at), zone)
