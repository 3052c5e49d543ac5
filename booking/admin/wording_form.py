"""The words of a mail as a form, checked as they are when the mail is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.messages.checking import faults_in
from booking.messages.given_away import words_given_away
from booking.messages.letter import Letter
from booking.messages.wording import WORDS
from booking.models.wording import TEXTS

MOST_SEEN = 2**31 - 2


class TextField(forms.CharField):
    """Words as they are to be sent: line ends of one kind, none of them at the ends.

    What may not be in them is said in the same words as when a mail is made.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=True, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class WordingForm(forms.Form):
    """The four texts of a mail; one that is the site's own is kept as none."""

    subject = TextField(label=_("Subject"), widget=forms.TextInput(attrs={"size": 80}))
    heading = TextField(label=_("Heading"), widget=forms.TextInput(attrs={"size": 80}))
    lines = TextField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18, "cols": 80}),
        help_text=_(
            "An empty line parts two paragraphs. “# ” begins a small heading, “- ” a "
            "point of a list. A line with a place that has nothing to say is left out."
        ),
    )
    button = TextField(label=_("Button"), widget=forms.TextInput(attrs={"size": 40}))
    seen = forms.IntegerField(
        min_value=0, max_value=MOST_SEEN, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.letter = WORDS[kind]
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        for fault in faults_in(self.letter, self.own, words_given_away()):
            self.add_error(fault.text, fault.words)
        return self.cleaned_data

    @property
    def own(self) -> dict[str, str]:
        """What differs from the site's own words."""
        ours = own_texts(self.letter)
        typed = {name: self.cleaned_data.get(name, "") for name in TEXTS}
        return {
            name: text for name, text in typed.items() if text and text != ours[name]
        }


def own_texts(letter: Letter) -> dict[str, str]:
    """The site's own words of a mail."""
    return {
        "subject": str(letter.subject),
        "heading": str(letter.heading),
        "lines": letter.text,
        "button": str(letter.button),
    }
