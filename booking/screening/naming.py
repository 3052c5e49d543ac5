"""Names for the places of a document, for the people who publish it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .vocabulary import TICKED

OUTCOME_WORDS = {
    "clear": "clear",
    "adapt": "small changes",
    "clearance": "needs a talk",
    "not_now": "not now",
}
URGENT_WORDS = {"emergency": "an emergency", "same_day": "a doctor the same day"}
BOXES = {"none": "None of these", "unsure": "I am not sure"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words, and the keys that lead there."""

    place: tuple[str, ...] = ()
    choice: str = ""
    keys: tuple[str, ...] = ()

    def into(self, field: str, raw: object) -> "Spot":
        """`raw` is the group found under `field`, or one row of its list."""
        own = raw if isinstance(raw, Mapping) else {}
        key = str(own.get("key") or field)
        keys = (*self.keys, key)
        if field == "choices":
            text = "" if key == TICKED else str(own.get("text") or key)
            return replace(self, choice=text, keys=keys)
        return Spot((*self.place, _label(field, own)), keys=keys)

    def __str__(self) -> str:
        return ", ".join(self.place) or "The whole questionnaire"

    @property
    def whole(self) -> str:
        return f"{self}, “{self.choice}”" if self.choice else str(self)

    @property
    def of_choice(self) -> str:
        return f" of “{self.choice}”" if self.choice else ""


def _label(field: str, own: Mapping[str, object]) -> str:
    if field == "sections" and own.get("title"):
        return str(own["title"])
    if field == "follow_up" and own.get("text"):
        return str(own["text"])
    return BOXES.get(field) or in_words(str(own.get("key") or field))


def in_words(key: str) -> str:
    return key.replace("_", " ").capitalize()


def fields_in_order(group: Mapping[str, object]) -> list[str]:
    """Values before groups, then by name: a database may keep another order."""
    return sorted(
        group, key=lambda field: (isinstance(group[field], dict | list), field)
    )
