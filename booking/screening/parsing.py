"""From a sound document to values. `document.check` comes first; this trusts it."""

from typing import Any

from .questionnaire import (
    Choice,
    Consent,
    FollowUp,
    Item,
    OutcomeText,
    Question,
    Questionnaire,
    Section,
)

Json = dict[str, Any]


def questionnaire(document: Json) -> Questionnaire:
    vocabulary = document["vocabulary"]
    return Questionnaire(
        version=document["version"],
        title=document["title"],
        intro=document["intro"],
        valid_for_days=document["valid_for_days"],
        arrival_valid_for_days=document["arrival_valid_for_days"],
        consents=tuple(Consent(c["key"], c["text"]) for c in document["consents"]),
        outcomes={
            outcome: OutcomeText(text["booking"], text["message"])
            for outcome, text in document["outcomes"].items()
        },
        urgent=dict(document["urgent"]),
        unclear=_verdict("unclear", document["unclear"]),
        mismatch=_verdict("mismatch", document["mismatch"]),
        training=dict(vocabulary["training"]),
        areas=dict(vocabulary["areas"]),
        methods=dict(vocabulary["methods"]),
        articles=tuple(vocabulary["articles"]),
        sections=tuple(_section(raw) for raw in document["sections"]),
    )


def _verdict(key: str, raw: Json) -> Choice:
    return Choice(
        key, "", raw["outcome"], reason=raw["reason"], learn=raw.get("learn", "")
    )


def _section(raw: Json) -> Section:
    head = (raw["key"], raw["kind"], raw["title"], raw["lead"])
    if raw["kind"] == "questions":
        return Section(*head, questions=tuple(_question(q) for q in raw["questions"]))
    return Section(
        *head,
        items=tuple(_item(item) for item in raw["items"]),
        none=_choice(raw["none"]),
        unsure=_choice(raw["unsure"]),
    )


def _item(raw: Json) -> Item:
    return Item(
        key=raw["key"],
        text=raw["text"],
        why=raw["why"],
        when=raw["when"],
        ticked=_choice(raw["choices"][0]),
        only_for=tuple(raw.get("only_for", ())),
        locked=raw.get("locked", False),
    )


def _question(raw: Json) -> Question:
    return Question(
        key=raw["key"],
        text=raw["text"],
        why=raw["why"],
        when=raw["when"],
        choices=tuple(_choice(choice) for choice in raw["choices"]),
        only_for=tuple(raw.get("only_for", ())),
        locked=raw.get("locked", False),
    )


def _follow_up(raw: Json) -> FollowUp:
    choices = tuple(_choice(choice) for choice in raw["choices"])
    return FollowUp(raw["key"], raw["text"], raw["why"], choices)


def _choice(raw: Json) -> Choice:
    return Choice(
        key=raw["key"],
        text=raw["text"],
        outcome=raw["outcome"],
        reason=raw.get("reason", ""),
        learn=raw.get("learn", ""),
        urgent=raw.get("urgent"),
        adaptation=raw.get("adaptation", ""),
        avoid=tuple(raw.get("avoid", ())),
        training=raw.get("training"),
        doctor=raw.get("doctor", False),
        valid_for_days=raw.get("valid_for_days"),
        recheck_after_days=raw.get("recheck_after_days"),
        recheck_text=raw.get("recheck_text", ""),
        preset=raw.get("preset", False),
        follow_ups=tuple(_follow_up(f) for f in raw.get("follow_up", ())),
    )
