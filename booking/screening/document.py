"""The questionnaire's document, one JSON value per version: its faults, its values."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from . import parsing
from .questionnaire import Questionnaire
from .sections import MOST_DAYS_VALID, TAKEN, Known, check_sections
from .shape import Place, days, flag, key, named, node, rows, text, word
from .treatment import TreatmentFacts
from .vocabulary import (
    AREAS,
    BOOKING,
    METHODS,
    NEEDED_CONSENTS,
    OUTCOMES,
    TRAINING,
    URGENT,
    WHEN,
)

ARTICLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_LETTERS_OF_ARTICLE = 80
MOST_VERSIONS = 1_000_000
NUMBER_OF_DAYS = ("valid_for_days", "arrival_valid_for_days")
EMERGENCY_NUMBER = "{emergency_number}"
URGENT_LINE = "{urgent_line}"
HEAD = (
    "version",
    "title",
    "intro",
    *NUMBER_OF_DAYS,
    "consents",
    "outcomes",
    "urgent",
    "unclear",
    "mismatch",
    "vocabulary",
    "sections",
)


def check(document: object, treatments: Mapping[str, TreatmentFacts]) -> list[str]:
    """Every fault as a sentence that names its place; none means that it is sound."""
    place = Place("", [])
    raw = node(place, document, HEAD, ("confirm",))
    days(place, raw, "version", MOST_VERSIONS)
    text(place, raw, "title")
    text(place, raw, "intro")
    for field in NUMBER_OF_DAYS:
        days(place, raw, field, MOST_DAYS_VALID)
    flag(place, raw, "confirm")
    known = Known(treatments, _check_vocabulary(place, raw))
    _check_consents(place, raw, known)
    _check_outcomes(place, raw)
    _check_urgent(place, raw)
    _check_verdict(place, raw, "unclear", known)
    _check_verdict(place, raw, "mismatch", known)
    check_sections(place, raw, known)
    return place.faults


def parse(document: dict[str, Any]) -> Questionnaire:
    """Only for a document without faults."""
    return parsing.questionnaire(document)


def _part(
    place: Place, raw: Mapping[str, object], field: str, required: Collection[str]
) -> tuple[Place, dict[str, object]]:
    """A named group of the head, with its place."""
    inside = place.at(field)
    return inside, node(inside, raw[field], required) if field in raw else {}


def _check_vocabulary(place: Place, raw: Mapping[str, object]) -> tuple[str, ...]:
    """The words are closed, their labels are not; gives the articles back."""
    lists = {"outcomes": OUTCOMES, "urgent": URGENT, "when": WHEN}
    labels = {"training": TRAINING, "areas": AREAS, "methods": METHODS}
    inside, vocabulary = _part(place, raw, "vocabulary", (*lists, *labels, "articles"))
    for field, closed in lists.items():
        if field in vocabulary and vocabulary[field] != list(closed):
            inside.fault(f"{field} must be: {', '.join(closed)}.")
    for field, keys in labels.items():
        _, group = _part(inside, vocabulary, field, keys)
        for word_ in group:
            text(inside, group, word_)
    return _check_articles(inside, vocabulary)


def _check_articles(place: Place, vocabulary: Mapping[str, object]) -> tuple[str, ...]:
    found: list[str] = []
    for article in rows(place, vocabulary, "articles"):
        if not isinstance(article, str) or not _is_article(article):
            place.fault(f"articles holds {named(article)}, which is no article's name.")
        elif article in found:
            place.fault(f"articles holds {named(article)} twice.")
        else:
            found.append(article)
    return tuple(found)


def _is_article(name: str) -> bool:
    return len(name) <= MOST_LETTERS_OF_ARTICLE and bool(ARTICLE.fullmatch(name))


def _check_consents(place: Place, raw: Mapping[str, object], known: Known) -> None:
    keys = []
    for row in rows(place, raw, "consents"):
        inside = place.inside("consent", row)
        consent = node(inside, row, ("key", "text"))
        key(inside, consent, known.names, TAKEN)
        text(inside, consent, "text")
        keys.append(consent.get("key"))
    for needed in NEEDED_CONSENTS:
        if needed not in keys:
            place.fault(f"the consent {needed} is missing.")


def _check_outcomes(place: Place, raw: Mapping[str, object]) -> None:
    inside, outcomes = _part(place, raw, "outcomes", tuple(BOOKING))
    for outcome in outcomes:
        at, fields = _part(inside, outcomes, outcome, ("booking", "message"))
        text(at, fields, "message")
        if fields.get("booking") != BOOKING[outcome]:
            at.fault(f"booking must be {BOOKING[outcome]}.")


def _check_urgent(place: Place, raw: Mapping[str, object]) -> None:
    inside, texts = _part(place, raw, "urgent", URGENT)
    for field, value in texts.items():
        text(inside, texts, field)
        if isinstance(value, str):
            _check_numbers(inside, field, value)


def _check_numbers(place: Place, field: str, value: str) -> None:
    """The clinic's own numbers are filled in, and nothing else can be."""
    plain = value.replace(EMERGENCY_NUMBER, "").replace(URGENT_LINE, "")
    if "{" in plain or "}" in plain:
        place.fault(f"{field} may only hold {EMERGENCY_NUMBER} and {URGENT_LINE}.")
    if field == "emergency" and EMERGENCY_NUMBER not in value:
        place.fault(f"{field} must hold {EMERGENCY_NUMBER}.")


def _check_verdict(
    place: Place, raw: Mapping[str, object], field: str, known: Known
) -> None:
    """Rules 6 and 8: what does not fit is looked at, never more and never less."""
    inside = place.at(field)
    verdict: dict[str, object] = {}
    if field in raw:
        verdict = node(inside, raw[field], ("outcome", "reason"), ("learn",))
    text(inside, verdict, "reason")
    word(inside, verdict, "learn", known.articles)
    if "outcome" in verdict and verdict["outcome"] != "clearance":
        inside.fault("outcome must be clearance.")
