"""The sections of a document, by the rules (3, 10, 12 to 14) and the closed words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .shape import Place, days, flag, key, node, rows, text, word, words
from .treatment import TreatmentFacts
from .vocabulary import (
    AVOIDABLE,
    KINDS,
    LOCKED_SECTION,
    LOCKED_SIX,
    NONE,
    OUTCOMES,
    RESERVED,
    SCENT_QUESTION,
    TICKED,
    TRAINING,
    UNKNOWN,
    UNSURE,
    URGENT,
    WHEN,
)

MOST_DAYS_VALID = 366
MOST_DAYS_TO_RECHECK = 1830
TAKEN = "is used elsewhere or kept for the page"

REST: tuple[str, ...] = ("reason", "learn", "adaptation", "avoid", "training")
REST += ("doctor", "valid_for_days", "confirm")
ANSWER = (*REST, "urgent", "recheck_after_days", "recheck_text")
BOX = (*ANSWER, "follow_up")
OPTION = (*BOX, "preset")


@dataclass(slots=True)
class Known:
    """What a document may refer to, and the names it has used up."""

    treatments: Mapping[str, TreatmentFacts]
    articles: tuple[str, ...]
    names: set[str] = field(default_factory=lambda: set(RESERVED))


def check_sections(place: Place, raw: Mapping[str, object], known: Known) -> None:
    first = None
    for section in rows(place, raw, "sections"):
        _section(place.inside("section", section), section, known)
        if isinstance(section, dict) and section.get("key") == LOCKED_SECTION:
            first = first or section
    _check_six(place.at(f"section '{LOCKED_SECTION}'"), first or {})


def _section(place: Place, raw: object, known: Known) -> None:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    inner = ("questions",) if kind == "questions" else ("items", NONE, UNSURE)
    section = node(place, raw, ("key", "kind", "title", "lead", *inner))
    key(place, section, known.names, TAKEN)
    word(place, section, "kind", KINDS)
    text(place, section, "title")
    text(place, section, "lead")
    for item in rows(place, section, "items"):
        _item(place.inside("item", item), item, known)
    for question in rows(place, section, "questions"):
        _question(place.inside("question", question), question, known)
    _rest(place, section, NONE, "clear", known)
    _rest(place, section, UNSURE, "clearance", known)


def _rest(
    place: Place, section: Mapping[str, object], box: str, outcome: str, known: Known
) -> None:
    """“None of these” clears and “I am not sure” never does."""
    if box not in section:
        return
    place = place.at(f"box '{box}'")
    raw = _choice(place, section[box], known, REST)
    if raw.get("key") != box:
        place.fault(f"its key must be {box}.")
    if raw.get("outcome") != outcome:
        place.fault(f"its outcome must be {outcome}.")


def _item(place: Place, raw: object, known: Known) -> None:
    item = _entry(place, raw, known)
    choices = _choices(place, item, known, BOX, locked=item.get("locked") is True)
    if "choices" in item and [choice.get("key") for choice in choices] != [TICKED]:
        place.fault(f"an item has one choice, and its key is {TICKED}.")


def _question(place: Place, raw: object, known: Known) -> None:
    question = _entry(place, raw, known)
    locked = question.get("locked") is True
    choices = _choices(place, question, known, OPTION, locked=locked)
    _check_several(place, choices)
    _check_preset(place, choices)
    if question.get("key") == SCENT_QUESTION:
        _check_scent(place, question, known)


def _entry(place: Place, raw: object, known: Known) -> dict[str, object]:
    required = ("key", "text", "why", "when", "choices")
    entry = node(place, raw, required, ("only_for", "locked", "confirm"))
    key(place, entry, known.names, TAKEN)
    text(place, entry, "text")
    text(place, entry, "why")
    word(place, entry, "when", WHEN)
    words(place, entry, "only_for", known.treatments)
    flag(place, entry, "locked")
    flag(place, entry, "confirm")
    return entry


def _follow_up(place: Place, raw: object, known: Known, locked: bool) -> None:
    follow_up = node(place, raw, ("key", "text", "why", "choices"), ("confirm",))
    key(place, follow_up, known.names, TAKEN)
    text(place, follow_up, "text")
    text(place, follow_up, "why")
    flag(place, follow_up, "confirm")
    choices = _choices(place, follow_up, known, ANSWER, locked=locked)
    _check_several(place, choices)


def _choices(
    place: Place,
    raw: Mapping[str, object],
    known: Known,
    fields: tuple[str, ...],
    *,
    locked: bool,
) -> list[dict[str, object]]:
    taken = {UNKNOWN}
    choices = []
    for row in rows(place, raw, "choices"):
        inside = place.inside("choice", row)
        choice = _choice(inside, row, known, fields, locked=locked)
        key(inside, choice, taken, "is used twice in one question or kept for the page")
        choices.append(choice)
    return choices


def _choice(
    place: Place,
    raw: object,
    known: Known,
    fields: tuple[str, ...],
    *,
    locked: bool = False,
) -> dict[str, object]:
    choice = node(place, raw, ("key", "text", "outcome"), fields)
    word(place, choice, "outcome", OUTCOMES)
    for name in ("text", "reason", "adaptation", "recheck_text"):
        text(place, choice, name)
    word(place, choice, "learn", known.articles)
    word(place, choice, "urgent", URGENT)
    word(place, choice, "training", TRAINING)
    words(place, choice, "avoid", AVOIDABLE)
    days(place, choice, "valid_for_days", MOST_DAYS_VALID)
    days(place, choice, "recheck_after_days", MOST_DAYS_TO_RECHECK)
    for name in ("doctor", "preset", "confirm"):
        flag(place, choice, name)
    _check_outcome(place, choice, locked)
    for row in rows(place, choice, "follow_up"):
        _follow_up(place.inside("follow-up", row), row, known, locked)
    return choice


def _check_outcome(place: Place, choice: Mapping[str, object], locked: bool) -> None:
    outcome = choice.get("outcome")
    if locked and outcome not in ("clearance", "not_now"):
        place.fault("a locked question may only hold clearance and not_now.")
    if "follow_up" in choice and outcome != "clearance":
        place.fault("a choice with follow-ups is a floor, and a floor is clearance.")
    if choice.get("doctor") is True and outcome != "clearance":
        place.fault("doctor may only stand on a clearance choice.")
    if "urgent" in choice and outcome not in ("clearance", "not_now"):
        place.fault("an urgent choice must be clearance or not_now.")
    if "recheck_after_days" in choice and outcome != "not_now":
        place.fault("recheck_after_days may only stand on a not_now choice.")
    if "recheck_text" in choice and "recheck_after_days" not in choice:
        place.fault("recheck_text needs recheck_after_days beside it.")
    if "reason" not in choice and outcome != "clear":
        place.fault("reason is missing, and the client has to be told why.")


def _check_several(place: Place, choices: list[dict[str, object]]) -> None:
    if len(choices) == 1:
        place.fault("a question needs two choices or more.")


def _check_preset(place: Place, choices: list[dict[str, object]]) -> None:
    preset = [choice for choice in choices if choice.get("preset") is True]
    if len(preset) > 1:
        place.fault("preset may stand on one choice only.")
    if preset and any(choice.get("outcome") != "clear" for choice in choices):
        place.fault("preset needs a question whose every choice is clear.")


def _check_scent(place: Place, question: Mapping[str, object], known: Known) -> None:
    only_for = question.get("only_for")
    slugs = only_for if isinstance(only_for, list) else list(known.treatments)
    for slug, treatment in known.treatments.items():
        if slug in slugs and not treatment.has_scent:
            place.fault(f"{slug} has no scent to offer, so it cannot be asked there.")


def _check_six(place: Place, section: Mapping[str, object]) -> None:
    """Rule 10: the six first questions stay, stay locked and are asked of everyone."""
    listed = section.get("items")
    items = listed if isinstance(listed, list) else []
    items = [item for item in items if isinstance(item, dict)]
    if section.get("kind") != "checklist":
        place.fault("it must be there, as a checklist.")
    for item in items:
        inside = place.inside("item", item)
        if item.get("locked") is not True:
            inside.fault("every question of this section must be locked.")
        if "only_for" in item or item.get("when") not in ("booking", "both"):
            inside.fault("it must be asked on every booking form, for every treatment.")
    keys = [item.get("key") for item in items]
    for six in LOCKED_SIX:
        if six not in keys:
            place.fault(f"the question {six} is missing; it can never be taken out.")
