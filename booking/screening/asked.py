"""Which questions a form asks, and which of them have not been shown yet (rule 11)."""

from collections.abc import Collection
from datetime import timedelta

from .questionnaire import Item, Question, Questionnaire, Section
from .treatment import TreatmentFacts

SOON = timedelta(hours=48)
STAGES = ("booking", "arrival")


def is_for(entry: Item | Question, treatment: TreatmentFacts | None) -> bool:
    """A treatment we do not know has no question of its own."""
    if not entry.only_for:
        return True
    return treatment is not None and treatment.slug in entry.only_for


def is_asked(
    entry: Item | Question,
    treatment: TreatmentFacts | None,
    stage: str,
    until_start: timedelta,
) -> bool:
    """A stage we do not know asks everything."""
    return is_for(entry, treatment) and entry.when in _moments(stage, until_start)


def _moments(stage: str, until_start: timedelta) -> tuple[str, ...]:
    if stage == "booking" and until_start >= SOON:
        return ("booking", "both")
    if stage == "booking":
        return ("booking", "both", "soon")
    if stage == "arrival":
        return ("arrival", "both", "soon")
    return ("booking", "arrival", "both", "soon")


def keys_asked(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    stage: str,
    until_start: timedelta,
) -> tuple[str, ...]:
    """The items and questions a form shows; follow-ups come with their answer."""
    return tuple(
        entry.key
        for entry in questionnaire.entries()
        if is_asked(entry, treatment, stage, until_start)
    )


def missing(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    stage: str,
    until_start: timedelta,
    shown: Collection[str],
) -> tuple[str, ...]:
    """What is still to ask: checklists by their section, questions by their own key.

    A checklist is asked whole, because its “None of these” speaks for all of it.
    Empty means that a screening with these keys shown holds there.
    """
    unseen = set(keys_asked(questionnaire, treatment, stage, until_start)) - set(shown)
    return tuple(
        dict.fromkeys(
            field_of(section, entry)
            for section in questionnaire.sections
            for entry in section.entries
            if entry.key in unseen
        )
    )


def field_of(section: Section, entry: Item | Question) -> str:
    """The name under which the answer is given."""
    return section.key if section.kind == "checklist" else entry.key
