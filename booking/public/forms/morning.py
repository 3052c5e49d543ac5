"""The morning after: one number, and what else may be said."""

import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from booking.cleaning import YesField, check_plain
from booking.models.vocabulary import Felt, Sign, Still
from booking.screening.morning import NOTE_LENGTH, SAME_DAY, SCALE, Night

NUMBERS = [(number, str(number)) for number in SCALE]


class ScaleField(forms.TypedChoiceField):
    """A number from 0 to 10, or none."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=NUMBERS,
            coerce=int,
            empty_value=None,
            error_messages={
                "required": _("Please choose a number."),
                "invalid_choice": _("Please choose one of these numbers."),
            },
            **options,
        )


class MorningForm(forms.Form):
    """Only the first question has to be answered."""

    prefix = "night"

    sleep = ScaleField(
        label=_("How did you sleep last night?"),
        help_text=_("0 terrible, 1 to 3 poor, 4 to 6 fair, 7 to 9 good, 10 excellent."),
    )
    calm = ScaleField(
        label=_("How calm do you feel now?"),
        help_text=_("0 not at all, 10 very calm. You can leave this out."),
        required=False,
    )
    felt = forms.MultipleChoiceField(
        label=_("Did you feel any of these since the session?"),
        choices=Felt.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sore = ScaleField(
        label=_("How sore are you?"),
        help_text=_("0 not at all, 10 as sore as can be. You can leave this out."),
        required=False,
    )
    still = forms.ChoiceField(
        label=_("Is any of it still there?"),
        choices=Still.choices,
        initial=Still.NO,
        widget=forms.RadioSelect,
        required=False,
    )
    warning = forms.MultipleChoiceField(
        label=_("Was there any of these?"),
        choices=Sign.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("Anything else?"),
        help_text=_("Your therapists read it, and nobody else. Up to 300 letters."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    may_ring = YesField(label=_("A therapist may ring me about it"), required=False)

    def clean_note(self) -> str:
        text = re.sub(r"\r\n?", "\n", self.cleaned_data["note"])
        check_plain(text.replace("\n", " ").replace("\t", " "))
        return text

    @property
    def signs(self) -> list[tuple[BoundWidget, str]]:
        """Each warning sign, with the help it needs."""
        kinds = ("same_day" if key in SAME_DAY else "emergency" for key in Sign.values)
        return list(zip(self["warning"], kinds, strict=True))

    @property
    def night(self) -> Night:
        """Of a valid form."""
        cleaned = self.cleaned_data
        return Night(
            sleep=cleaned["sleep"],
            calm=cleaned["calm"],
            felt=tuple(cleaned["felt"]),
            sore=cleaned["sore"],
            still=cleaned["still"] or Still.NO,
            warning=tuple(cleaned["warning"]),
            note=cleaned["note"],
            may_ring=cleaned["may_ring"],
        )

    @property
    def urgent(self) -> str | None:
        """The help that what could be read needs, whatever is missing."""
        said = getattr(self, "cleaned_data", {})
        return Night(
            sleep=0,
            felt=tuple(said.get("felt", ())),
            sore=said.get("sore"),
            still=said.get("still", ""),
            warning=tuple(said.get("warning", ())),
        ).urgent


def read_number(text: str) -> int | None:
    """A number of the scale, as a link of the mail brings it."""
    numbers = {str(number): number for number in SCALE}
    return numbers.get(text)
