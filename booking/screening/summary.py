"""Who a treatment is for, from the questionnaire's own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from .asked import is_for
from .questionnaire import Choice, Item, Questionnaire
from .treatment import TreatmentFacts
from .vocabulary import AGE_ITEM


@dataclass(frozen=True, slots=True)
class Line:
    """An item; with `question` and `answer` set, only that answer to its follow-up."""

    key: str
    text: str
    question: str = ""
    answer: str = ""
    urgent: str | None = None

    @property
    def opening(self) -> str:
        """As much as fits a short list: up to the first comma, and a sign of more."""
        head, comma, _rest = self.text.partition(",")
        return f"{head} …" if comma else head


@dataclass(frozen=True, slots=True)
class AgeLine:
    """An answer about age, what comes of it, and why; the lowest age stands last."""

    text: str
    outcome: str
    reason: str
    adaptation: str


@dataclass(frozen=True, slots=True)
class WhoItIsFor:
    """`talk_first` holds what we always talk about, `may_talk` all other talks."""

    talk_first: tuple[Line, ...]
    may_talk: tuple[Line, ...]
    wait: tuple[Line, ...]
    age: tuple[AgeLine, ...]

    @property
    def wait_now(self) -> tuple[Line, ...]:
        """Those who should wait whatever they would answer further."""
        return tuple(line for line in self.wait if not line.question)


def who_it_is_for(
    questionnaire: Questionnaire, treatment: TreatmentFacts
) -> WhoItIsFor:
    """For the time page: read before anything is asked. The door's items stay out."""
    items = [
        item
        for item in questionnaire.items()
        if is_for(item, treatment) and item.when != "arrival"
    ]
    health = [item for item in items if item.key != AGE_ITEM]
    talks = [item for item in health if _always_talks(item)]
    return WhoItIsFor(
        talk_first=tuple(_line(item) for item in talks if item.locked),
        may_talk=tuple(_line(item) for item in talks if not item.locked),
        wait=tuple(line for item in health for line in _waits(item)),
        age=tuple(
            _age_line(choice)
            for item in items
            if item.key == AGE_ITEM
            for choice in _answers(item) or (item.ticked,)
        ),
    )


def _line(item: Item) -> Line:
    return Line(item.key, item.text, urgent=item.urgent)


def _answers(item: Item) -> tuple[Choice, ...]:
    """All answers to all its follow-ups."""
    return tuple(
        choice for follow_up in item.ticked.follow_ups for choice in follow_up.choices
    )


def _always_talks(item: Item) -> bool:
    """Whatever is answered to its follow-ups, a therapist talks first or we wait."""
    outcomes = {choice.outcome for choice in _answers(item)}
    return item.ticked.outcome == "clearance" and outcomes <= {"clearance", "not_now"}


def _waits(item: Item) -> Iterator[Line]:
    if item.ticked.outcome == "not_now":
        yield _line(item)
    for follow_up in item.ticked.follow_ups:
        for choice in follow_up.choices:
            if choice.outcome == "not_now":
                head = (item.key, item.text, follow_up.text)
                yield Line(*head, choice.text, choice.urgent)


def _age_line(choice: Choice) -> AgeLine:
    return AgeLine(choice.text, choice.outcome, choice.reason, choice.adaptation)
