"""What is typed on the page of an appointment."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from booking.cleaning import LineField, RevisionField, check_plain
from booking.models import Payment

MOST = Decimal("9999.99")


class LinesField(forms.CharField):
    """Plain text of several lines."""

    widget = forms.Textarea

    def clean(self, value: object) -> str:
        text = re.sub(r"\r\n?", "\n", str(super().clean(value)))
        check_plain(text.replace("\n", " ").replace("\t", " "))
        return text.strip()


class OneOfSeveral(forms.Form):
    """A form beside others on its page: the ids of its fields begin with its own."""

    ids = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.ids}_%s")
        super().__init__(*args, **kwargs)


class ReadForm(OneOfSeveral):
    """Why the answers are opened: one of the usual reasons, or a few words."""

    ids = "read"
    WHY = [
        ("before", _("Before the session")),
        ("asked", _("They asked me to")),
        ("happened", _("Something happened")),
        ("other", _("Another reason")),
    ]

    why = forms.ChoiceField(label=_("Why"), choices=WHY)
    words = LineField(
        label=_("In a few words"),
        required=False,
        max_length=120,
        help_text=_("Kept with your name and the time. No health words, please."),
    )
    today = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("why") == "other" and not data.get("words"):
            self.add_error("words", _("Say why, in a few words."))
        return data

    @property
    def reason(self) -> str:
        return str(dict(self.WHY)[self.cleaned_data["why"]])


class CancelForm(OneOfSeveral):
    ids = "cancel"
    REASONS = [
        ("asked", _("They asked")),
        ("clinic", _("We cannot")),
        ("safety", _("Safety")),
    ]

    reason = forms.ChoiceField(label=_("Why"), choices=REASONS)
    revision = RevisionField()


class NoteForm(OneOfSeveral):
    ids = "note"
    text = LinesField(
        label=_("What you did and how it was"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A draft until you sign it. After that, only additions."),
        error_messages={"required": _("Write something first.")},
    )


class AddForm(OneOfSeveral):
    ids = "add"
    more = LinesField(
        label=_("Add to the note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Signed at once, under your name."),
        error_messages={"required": _("Write something first.")},
    )
    note = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1
    )


class PaymentForm(OneOfSeveral):
    ids = "paid"
    HOW = [(how.value, capfirst(how.label)) for how in Payment.How]

    how = forms.ChoiceField(label=_("How"), choices=HOW)
    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=Decimal(0),
        max_value=MOST,
        decimal_places=2,
        max_digits=6,
    )

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["amount"] * 100)


class DoorForm(OneOfSeveral):
    """A therapist has looked at the door."""

    ids = "door"

    adaptations = LinesField(
        label=_("What will be different today"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. The client may read it."),
    )
    revision = RevisionField()

    def clean_adaptations(self) -> list[str]:
        lines = self.cleaned_data["adaptations"].splitlines()
        return [line.strip() for line in lines if line.strip()][:20]


class PhoneOnlyForm(forms.Form):
    reason = LinesField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only managers read it. No health words, please."),
    )
