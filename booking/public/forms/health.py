"""The form of the health check: its lists, and a yes to each consent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.cleaning import YesField
from booking.public.check import HealthCheck
from booking.screening.form import Answers, clashes, read
from booking.screening.questionnaire import (
    Choice,
    FollowUp,
    Item,
    Question,
    Section,
)

# Names with a hyphen, because no question's key can have one.
VERSION, SHOWN = "lists-version", "lists-shown"


@dataclass(frozen=True, slots=True)
class Option:
    box: BoundWidget
    choice: Choice


@dataclass(frozen=True, slots=True)
class Asked:
    """A question answered by one choice, as the page shows it."""

    field: BoundField
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Row:
    """A box of a checklist, and what waits for its tick."""

    item: Item
    box: BoundWidget
    follow_ups: list[Asked]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist as the page shows it."""

    section: Section
    field: BoundField
    rows: list[Row]
    rest: list[BoundWidget]


def choice_field(question: Question | FollowUp, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.text,
        help_text=question.why,
        choices=[(choice.key, choice.text) for choice in question.choices],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": _("Please choose one of these."),
        },
        **options,
    )


def asked(form: forms.Form, question: Question | FollowUp) -> Asked:
    field = form[question.key]
    pairs = zip(field, question.choices, strict=True)
    return Asked(field, [Option(box, choice) for box, choice in pairs])


class HealthForm(forms.Form):
    """The lists that are to be answered, and a yes to each consent.

    `with_follow_ups` asks about a tick right beside it, where there is no next page.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        check: HealthCheck,
        with_follow_ups: bool = False,
    ) -> None:
        known = check.shown_again
        super().__init__(data, initial=known.content["answers"] if known else None)
        self.check = check
        self.with_follow_ups = with_follow_ups
        for section in check.sections:
            self._add_section(section)
        for consent in check.consents:
            wording = _(
                "Please tick this, or ask to talk to someone if you are not sure."
            )
            self.fields[consent.key] = YesField(
                label=consent.text, error_messages={"required": wording}
            )

    def _add_section(self, section: Section) -> None:
        for question in section.questions:
            preset = question.preset
            self.fields[question.key] = choice_field(
                question, initial=preset.key if preset else None
            )
        if section.kind == "checklist":
            self.fields[section.key] = self._list_field(section)
        for follow_up in self._follow_ups(section):
            self.fields[follow_up.key] = choice_field(follow_up, required=False)

    def _list_field(self, section: Section) -> forms.MultipleChoiceField:
        boxes = [(item.key, item.text) for item in section.items]
        boxes += [(choice.key, choice.text) for choice in section.rest]
        return forms.MultipleChoiceField(
            label=section.title,
            choices=boxes,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Tick anything that fits, or tick None of these."),
                "invalid_choice": _("Please tick only what stands here."),
                "invalid_list": _("Please tick only what stands here."),
            },
        )

    def _follow_ups(self, section: Section) -> Iterator[FollowUp]:
        if self.with_follow_ups:
            for entry in section.entries:
                for choice in entry.choices:
                    yield from choice.follow_ups

    def clean(self) -> dict[str, Any]:
        self.check_clashes()
        self.check_lists_are_those_shown()
        return self.cleaned_data

    def check_clashes(self) -> None:
        for key in clashes(self.check.document, self.cleaned_data):
            self.add_error(
                key,
                _("You ticked None of these and something else. Please untick one."),
            )

    def check_lists_are_those_shown(self) -> None:
        """The lists of the page are those of now: a version ago, or when the start
        was farther off, others were asked."""
        shown = self.data.get(SHOWN, "").split()
        version = self.data.get(VERSION, "")
        same = version == str(self.check.questionnaire.number)
        if not (same and set(self.check.keys) <= set(shown)):
            self.add_error(
                None,
                _(
                    "The lists have changed since you opened this page. What you "
                    "ticked is still here: please look them over once more."
                ),
            )

    @property
    def answers(self) -> Answers:
        """Of a valid form: what was ticked and chosen."""
        consents = {consent.key for consent in self.check.consents}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value and name not in consents
        }

    @property
    def consents(self) -> list[str]:
        return [c.key for c in self.check.consents if self.cleaned_data.get(c.key)]

    @property
    def urgency(self) -> str | None:
        """Whether what was ticked needs help at once, whatever else is wrong."""
        if not isinstance(self.data, QueryDict):
            return None
        return self.check.urgency(read(self.data.getlist, self.check.document))

    def parts(self) -> dict[str, Any]:
        """What the page shows, apart from the form: a question may have any name."""
        sections = self.check.sections
        return {
            "check": self.check,
            "checklists": [self._checklist(s) for s in sections if s.items],
            "questions": [asked(self, q) for s in sections for q in s.questions],
            "yeses": [self[consent.key] for consent in self.check.consents],
            "shown": " ".join(self.check.keys),
        }

    def _checklist(self, section: Section) -> Checklist:
        field = self[section.key]
        boxes = list(field)
        rows = [
            Row(item, box, [asked(self, f) for f in self._follow_ups_of(item)])
            for item, box in zip(section.items, boxes, strict=False)
        ]
        return Checklist(section, field, rows, boxes[len(rows) :])

    def _follow_ups_of(self, item: Item) -> tuple[FollowUp, ...]:
        return item.ticked.follow_ups if self.with_follow_ups else ()
