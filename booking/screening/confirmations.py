"""What the lead therapist confirms, one by one, before a version is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .naming import OUTCOME_WORDS, URGENT_WORDS, Spot, fields_in_order

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`key` names the place and stays the same from version to version."""

    key: str
    label: str


def confirmations(document: Mapping[str, Any]) -> tuple[Confirmation, ...]:
    """Every place of a sound document that is marked to be confirmed, in order."""
    return tuple(_marked(Spot(), document))


def _marked(spot: Spot, raw: Mapping[str, Any]) -> Iterator[Confirmation]:
    if raw.get("confirm") is True:
        sayings = (said for said in _sayings(raw) if said not in spot.place)
        said = "; ".join([spot.whole, *sayings])
        yield Confirmation(".".join(spot.keys) or WHOLE, said)
    for field in fields_in_order(raw):
        rows = raw[field] if isinstance(raw[field], list) else [raw[field]]
        for row in rows:
            if isinstance(row, Mapping):
                yield from _marked(spot.into(field, row), row)


def _sayings(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is signed: the outcome and the numbers that stand at the place."""
    if "choices" in raw:
        yield str(raw["text"])
    if "outcome" in raw:
        yield OUTCOME_WORDS[raw["outcome"]]
    if raw.get("doctor"):
        yield "a doctor must agree"
    if "outcome" in raw and "urgent" in raw:
        yield URGENT_WORDS[raw["urgent"]]
    if "valid_for_days" in raw:
        yield f"answers hold for {_days(raw['valid_for_days'])}"
    if "arrival_valid_for_days" in raw:
        yield f"at the door they hold for {_days(raw['arrival_valid_for_days'])}"
    if "recheck_after_days" in raw:
        yield f"again after {_days(raw['recheck_after_days'])}"
    if "recheck_text" in raw:
        yield f"put as “{raw['recheck_text']}”"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
