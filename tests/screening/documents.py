"""Documents, treatments and short ways to ask, for the tests of the screening."""

import copy
import json
from datetime import timedelta
from functools import cache
from pathlib import Path

from booking.screening.asked import keys_asked
from booking.screening.document import check, parse
from booking.screening.outcome import assess
from booking.screening.treatment import TreatmentFacts
from booking.screening.vocabulary import LOCKED_SIX

ROOT = Path(__file__).resolve().parents[2]
TOMORROW = timedelta(hours=24)
IN_TWO_WEEKS = timedelta(days=14)


def load(path):
    return json.loads((ROOT / path).read_text("utf-8"))


@cache
def _published():
    return load("booking/data/questionnaire.json")


def published_document():
    return copy.deepcopy(_published())


@cache
def published():
    return parse(_published())


@cache
def catalogue():
    return {
        row["slug"]: TreatmentFacts(
            slug=row["slug"],
            areas=tuple(row["areas"]),
            methods=tuple(row["methods"]),
            needs=tuple(row["needs"]),
            scents=tuple(row["scents"]),
        )
        for row in load("booking/data/treatments.json")["treatments"]
    }


EVENING = "parasympathetic-evening-60"
HANDS = "hands-feet-scalp-45"
BELLY = "abdominal-calm-45"
BACK = "lower-back-calm-60"
WARM = "heat-and-massage-60"


def choice(*, key="ticked", outcome="clearance", **fields):
    """A sound choice; it has a reason unless it is clear."""
    made = {"key": key, "text": f"Text of {key}", "outcome": outcome, **fields}
    if outcome != "clear":
        made.setdefault("reason", f"Reason of {key} {outcome}")
    return made


def item(*, key, when="booking", tick=None, **fields):
    return {
        "key": key,
        "text": f"Box {key}",
        "why": f"Why {key}",
        "when": when,
        "choices": [tick or choice()],
        **fields,
    }


def follow_up(*, key, choices):
    return {
        "key": key,
        "text": f"More on {key}?",
        "why": f"Why {key}",
        "choices": choices,
    }


def question(*, key, choices, when="booking", **fields):
    return {
        "key": key,
        "text": f"Which {key}?",
        "why": f"Why {key}",
        "when": when,
        "choices": choices,
        **fields,
    }


def checklist(*, key, items, none=None):
    return {
        "key": key,
        "kind": "checklist",
        "title": f"List {key}",
        "lead": "Tick what fits.",
        "none": none or {"key": "none", "text": "None of these", "outcome": "clear"},
        "unsure": choice(key="unsure"),
        "items": items,
    }


def questions(*, key, rows):
    return {
        "key": key,
        "kind": "questions",
        "title": f"Group {key}",
        "lead": "Choose.",
        "questions": rows,
    }


def ask_first():
    return checklist(
        key="ask_first", items=[item(key=key, locked=True) for key in LOCKED_SIX]
    )


def document(*sections, **fields):
    """A sound document with the six first questions and these sections."""
    made = published_document()
    made.update(sections=[ask_first(), *sections], valid_for_days=100)
    made.update(fields)
    return made


def questionnaire(*sections, **fields):
    return parse(document(*sections, **fields))


def treatment(*, slug="calm", needs=(), scents=(), areas=(), methods=()):
    return TreatmentFacts(slug, areas, methods, needs, scents)


CALM = treatment()
NOTHING = {"ask_first": ["none"]}


def healthy(facts):
    """The answers of a healthy person to the published questionnaire."""
    answers = {name: ["none"] for name in ("today", "ask_first", "health", "comfort")}
    return {**answers, "scent": "no_scent"} if facts.has_scent else answers


def consents(of):
    return [consent.key for consent in of.consents]


def screen(of, answers, *, facts=CALM, stage="booking", until_start=TOMORROW, **given):
    """Everything shown and agreed, unless given."""
    shown = given.get("shown", keys_asked(of, facts, stage, until_start))
    return assess(
        of,
        facts,
        stage=stage,
        until_start=until_start,
        shown=shown,
        answers=answers,
        consents=given.get("consents", consents(of)),
    )


def boxes(*ticks, **fields):
    """A questionnaire with one list of boxes, named a, b, c, ... in order."""
    items = [
        item(key=key, tick=tick) for key, tick in zip("abcdef", ticks, strict=False)
    ]
    return questionnaire(checklist(key="body", items=items), **fields)


def tick(of, *keys, **given):
    answers = given.pop("answers", {})
    return screen(of, {**NOTHING, "body": list(keys), **answers}, **given)


TREATMENTS = {"calm": treatment(slug="calm", scents=("none", "lavender"))}
TREATMENTS["warm"] = treatment(slug="warm", scents=("none",))


def faults(made):
    return check(made, TREATMENTS)


def the_fault(made):
    found = faults(made)
    assert len(found) == 1, found
    return found[0]


def with_item(**fields):
    """A document whose list `body` has one more box, made of these fields."""
    return document(checklist(key="body", items=[{**item(key="knee"), **fields}]))


def with_tick(**fields):
    return with_item(choices=[{**choice(), **fields}])


def with_question(*choices, key="light", **fields):
    row = {**question(key=key, choices=list(choices)), **fields}
    return document(questions(key="room", rows=[row]))


def clear(key, **fields):
    return choice(key=key, outcome="clear", **fields)
