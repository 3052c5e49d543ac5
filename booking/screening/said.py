"""Answers in words: what a therapist reads, list by list, as it was asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .counting import ticks
from .questionnaire import Choice, FollowUp, Question, Questionnaire, Section

NOT_KNOWN = "?"


@dataclass(frozen=True, slots=True)
class Said:
    """A box or a question, the answer, and what was asked further about it.

    `answer` is empty for a box, which says all itself, and a question mark where the
    answer given is none of the choices.
    """

    text: str
    answer: str = ""
    outcome: str = ""
    more: "tuple[Said, ...]" = ()


@dataclass(frozen=True, slots=True)
class SaidList:
    title: str
    said: tuple[Said, ...]


def said(
    questionnaire: Questionnaire, answers: Mapping[str, Any]
) -> tuple[SaidList, ...]:
    """Every list or question that was answered, in the order of the form."""
    lists = (
        SaidList(section.title, tuple(_in(section, answers)))
        for section in questionnaire.sections
    )
    return tuple(each for each in lists if each.said)


def _in(section: Section, answers: Mapping[str, Any]) -> Iterator[Said]:
    if section.kind == "checklist":
        yield from _ticked(section, answers)
    for question in section.questions:
        if question.key in answers:
            yield _answered(question, answers)


def _ticked(section: Section, answers: Mapping[str, Any]) -> Iterator[Said]:
    boxes, odd = ticks(answers.get(section.key))
    known = {item.key for item in section.items} | {c.key for c in section.rest}
    for item in section.items:
        if item.key in boxes:
            more = _more(item.ticked, answers)
            yield Said(item.text, outcome=item.ticked.outcome, more=more)
    for choice in section.rest:
        if choice.key in boxes:
            yield Said(choice.text, outcome=choice.outcome)
    if odd or boxes - known:
        yield Said(section.title, NOT_KNOWN)


def _answered(question: Question | FollowUp, answers: Mapping[str, Any]) -> Said:
    for choice in question.choices:
        if answers.get(question.key) == choice.key:
            more = _more(choice, answers)
            return Said(question.text, choice.text, choice.outcome, more)
    return Said(question.text, NOT_KNOWN)


def _more(choice: Choice, answers: Mapping[str, Any]) -> tuple[Said, ...]:
    return tuple(
        _answered(follow_up, answers)
        for follow_up in choice.follow_ups
        if follow_up.key in answers
    )
