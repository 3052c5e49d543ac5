"""Form fields of the staff pages: lists as checkboxes, money, pictures and faces."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clinic.pictures import made_anew, stored_name

YEARS = range(2000, 2101)
LARGEST_PRICE = 10_000
CENTS = 100


def tick_boxes() -> forms.CheckboxSelectMultiple:
    """Boxes side by side, as many as fit."""
    return forms.CheckboxSelectMultiple(attrs={"class": "words"})


class WordsField(forms.MultipleChoiceField):
    """A list of known words, ticked one by one and kept in the order of the choices."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", tick_boxes())
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> list[str]:
        ticked = set(super().clean(value))
        choices: Any = self.choices
        return [key for key, _name in choices if key in ticked]


class PriceField(forms.DecimalField):
    """Hundredths, typed and shown as people write money: 70 or 70.50."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0), max_value=LARGEST_PRICE, decimal_places=2, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return f"{Decimal(value) / CENTS:.2f}".removesuffix(".00")

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else int(amount * CENTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(initial, int):
            initial = Decimal(initial) / CENTS
        return super().has_changed(initial, data)


class PictureField(forms.FileField):
    """A picture made anew as it comes in; what is kept already is not kept twice."""

    widget = AdminFileWidget

    def to_python(self, data: Any) -> "ContentFile[bytes] | None":
        upload = super().to_python(data)
        return None if upload is None else made_anew(upload)

    def clean(self, data: Any, initial: Any = None) -> Any:
        cleaned = super().clean(data, initial)
        if isinstance(cleaned, ContentFile):
            name = stored_name(cleaned)
            return name if default_storage.exists(name) else cleaned
        return cleaned

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": "image/jpeg,image/png,image/webp"}


@lru_cache(maxsize=1)
def drawn_faces() -> list[tuple[str, SafeString]]:
    """The drawn faces that come with the site, as choices with their drawing."""
    folder = finders.find("vesper/faces")
    names = sorted(path.stem for path in Path(str(folder)).glob("*.svg"))
    return [(name, _drawn(name)) for name in names]


def _drawn(name: str) -> SafeString:
    return format_html(
        '<img src="{}" alt="" width="64" height="64"> {}',
        static(f"vesper/faces/{name}.svg"),
        name.capitalize(),
    )


def _faces() -> list[tuple[str, Any]]:
    return [("", _("None")), *drawn_faces()]


class FaceField(forms.ChoiceField):
    """One of the drawn faces, shown as they are."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.RadioSelect(attrs={"class": "faces"})
        super().__init__(choices=_faces, widget=widget, **kwargs)


def preview(address: str) -> SafeString:
    """A picture beside its form; a dash where there is none."""
    if not address:
        return SafeString("–")
    return format_html('<img src="{}" alt="" width="160" class="preview">', address)


def check_year(value: date | datetime | None) -> None:
    """Dates we can reckon with."""
    if value is not None and value.year not in YEARS:
        raise ValidationError(_("Give a date between 2000 and 2100."))
