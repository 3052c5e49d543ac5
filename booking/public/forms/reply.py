"""What a client writes back to a question of their therapist."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.cleaning import RevisionField, check_plain

LONGEST = 2000


class ReplyForm(forms.Form):
    prefix = "reply"

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something, please, or ring us.")},
    )
    revision = RevisionField()

    def clean_answer(self) -> str:
        text = re.sub(r"\r\n?", "\n", self.cleaned_data["answer"])
        check_plain(text.replace("\n", " ").replace("\t", " "))
        return text
