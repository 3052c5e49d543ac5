"""The forms of hours, time off and closures: wall-clock in, moments out."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.actions import Weekly
from booking.calendar.evenings import stretch
from booking.cleaning import DayField, LineField, YesField
from booking.models import Clinic, OpeningHours
from booking.models.vocabulary import Weekday
from booking.times import Span
from booking.times.clock import DAY, evening_span

DATES = 6
LONGEST = 366 * DAY


class ClockField(forms.TimeField):
    """A time of the clock, picked or typed."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimeOffForm(forms.Form):
    """From a date to a date; a time at either end is only for part of a day."""

    since_on = DayField(label=_("First day"))
    since_at = ClockField(
        label=_("from"), required=False, help_text=_("Empty: the whole day.")
    )
    until_on = DayField(label=_("Last day"))
    until_at = ClockField(
        label=_("to"), required=False, help_text=_("Empty: the whole day.")
    )
    note = LineField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("For the team only."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.span = stretch(
            cleaned["since_on"],
            cleaned["since_at"],
            cleaned["until_on"],
            cleaned["until_at"],
            Clinic.objects.current(),
        )
        if self.span is None:
            raise ValidationError(_("The end must come after the start."))
        if self.span.ends_at - self.span.starts_at > LONGEST:
            raise ValidationError(_("That is longer than a year."))
        return cleaned


class WeeklyForm(forms.Form):
    """One span of hours for the weekdays ticked."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = ClockField(label=_("Opens"))
    closes = ClockField(
        label=_("Closes"), help_text=_("At or before the opening: after midnight.")
    )
    valid_from = DayField(label=_("First day"), required=False)
    valid_until = DayField(label=_("Last day"), required=False)
    every_second_week = YesField(
        label=_("Only every second week, counted from the first day"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """What the rows' own constraints would refuse, in their words."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        row = OpeningHours(
            weekday=0, **{key: cleaned[key] for key in cleaned if key != "weekdays"}
        )
        row.validate_constraints(exclude={"therapist"})
        return cleaned

    @property
    def weekly(self) -> Weekly:
        return Weekly(**self.cleaned_data)


class CopyForm(forms.Form):
    """All hours of one weekday on others too."""

    weekday = forms.TypedChoiceField(
        label=_("All hours of"), choices=Weekday.choices, coerce=int
    )
    to = forms.TypedMultipleChoiceField(
        label=_("Also on"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


class ExtraForm(forms.Form):
    """Extra hours of one evening."""

    on = DayField(label=_("Evening of"))
    opens = ClockField(label=_("Opens"))
    closes = ClockField(
        label=_("Closes"), help_text=_("At or before the opening: after midnight.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.span = _evening(cleaned["on"], cleaned["opens"], cleaned["closes"])
        return cleaned


def _evening(day: date, opens: time, closes: time) -> Span:
    span = evening_span(day, opens, closes, Clinic.objects.current().zone)
    if span is None:
        raise ValidationError(_("The clocks skip that time."))
    return span


class EndForm(forms.Form):
    """Weekly hours end with a last day, or at once."""

    do = forms.ChoiceField(choices=[("end", "end"), ("remove", "remove")])
    until = DayField(label=_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("do") == "end" and not cleaned.get("until"):
            self.add_error("until", _("Say which day is the last one."))
        return cleaned

    @property
    def last_day(self) -> date | None:
        ends = self.cleaned_data["do"] == "end"
        return self.cleaned_data["until"] if ends else None


class ClosureForm(forms.Form):
    """The clinic is closed: whole days, several at once, or a part of them."""

    since_at = ClockField(
        label=_("from"), required=False, help_text=_("Empty: the whole day.")
    )
    until_at = ClockField(
        label=_("to"), required=False, help_text=_("Empty: the whole day.")
    )
    note = LineField(
        label=_("What for"),
        required=False,
        max_length=200,
        help_text=_("Boxing Day, say. For the team only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = {
            f"day_{number}": DayField(
                label=_("Day") if number == 1 else _("and"), required=number == 1
            )
            for number in range(1, DATES + 1)
        }
        self.fields = days | self.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        clinic = Clinic.objects.current()
        days = {cleaned[name] for name in cleaned if name.startswith("day_")}
        begins, ends = cleaned["since_at"], cleaned["until_at"]
        found = [
            stretch(day, begins, day, ends, clinic) for day in sorted(days - {None})
        ]
        if None in found:
            raise ValidationError(_("The end must come after the start."))
        self.spans = [span for span in found if span]
        return cleaned
