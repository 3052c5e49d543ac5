"""The form after the lists: a little more about what was ticked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.models import Screening
from booking.public.check import HealthCheck
from booking.public.forms.health import Asked, asked, choice_field
from booking.screening.form import Answers, Chosen, follow_ups, merge, without
from booking.screening.questionnaire import Section
from booking.screening.vocabulary import NONE

MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that was ticked, as the page asks about it."""

    chosen: Chosen
    follow_ups: list[Asked]
    mistake: BoundWidget


class MoreForm(forms.Form):
    """What to know about each tick, or that it was a mistake; all may stay open."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        check: HealthCheck,
        screening: Screening,
        said_before: Collection[str] = (),
    ) -> None:
        self.check = check
        self.screening = screening
        self.said_empty: set[str] = set()
        known: Answers = screening.content["answers"]
        self.known = known
        facts = check.treatment.facts
        self.chosen = tuple(
            chosen
            for chosen in follow_ups(check.document, facts, known)
            if chosen.entry.key not in said_before
        )
        super().__init__(data, initial=known)
        for chosen in self.chosen:
            for follow_up in chosen.follow_ups:
                self.fields[follow_up.key] = choice_field(follow_up, required=False)
        self.fields[MISTAKE] = forms.MultipleChoiceField(
            required=False,
            choices=[(c.entry.key, _("I ticked this by mistake")) for c in self.chosen],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields[NONE] = forms.MultipleChoiceField(
            label=_("None of these"),
            required=False,
            choices=[(section.key, section.title) for section in self._ticked_lists()],
            widget=forms.CheckboxSelectMultiple,
        )

    def _ticked_lists(self) -> list[Section]:
        fields = {chosen.field for chosen in self.chosen}
        return [
            section
            for section in self.check.document.sections
            if section.kind == "checklist" and section.key in fields
        ]

    def clean(self) -> dict[str, Any]:
        self.check_no_list_is_empty()
        return self.cleaned_data

    def check_no_list_is_empty(self) -> None:
        """Whoever takes back all of a list says that none of it fits."""
        emptied = self.emptied() if MISTAKE in self.cleaned_data else []
        self.said_empty = {section.key for section in emptied}
        if emptied:
            words = _(
                "You took back all you had ticked in a list. If none of it fits you, "
                "tick that here; else go back to the lists."
            )
            self.add_error(NONE, words)

    def emptied(self) -> list[Section]:
        """The lists that nothing is left of, and of which nobody has said none."""
        answers = self._answers_left(self.cleaned_data)
        return [s for s in self._ticked_lists() if s.key not in answers]

    def _answers_left(self, cleaned: Mapping[str, Any]) -> Answers:
        """The known answers without the mistakes; an emptied list is as it was said."""
        left = dict(self.known)
        for key in cleaned.get(MISTAKE, ()):
            left = without(self.check.document, left, key)
        for key in cleaned.get(NONE, ()):
            left.setdefault(key, [NONE])
        return left

    @property
    def answers(self) -> Answers:
        """Of a valid form: all answers, with what was said about the ticks."""
        asked = [f.key for chosen in self.chosen for f in chosen.follow_ups]
        left = self._answers_left(self.cleaned_data)
        open_keys = {
            f.key
            for chosen in follow_ups(
                self.check.document, self.check.treatment.facts, left
            )
            for f in chosen.follow_ups
        }
        posted: Answers = {
            key: self.cleaned_data[key]
            for key in asked
            if key in open_keys and self.cleaned_data.get(key)
        }
        return merge(self.check.document, left, posted, asked)

    @property
    def urgency(self) -> str | None:
        """Of the ticks, and of what was said about them so far."""
        said: dict[str, Any] = dict(self.known)
        if isinstance(self.data, QueryDict):
            for key in self.data.getlist(MISTAKE):
                said = without(self.check.document, said, key)
            for chosen in self.chosen:
                for follow_up in chosen.follow_ups:
                    said[follow_up.key] = self.data.get(follow_up.key, "")
        return self.check.urgency(said)

    def parts(self) -> dict[str, Any]:
        """What the page shows, apart from the form: a question may have any name."""
        pairs = zip(self.chosen, self[MISTAKE], strict=True)
        return {
            "ticks": [
                Tick(chosen, [asked(self, f) for f in chosen.follow_ups], box)
                for chosen, box in pairs
            ],
            "nones": [
                box
                for box in self[NONE]
                if box.data["value"] in self.said_empty or box.data["selected"]
            ],
            "none": self[NONE],
        }
