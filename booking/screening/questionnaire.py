"""A sound document as values: what every rule and page reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .vocabulary import SCENTLESS


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    text: str
    outcome: str
    reason: str = ""
    learn: str = ""
    urgent: str | None = None
    adaptation: str = ""
    avoid: tuple[str, ...] = ()
    training: str | None = None
    doctor: bool = False
    valid_for_days: int | None = None
    recheck_after_days: int | None = None
    recheck_text: str = ""
    preset: bool = False
    follow_ups: "tuple[FollowUp, ...]" = ()

    @property
    def names_scent(self) -> bool:
        """Of a choice of the scent question only."""
        return self.key not in SCENTLESS


@dataclass(frozen=True, slots=True)
class FollowUp:
    key: str
    text: str
    why: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A box of a checklist."""

    key: str
    text: str
    why: str
    when: str
    ticked: Choice
    only_for: tuple[str, ...] = ()
    locked: bool = False

    @property
    def urgent(self) -> str | None:
        return self.ticked.urgent

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (self.ticked,)


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered by one choice."""

    key: str
    text: str
    why: str
    when: str
    choices: tuple[Choice, ...]
    only_for: tuple[str, ...] = ()
    locked: bool = False

    @property
    def preset(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.preset), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A checklist with its items, or a group of questions."""

    key: str
    kind: str
    title: str
    lead: str
    items: tuple[Item, ...] = ()
    none: Choice | None = None
    unsure: Choice | None = None
    questions: tuple[Question, ...] = ()

    @property
    def entries(self) -> tuple[Item | Question, ...]:
        return self.items or self.questions

    @property
    def rest(self) -> tuple[Choice, ...]:
        """“None of these” and “I am not sure”."""
        return tuple(choice for choice in (self.none, self.unsure) if choice)


@dataclass(frozen=True, slots=True)
class Consent:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class OutcomeText:
    booking: str
    message: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    version: int
    title: str
    intro: str
    valid_for_days: int
    arrival_valid_for_days: int
    consents: tuple[Consent, ...]
    outcomes: Mapping[str, OutcomeText]
    urgent: Mapping[str, str]
    unclear: Choice
    mismatch: Choice
    training: Mapping[str, str]
    areas: Mapping[str, str]
    methods: Mapping[str, str]
    articles: tuple[str, ...]
    sections: tuple[Section, ...]

    def entries(self) -> Iterator[Item | Question]:
        for section in self.sections:
            yield from section.entries

    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    def avoid_label(self, word: str) -> str:
        return self.areas.get(word) or self.methods[word]
