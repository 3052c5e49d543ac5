"""Readers of a document that may be anything: each notes its fault and goes on."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_ROWS = 60
LIMITS = {
    "title": 120,
    "text": 300,
    "lead": 300,
    "why": 300,
    "reason": 400,
    "adaptation": 200,
    "recheck_text": 120,
    "message": 600,
    "intro": 1000,
}
LIMIT = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document we are, and the faults found so far."""

    name: str
    faults: list[str]

    def inside(self, kind: str, raw: object) -> "Place":
        key = raw.get("key") if isinstance(raw, Mapping) else None
        name = named(key) if isinstance(key, str) else "without a key"
        return self.at(f"{kind} {name}")

    def at(self, part: str) -> "Place":
        return Place(f"{self.name}, {part}" if self.name else part, self.faults)

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.name or 'questionnaire'}: {sentence}")


def named(value: object) -> str:
    """A value as a short word in a sentence, whatever it is."""
    if isinstance(value, str):
        return ascii(value if len(value) <= 60 else value[:60] + "...")
    return "a value that is no word"


def node(
    place: Place, raw: object, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, object]:
    """The fields of a group, without those that do not belong there."""
    if not isinstance(raw, dict):
        place.fault("must be a group of fields.")
        return {}
    for field in required:
        if field not in raw:
            place.fault(f"{field} is missing.")
    known = {*required, *optional}
    for field in raw:
        if field not in known:
            place.fault(f"the field {named(field)} does not belong here.")
    return {field: value for field, value in raw.items() if field in known}


def text(place: Place, raw: Mapping[str, object], field: str) -> None:
    if field not in raw:
        return
    value, limit = raw[field], LIMITS.get(field, LIMIT)
    if not isinstance(value, str) or not value.strip():
        place.fault(f"{field} must be a text that is not empty.")
    elif len(value) > limit:
        place.fault(f"{field} must not be longer than {limit} characters.")
    elif any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value):
        place.fault(f"{field} holds a character that cannot be shown.")


def days(place: Place, raw: Mapping[str, object], field: str, most: int) -> None:
    if field in raw and not _is_whole(raw[field], most):
        place.fault(f"{field} must be a whole number from 1 to {most}.")


def _is_whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def flag(place: Place, raw: Mapping[str, object], field: str) -> None:
    if field in raw and not isinstance(raw[field], bool):
        place.fault(f"{field} must be true or false.")


def word(
    place: Place, raw: Mapping[str, object], field: str, allowed: Collection[str]
) -> None:
    value = raw.get(field)
    if field in raw and not (isinstance(value, str) and value in allowed):
        place.fault(f"{field} must be one of: {', '.join(allowed) or 'nothing yet'}.")


def words(
    place: Place, raw: Mapping[str, object], field: str, allowed: Collection[str]
) -> list[str]:
    """A list of words that all are known and all are different."""
    found: list[str] = []
    for value in rows(place, raw, field):
        if not isinstance(value, str) or value not in allowed:
            place.fault(f"{field} holds {named(value)}, which is not known there.")
        elif value in found:
            place.fault(f"{field} holds {named(value)} twice.")
        else:
            found.append(value)
    return found


def rows(place: Place, raw: Mapping[str, object], field: str) -> list[object]:
    """The first rows of a list that must not be empty."""
    if field not in raw:
        return []
    value = raw[field]
    if not isinstance(value, list) or not value:
        place.fault(f"{field} must be a list that is not empty.")
        return []
    if len(value) > MOST_ROWS:
        place.fault(f"{field} must not hold more than {MOST_ROWS} entries.")
    return value[:MOST_ROWS]


def key(place: Place, raw: Mapping[str, object], taken: set[str], why: str) -> None:
    """A key that nothing else has; `taken` learns it."""
    value = raw.get("key")
    if "key" not in raw:
        return
    if not isinstance(value, str) or not KEY.fullmatch(value):
        place.fault("key must be 1 to 40 small letters, digits or _, a letter first.")
    elif value in taken:
        place.fault(f"the key {named(value)} {why}.")
    else:
        taken.add(value)
