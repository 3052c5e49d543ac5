"""What the pages of the health check show, and what they post, as plain data."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from .asked import field_of, is_asked, is_for
from .counting import fields, ticks
from .questionnaire import Choice, FollowUp, Item, Question, Questionnaire, Section
from .treatment import TreatmentFacts
from .vocabulary import NONE, SCENT_QUESTION, UNKNOWN

Answers = dict[str, str | list[str]]
TICK = "on"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer that the next page asks more about; `field` holds it."""

    field: str
    entry: Item | Question
    choice: Choice

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        return self.choice.follow_ups


def sections_for(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    stage: str,
    until_start: timedelta,
    only: Collection[str] | None = None,
) -> tuple[Section, ...]:
    """The sections with what is asked there; `only` takes what `asked.missing` gave."""

    def shown(section: Section, entry: Item | Question) -> bool:
        wanted = only is None or field_of(section, entry) in only
        return wanted and is_asked(entry, treatment, stage, until_start)

    sections = (
        replace(
            section,
            items=tuple(item for item in section.items if shown(section, item)),
            questions=tuple(
                _offered(question, treatment)
                for question in section.questions
                if shown(section, question)
            ),
        )
        for section in questionnaire.sections
    )
    return tuple(section for section in sections if section.entries)


def _offered(question: Question, treatment: TreatmentFacts | None) -> Question:
    """Rule 14: of the scents, only those of the treatment."""
    if question.key != SCENT_QUESTION:
        return question
    choices = tuple(
        choice
        for choice in question.choices
        if not choice.names_scent
        or (treatment is not None and treatment.offers_scent(choice.key))
    )
    return replace(question, choices=choices)


def follow_ups(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    answers: Mapping[str, object],
) -> tuple[Chosen, ...]:
    """Every tick that counts, and every other answer with more to ask, in order."""
    return tuple(
        chosen
        for chosen in _chosen(questionnaire, answers)
        if is_for(chosen.entry, treatment) or chosen.choice.urgent
        if isinstance(chosen.entry, Item) or chosen.follow_ups
    )


def _chosen(
    questionnaire: Questionnaire, answers: Mapping[str, object]
) -> Iterator[Chosen]:
    for section in questionnaire.sections:
        for item in section.items:
            if item.key in ticks(answers.get(section.key))[0]:
                yield Chosen(section.key, item, item.ticked)
        for question in section.questions:
            for choice in question.choices:
                if answers.get(question.key) == choice.key:
                    yield Chosen(question.key, question, choice)


def without(questionnaire: Questionnaire, answers: Answers, key: str) -> Answers:
    """Ticked by mistake: the tick and its follow-ups go.

    A checklist that this empties is unanswered again.
    """
    kept = dict(answers)
    for chosen in _chosen(questionnaire, answers):
        if chosen.entry.key != key:
            continue
        value = kept.pop(chosen.field)
        rest = (
            [tick for tick in value if tick != key] if isinstance(value, list) else []
        )
        if rest:
            kept[chosen.field] = rest
        for follow_up in chosen.follow_ups:
            kept.pop(follow_up.key, None)
    return kept


def merge(
    questionnaire: Questionnaire,
    before: Answers,
    posted: Answers,
    asked: Collection[str],
) -> Answers:
    """The answers after a form: what it asked is as posted, the rest as before.

    `asked` names its lists, questions and follow-ups. A follow-up given before goes
    with its tick.
    """
    kept = {name: value for name, value in before.items() if name not in asked}
    merged = {**kept, **posted}
    follow_up_keys = fields(questionnaire) - {
        field_of(section, entry)
        for section in questionnaire.sections
        for entry in section.entries
    }
    open_keys = {
        follow_up.key
        for chosen in _chosen(questionnaire, merged)
        for follow_up in chosen.follow_ups
    }
    orphaned = (kept.keys() - posted.keys()) & (follow_up_keys - open_keys)
    return {name: value for name, value in merged.items() if name not in orphaned}


def read(getlist: Callable[[str], list[str]], questionnaire: Questionnaire) -> Answers:
    """The answers in a posted form: known names only, and never more than we asked.

    What is no choice there becomes one “unknown”, so that it still counts as such. An
    urgent box is kept in whatever list it came.
    """
    answers: Answers = {}
    urgent = [item.key for item in questionnaire.items() if item.urgent]
    for section in questionnaire.sections:
        if section.kind == "checklist":
            boxes = [item.key for item in section.items]
            boxes += [choice.key for choice in section.rest] + urgent
            ticked = _known(getlist(section.key), boxes)
            if ticked:
                answers[section.key] = ticked
        for question in _questions_of(section):
            keys = [choice.key for choice in question.choices]
            picked = _known(getlist(question.key), keys)
            if picked:
                answers[question.key] = picked[0] if len(picked) == 1 else picked
    return answers


def _questions_of(section: Section) -> Iterator[Question | FollowUp]:
    yield from section.questions
    for entry in section.entries:
        for choice in entry.choices:
            yield from choice.follow_ups


def _known(values: list[str], keys: list[str]) -> list[str]:
    """The values that are choices, once each; the rest as one unknown."""
    given = {value for value in values if value}
    found = [key for key in dict.fromkeys(keys) if key in given]
    return [*found, UNKNOWN] if given.difference(keys) else found


def read_consents(
    getlist: Callable[[str], list[str]], questionnaire: Questionnaire
) -> tuple[str, ...]:
    """The consents that were ticked: each is a box of its own name."""
    return tuple(
        consent.key
        for consent in questionnaire.consents
        if getlist(consent.key) == [TICK]
    )


def clashes(
    questionnaire: Questionnaire, answers: Mapping[str, object]
) -> tuple[str, ...]:
    """The checklists where None of these is ticked beside another box."""
    boxes = {
        section.key: ticks(answers.get(section.key))[0]
        for section in questionnaire.sections
        if section.kind == "checklist"
    }
    return tuple(key for key, box in boxes.items() if NONE in box and len(box) > 1)
