"""What somebody waits for, and how to reach them: the form that joins the list."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.actions import Person, WaitFor
from booking.cleaning import DayField, LineField, YesField
from booking.models import Client, Therapist
from booking.models.vocabulary import Weekday
from booking.models.waiting import FIRST, LAST
from booking.public.forms.details import RingForm
from booking.public.forms.slots import wishes_met

WEEK = 7
CLOCK = {"invalid": _("Type a time, such as 18:30.")}


def _clock(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=CLOCK,
    )


class WaitForm(RingForm):
    """`known` is the client of a visit this browser may open; `last` the last day."""

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        choices=Weekday.choices,
        coerce=int,
        initial=list(Weekday.values),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick a day at least.")},
    )
    earliest = _clock(_("Start no earlier than"), _("Leave it empty for any time."))
    latest = _clock(_("Start no later than"), _("Leave it empty for any time."))
    wish = forms.ChoiceField(label=_("With"))
    step_free = YesField(label=_("I need step-free access"), required=False)
    bedtime = _clock(
        _("Your bedtime"),
        _("If you like: of several free times we take the one that fits it."),
    )
    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Leave it empty if you have none, and give us a phone number."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _(
                "Type an e-mail address, or a phone number if you have none."
            ),
            "invalid": _("Check the e-mail address, such as a@b.uk."),
        },
    )
    field_order = (
        "since",
        "until",
        "weekdays",
        "earliest",
        "latest",
        "wish",
        "step_free",
        "bedtime",
        "name",
        "email",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        therapists: Sequence[Therapist],
        today: date,
        last: date,
        known: Client | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.today, self.last, self.known = today, last, known
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            *wishes_met(therapists),
            *((each.slug, each.first_name) for each in therapists),
        ]
        if known is not None:
            for name in ("name", "email", "phone", "may_leave_message", "when_to_ring"):
                del self.fields[name]
        elif data is not None:
            self.fields["email"].required = not data.get("phone", "").strip()

    @property
    def some_weekdays(self) -> bool:
        """Whether not every day is ticked, as the page shows it."""
        ticked = self["weekdays"].value() or []
        return len(ticked) < len(Weekday)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._check_days(cleaned.get("since"), cleaned.get("until"))
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if earliest and latest and latest < earliest:
            self.add_error("latest", _("That is before the earliest start."))
        return cleaned

    def _check_days(self, since: date | None, until: date | None) -> None:
        if since is None or until is None:
            return
        if until < max(since, self.today):
            self.add_error("until", _("Choose a day that is still to come."))
        elif until > self.last:
            self.add_error("until", _("We take bookings only up to the day above."))
        elif "weekdays" in self.cleaned_data and not self._weekdays():
            words = _("None of these days lies between the first and the last.")
            self.add_error("weekdays", words)

    def _weekdays(self) -> int:
        """The days ticked that lie between the first and the last, a bit for each."""
        cleaned = self.cleaned_data
        since, until = max(cleaned["since"], self.today), cleaned["until"]
        between = min((until - since).days + 1, WEEK)
        days = {(since + timedelta(days=n)).weekday() for n in range(between)}
        return sum(1 << day for day in days & set(cleaned["weekdays"]))

    @property
    def wait_for(self) -> WaitFor:
        cleaned = self.cleaned_data
        earliest: time | None = cleaned["earliest"]
        latest: time | None = cleaned["latest"]
        return WaitFor(
            since=max(cleaned["since"], self.today),
            until=cleaned["until"],
            weekdays=self._weekdays(),
            earliest=FIRST if earliest is None else earliest,
            latest=LAST if latest is None else latest,
            wish=cleaned["wish"],
            step_free=cleaned["step_free"],
            bedtime=cleaned["bedtime"],
        )

    @property
    def who(self) -> Client | Person:
        if self.known is not None:
            return self.known
        cleaned = self.cleaned_data
        return Person(name=cleaned["name"], email=cleaned["email"], **self.ring())
