"""The health check on one page: tried with a draft, asked aloud, or at the door.

One page holds everything, follow-ups under their answer, so nothing is kept between.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .counting import ticks
from .form import sections_for
from .naming import OUTCOME_WORDS
from .outcome import Result
from .questionnaire import (
    Choice,
    FollowUp,
    Item,
    Question,
    Questionnaire,
    Section,
)
from .treatment import TreatmentFacts

OUTCOME_LABELS = {**OUTCOME_WORDS, "incomplete": "something is missing"}


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to tick or pick, and what to ask where it is."""

    name: str
    value: str
    text: str
    kind: str
    checked: bool
    why: str = ""
    urgent: str = ""
    more: "tuple[Group, ...]" = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes under a heading: a list, a question or a follow-up."""

    name: str
    title: str
    lead: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Builds the groups of a form with what was answered before."""

    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    emergency: Mapping[str, str]

    def groups(
        self, treatment: TreatmentFacts | None, stage: str, until_start: timedelta
    ) -> list[Group]:
        sections = sections_for(self.questionnaire, treatment, stage, until_start)
        return [group for section in sections for group in self._of(section)]

    def everything(self) -> list[Group]:
        """All there is in the questionnaire, whatever the treatment and the start."""
        return [
            group for each in self.questionnaire.sections for group in self._of(each)
        ]

    def _of(self, section: Section) -> list[Group]:
        if section.kind == "checklist":
            boxes = [self._item(section, item) for item in section.items]
            boxes += [self._rest(section, choice) for choice in section.rest]
            return [Group(section.key, section.title, section.lead, tuple(boxes))]
        return [self._question(question) for question in section.questions]

    def _item(self, section: Section, item: Item) -> Box:
        return Box(
            name=section.key,
            value=item.key,
            text=item.text,
            kind="checkbox",
            checked=item.key in ticks(self.answers.get(section.key))[0],
            why=item.why,
            urgent=self._urgent(item.ticked),
            more=self._more(item.ticked),
        )

    def _rest(self, section: Section, choice: Choice) -> Box:
        checked = choice.key in ticks(self.answers.get(section.key))[0]
        return Box(section.key, choice.key, choice.text, "checkbox", checked)

    def _question(self, question: Question | FollowUp) -> Group:
        boxes = tuple(self._option(question, choice) for choice in question.choices)
        return Group(question.key, question.text, question.why, boxes)

    def _option(self, question: Question | FollowUp, choice: Choice) -> Box:
        picked = self.answers.get(question.key)
        return Box(
            name=question.key,
            value=choice.key,
            text=choice.text,
            kind="radio",
            checked=picked == choice.key or (picked is None and choice.preset),
            urgent=self._urgent(choice),
            more=self._more(choice),
        )

    def _more(self, choice: Choice) -> tuple[Group, ...]:
        return tuple(self._question(follow_up) for follow_up in choice.follow_ups)

    def _urgent(self, choice: Choice) -> str:
        return urgent_help(self.questionnaire, choice.urgent, self.emergency)


@dataclass(frozen=True, slots=True)
class InWords:
    """A result as a therapist reads it."""

    outcome: str
    label: str
    message: str
    urgent: str
    reasons: tuple[str, ...]
    adaptations: tuple[str, ...]
    avoid: tuple[str, ...]
    trainings: tuple[str, ...]
    doctor: bool
    valid_for_days: int | None
    recheck: str
    missing: tuple[str, ...]


def in_words(
    questionnaire: Questionnaire, result: Result, emergency: Mapping[str, str]
) -> InWords:
    text = questionnaire.outcomes[result.outcome]
    return InWords(
        outcome=result.outcome,
        label=OUTCOME_LABELS[result.outcome],
        message=text.message,
        urgent=urgent_help(questionnaire, result.urgent, emergency),
        reasons=tuple(reason.text for reason in result.reasons),
        adaptations=result.adaptations,
        avoid=tuple(questionnaire.avoid_label(word) for word in result.avoid),
        trainings=tuple(questionnaire.training[key] for key in sorted(result.training)),
        doctor=result.doctor,
        valid_for_days=result.valid_for_days,
        recheck=result.recheck_text or "",
        missing=names_of(questionnaire, result.missing),
    )


def urgent_help(
    questionnaire: Questionnaire, urgency: str | None, emergency: Mapping[str, str]
) -> str:
    """What to do at once, with the clinic's own numbers; empty where nothing is."""
    return questionnaire.urgent[urgency].format(**emergency) if urgency else ""


def names_of(questionnaire: Questionnaire, keys: Collection[str]) -> tuple[str, ...]:
    """The lists, questions and consents of these keys, in their own words."""
    names = {section.key: section.title for section in questionnaire.sections}
    names |= {entry.key: entry.text for entry in questionnaire.entries()}
    names |= {consent.key: consent.text for consent in questionnaire.consents}
    return tuple(names[key] for key in keys)
