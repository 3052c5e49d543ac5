"""What a new version changes, sentence by sentence, for those who publish it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from .naming import OUTCOME_WORDS, Spot, fields_in_order, in_words

ABSENT: Any = object()
FIELD_WORDS = {
    "text": "the wording",
    "why": "why we ask",
    "reason": "the reason given",
    "learn": "the article to read",
    "urgent": "the urgent help",
    "avoid": "the list of what to leave out",
    "adaptation": "the adaptation",
    "training": "the training needed",
    "doctor": "whether a doctor must agree",
    "valid_for_days": "how many days it holds",
    "arrival_valid_for_days": "how many days it holds at the door",
    "recheck_after_days": "how many days to wait",
    "recheck_text": "how the wait is put",
    "preset": "whether it is chosen to begin with",
    "confirm": "whether it is to be confirmed",
    "when": "when it is asked",
    "only_for": "the list of treatments it is only for",
    "locked": "the lock",
}


def difference(old: object, new: object) -> list[str]:
    """Every value that differs; an empty list means that none does."""
    return list(dict.fromkeys(_changes(Spot(), "", old, new)))


def _changes(spot: Spot, field: str, old: Any, new: Any) -> Iterator[str]:
    if _same(old, new):
        return
    filled = any(value is not ABSENT and value for value in (old, new))
    if filled and _both(_is_group, old, new):
        inside = spot.into(field, old if new is ABSENT else new) if field else spot
        yield from _group_changes(inside, old, new)
    elif filled and _both(_is_keyed, old, new):
        yield from _row_changes(spot, field, _by_key(old), _by_key(new))
    else:
        yield _sentence(spot, field, old, new)


def _group_changes(spot: Spot, old: Any, new: Any) -> Iterator[str]:
    before = {} if old is ABSENT else old
    after = {} if new is ABSENT else new
    for field in fields_in_order({**before, **after}):
        was, becomes = before.get(field, ABSENT), after.get(field, ABSENT)
        yield from _changes(spot, field, was, becomes)


def _row_changes(
    spot: Spot, field: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[str]:
    for key in {**old, **new}:
        inside = spot.into(field, new.get(key, old.get(key)))
        if key not in new:
            yield f"{inside.whole} is taken out."
        else:
            if key not in old:
                yield f"{inside.whole} is new."
            yield from _group_changes(inside, old.get(key, ABSENT), new[key])
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield f"{spot}: the order of the {in_words(field).lower()} changes."


def _sentence(spot: Spot, field: str, old: Any, new: Any) -> str:
    words = FIELD_WORDS.get(field) or f"the {in_words(field).lower()}"
    subject = f"{spot}: {words}{spot.of_choice}"
    if old is ABSENT:
        return f"{subject} is new: {_value(field, new)}."
    if new is ABSENT:
        return f"{subject} is taken out; it was {_value(field, old)}."
    return f"{subject} changes from {_value(field, old)} to {_value(field, new)}."


def _value(field: str, value: Any) -> str:
    if field == "outcome" and isinstance(value, str):
        return OUTCOME_WORDS.get(value, value)
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return ", ".join(value) or "nothing"
    return json.dumps(value, ensure_ascii=False)


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON, where 1 is not true."""
    if old is ABSENT or new is ABSENT:
        return old is new
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _both(test: Callable[[Any], bool], old: Any, new: Any) -> bool:
    return all(test(value) for value in (old, new) if value is not ABSENT)


def _is_group(value: Any) -> bool:
    return isinstance(value, dict)


def _is_keyed(value: Any) -> bool:
    """A list whose rows are known by a key of their own."""
    if not isinstance(value, list):
        return False
    keys = [row.get("key") if isinstance(row, dict) else None for row in value]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)


def _by_key(rows: Any) -> dict[str, Any]:
    return {} if rows is ABSENT else {row["key"]: row for row in rows}
