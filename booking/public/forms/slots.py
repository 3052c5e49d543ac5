"""Which time was pressed, and who should give the session."""

from collections.abc import Sequence
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.cleaning import read_moment
from booking.models import Therapist, Wish
from booking.public.wants import MOST_LETTERS, read_bedtime


def wishes_met(therapists: Sequence[Therapist]) -> list[tuple[str, str]]:
    """Anyone, and a woman or a man where one of these therapists is listed so."""
    return [
        (value, str(label))
        for value, label in Wish.choices
        if any(therapist.meets(value) for therapist in therapists)
    ]


def is_met(wish: str, therapists: Sequence[Therapist]) -> bool:
    return any(therapist.meets(wish) for therapist in therapists)


class HoldForm(forms.Form):
    """A press of a time: `therapists` are those who give the treatment."""

    start = forms.CharField(max_length=40)
    wish = forms.CharField(max_length=MOST_LETTERS, required=False)
    bedtime = forms.CharField(max_length=20, required=False)

    def __init__(self, data: object, *, therapists: Sequence[Therapist]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.therapists = therapists

    def clean_start(self) -> datetime:
        moment = read_moment(self.cleaned_data["start"])
        if moment is None:
            raise ValidationError(
                _("We could not read that time. Please press one of those below.")
            )
        return moment

    def clean_wish(self) -> str:
        wish: str = self.cleaned_data["wish"] or Wish.ANYONE
        if not is_met(wish, self.therapists):
            raise ValidationError(
                _(
                    "Nobody here gives this treatment in the way you asked for. These "
                    "are the times with anyone who does."
                )
            )
        return wish

    def clean_bedtime(self) -> time | None:
        text: str = self.cleaned_data["bedtime"]
        bedtime = read_bedtime(text)
        if text and bedtime is None:
            raise ValidationError(_("Please write your bedtime like this: 22:30."))
        return bedtime
