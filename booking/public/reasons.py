"""What a health check came to, in its own words, and where one can read more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from booking.screening.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Told:
    """A reason; `learn` is the article that explains it, `item` what was ticked."""

    text: str
    learn: str = ""
    item: str = ""

    def __str__(self) -> str:
        return self.text


def told(document: Questionnaire, reasons: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Each reason once, in the order the health check gave them."""
    items = _items(document)
    first: dict[str, Told] = {}
    for reason in reasons:
        learn, key = reason.get("learn", ""), reason["key"]
        one = Told(reason["text"], learn, items.get(key, key))
        first.setdefault(one.text, one)
    return list(first.values())


def _items(document: Questionnaire) -> dict[str, str]:
    """The item that each follow-up question belongs to."""
    return {
        follow_up.key: entry.key
        for entry in document.entries()
        for choice in entry.choices
        for follow_up in choice.follow_ups
    }
