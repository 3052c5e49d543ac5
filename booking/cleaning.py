"""What people type or an address brings, read with care: fields and readers to share.

A reader gives None for what cannot be meant; a field names the fault in one sentence.
Dates outside 2000 to 2100 are refused everywhere.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
PHONE = re.compile(r"\+?[0-9 ().\-/]+", re.ASCII)
FEWEST_DIGITS, MOST_DIGITS = 6, 18
# Marks that turn the direction of writing, so that a name shows as another.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment with its offset, in UTC.

    A plus sign may have become a space on its way through an address.
    """
    text = text.replace(" ", "+")
    if not MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if _is_near(moment.date()) else None


def read_day(text: str) -> date | None:
    """YYYY-MM-DD."""
    if not DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _is_near(day) else None


def read_clock(text: str) -> time | None:
    """HH:MM, with or without seconds."""
    if not CLOCK.fullmatch(text):
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def read_revision(posted: Mapping[str, str]) -> int | None:
    """The revision a form was made for; one that cannot be read is older than any."""
    text = posted.get("revision")
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_near(day: date) -> bool:
    return FIRST_YEAR <= day.year < LAST_YEAR


def check_plain(value: str) -> None:
    """No control character, no half of one, nothing that turns the writing round."""
    broken = any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value)
    if broken or TURNING.search(value):
        raise ValidationError(_("Please leave out the sign that cannot be shown."))


class LineField(forms.CharField):
    """One line of plain text; spaces in a row become one."""

    default_validators = [check_plain]

    def to_python(self, value: object) -> str:
        line = super().to_python(value) or ""
        return re.sub(r" {2,}", " ", line)


class PhoneField(LineField):
    """A phone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        number = str(super().clean(value))
        if number and not _is_phone(number):
            raise ValidationError(
                _("Type a phone number with its area code, such as 01632 960147.")
            )
        return number


def _is_phone(number: str) -> bool:
    digits = sum(letter.isdigit() for letter in number)
    return bool(PHONE.fullmatch(number)) and FEWEST_DIGITS <= digits <= MOST_DIGITS


class DayField(forms.DateField):
    """A calendar day, picked or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: object) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not _is_near(day):
            raise ValidationError(_("Choose a day between 2000 and 2100."))
        return day


class YesInput(forms.CheckboxInput):
    """A tick that says yes only as the page would send it."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: object, name: str
    ) -> bool:
        return bool(data.get(name) == "on")


class YesField(forms.BooleanField):
    """A consent, or another thing nobody may be taken to have said."""

    widget = YesInput


class RevisionField(forms.IntegerField):
    """The state of the appointment that a page was made for."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: object) -> None:
        kwargs |= {"min_value": 0, "max_value": 2**31 - 1}
        super().__init__(**kwargs)  # type: ignore[arg-type]


def start_with(form: forms.BaseForm, data: QueryDict) -> None:
    """Let an unbound form begin with what was typed, without finding fault with it."""
    for name, field in form.fields.items():
        typed = field.widget.value_from_datadict(
            data, MultiValueDict(), form.add_prefix(name)
        )
        form.initial[name] = typed
