"""Changes of a draft's document: each gives a new document and leaves the old one.

Nothing here decides whether the result is sound; `document.check` does. An entry is a
checklist's item or a question; it and a follow-up are found by their own key.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from .vocabulary import LOCKED_SECTION, RESERVED, TICKED, UNKNOWN

Json = dict[str, Any]
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Found:
    """An entry or follow-up in its list, and what it belongs to.

    `kind` is item, question or follow_up; `entry` is the item or question itself, and
    `choice` the one that a follow-up hangs on.
    """

    kind: str
    raw: Json
    rows: list[Json]
    section: Json
    entry: Json
    choice: Json | None = None

    @property
    def locked(self) -> bool:
        """What may hold only clearance and not_now; a follow-up as its entry."""
        return self.entry.get("locked") is True

    @property
    def stays(self) -> bool:
        """Whether it may not be taken out."""
        return self.kind != "follow_up" and self.locked


def find(document: Json, key: str) -> Found | None:
    return next((found for found in asked(document) if found.raw["key"] == key), None)


def asked(document: Json) -> Iterator[Found]:
    """Every entry and every follow-up, in order."""
    for section in document["sections"]:
        kind, rows = _rows_of(section)
        for entry in rows:
            yield Found(kind, entry, rows, section, entry)
            for choice in entry["choices"]:
                more = choice.get("follow_up", [])
                for raw in more:
                    yield Found("follow_up", raw, more, section, entry, choice)


def _rows_of(section: Json) -> tuple[str, list[Json]]:
    if section["kind"] == "checklist":
        return "item", section["items"]
    return "question", section["questions"]


def section_of(document: Json, key: str) -> Json | None:
    return next((s for s in document["sections"] if s["key"] == key), None)


def replaced(document: Json, key: str, raw: Json) -> Json:
    """Another content for an entry or follow-up; its key stays."""
    new = deepcopy(document)
    found = _known(new, key)
    found.rows[found.rows.index(found.raw)] = raw
    return new


def added_to_section(document: Json, section: str, raw: Json) -> Json:
    """A new entry at the end; among the six it is locked as they are."""
    new = deepcopy(document)
    home = section_of(new, section)
    if home is None:
        raise KeyError(section)
    if section == LOCKED_SECTION:
        raw = {**raw, "locked": True}
    _rows_of(home)[1].append(raw)
    return new


def added_to_choice(document: Json, entry: str, choice: str, raw: Json) -> Json:
    """A new follow-up at the end of those of a choice."""
    new = deepcopy(document)
    for found in _known(new, entry).raw["choices"]:
        if found["key"] == choice:
            found.setdefault("follow_up", []).append(raw)
            return new
    raise KeyError(choice)


def without(document: Json, key: str) -> Json:
    """What is locked stays; a choice's last follow-up takes its list with it."""
    new = deepcopy(document)
    found = _known(new, key)
    if found.stays:
        return new
    found.rows.remove(found.raw)
    if found.choice is not None and not found.rows:
        del found.choice["follow_up"]
    return new


def moved(document: Json, key: str, *, up: bool) -> Json:
    """One place up or down among its own; the first and the last stay."""
    new = deepcopy(document)
    found = _known(new, key)
    at = found.rows.index(found.raw)
    to = max(0, at - 1) if up else min(len(found.rows) - 1, at + 1)
    found.rows.insert(to, found.rows.pop(at))
    return new


def _known(document: Json, key: str) -> Found:
    found = find(document, key)
    if found is None:
        raise KeyError(key)
    return found


def new_key(document: Json, text: str) -> str:
    """A key nothing else has, made from the wording."""
    taken = set(RESERVED) | {section["key"] for section in document["sections"]}
    taken |= {consent["key"] for consent in document["consents"]}
    taken |= {found.raw["key"] for found in asked(document)}
    return _unused(text, taken)


def new_choice_key(text: str, taken: set[str]) -> str:
    """A key no other choice of the same question has."""
    return _unused(text, taken | {UNKNOWN, TICKED})


def _unused(text: str, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    stem = "_".join(words)[: LONGEST_KEY - 6].strip("_")
    stem = stem if stem[:1].isalpha() else f"q_{stem}".strip("_")
    numbered = (f"{stem}_{number}" for number in range(2, 1000))
    return next(key for key in (stem, *numbered) if key not in taken)
