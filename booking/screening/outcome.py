"""From answers to a result. Whatever is missing, unknown or tampered never clears."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce

from .asked import STAGES, keys_asked
from .asked import missing as unseen
from .counting import Count, Counted, count, fields, ticks
from .questionnaire import Choice, Questionnaire
from .treatment import TreatmentFacts
from .vocabulary import AVOIDABLE, SCENT_METHOD, SCENT_QUESTION, STRENGTH, URGENT


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in the questionnaire's words; `key` is an item, question or section."""

    key: str
    outcome: str
    text: str
    learn: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`missing` names the lists, questions and consents that were left open."""

    outcome: str
    reasons: tuple[Reason, ...] = ()
    adaptations: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    urgent: str | None = None
    training: frozenset[str] = frozenset()
    doctor: bool = False
    valid_for_days: int | None = None
    recheck_after_days: int | None = None
    recheck_text: str | None = None
    mismatch: tuple[str, ...] = ()
    scent: str | None = None
    missing: tuple[str, ...] = ()


def assess(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    *,
    stage: str,
    until_start: timedelta,
    shown: Collection[str],
    answers: object,
    consents: object,
) -> Result:
    """`until_start` runs from answering to the start; an unknown treatment is None.

    `answers` and `consents` may be anything at all.
    """
    asked = keys_asked(questionnaire, treatment, stage, until_start)
    found = count(questionnaire, treatment, asked, answers)
    open_ = (
        *found.missing,
        *unseen(questionnaire, treatment, stage, until_start, _words(shown)),
        *_not_agreed(questionnaire, stage, consents),
    )
    parts = list(_parts(questionnaire, found))
    if open_ or treatment is None or stage not in STAGES:
        parts.append(Result("incomplete", missing=tuple(dict.fromkeys(open_))))
    start = Result("clear", valid_for_days=_longest_life(questionnaire, stage))
    result = reduce(worse, parts, start)
    if treatment is not None:
        result = _suited(result, questionnaire, treatment, found.counted)
    return replace(result, doctor=result.doctor and not _confirms(result))


def weigh_known(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts,
    *,
    stage: str,
    answers: Mapping[str, object],
) -> Result:
    """What stored answers come to by another version, as far as they go.

    For a trial, never for a clearance: what was not asked is not held against them,
    and a list or question that version does not have is left out.
    """
    known = fields(questionnaire)
    kept = {key: value for key, value in answers.items() if key in known}
    found = count(questionnaire, treatment, (), kept)
    start = Result("clear", valid_for_days=_longest_life(questionnaire, stage))
    result = reduce(worse, _parts(questionnaire, found), start)
    return _suited(result, questionnaire, treatment, found.counted)


def worse(one: Result, other: Result) -> Result:
    """Rules 2, 4, 5 and 9: the worse outcome stands, and everything else adds up."""
    outcome = max(one.outcome, other.outcome, key=STRENGTH.index)
    days, text = _recheck(one, other)
    return Result(
        outcome=outcome,
        reasons=_by_strength(one.reasons + other.reasons),
        adaptations=tuple(dict.fromkeys(one.adaptations + other.adaptations)),
        avoid=_in_order(one.avoid + other.avoid),
        urgent=next((u for u in URGENT if u in (one.urgent, other.urgent)), None),
        training=one.training | other.training,
        doctor=one.doctor or other.doctor,
        valid_for_days=_shorter(one.valid_for_days, other.valid_for_days),
        recheck_after_days=days,
        recheck_text=text,
        mismatch=_in_order(one.mismatch + other.mismatch),
        scent=_scent_of_both(one, other),
        missing=tuple(dict.fromkeys(one.missing + other.missing)),
    )


def _parts(questionnaire: Questionnaire, found: Count) -> Iterator[Result]:
    for counted in found.counted:
        yield _result_of(counted, questionnaire.valid_for_days)
    if found.unclear:
        yield _verdict(questionnaire.unclear, questionnaire)


def _result_of(counted: Counted, longest: int) -> Result:
    """Rule 4: of a choice that was replaced, all but outcome and reason stays."""
    choice = counted.choice
    reason = Reason(counted.key, choice.outcome, choice.reason, counted.learn)
    waits = choice.outcome == "not_now"
    return Result(
        outcome="clear" if counted.replaced else choice.outcome,
        reasons=(reason,) if choice.reason and not counted.replaced else (),
        adaptations=(choice.adaptation,) if choice.adaptation else (),
        avoid=choice.avoid,
        urgent=choice.urgent,
        training=frozenset(filter(None, [choice.training])),
        doctor=choice.doctor,
        valid_for_days=None if waits else choice.valid_for_days or longest,
        recheck_after_days=choice.recheck_after_days,
        recheck_text=choice.recheck_text or None,
    )


def _verdict(verdict: Choice, questionnaire: Questionnaire) -> Result:
    counted = Counted(verdict.key, verdict, verdict.learn)
    return _result_of(counted, questionnaire.valid_for_days)


def _suited(
    result: Result,
    questionnaire: Questionnaire,
    treatment: TreatmentFacts,
    counted: list[Counted],
) -> Result:
    """Rule 8: what the treatment needs but should be left out, and the scent."""
    mismatch = tuple(word for word in result.avoid if word in treatment.needs)
    if mismatch:
        result = worse(result, _verdict(questionnaire.mismatch, questionnaire))
    chosen = (c.choice.key for c in counted if c.key == SCENT_QUESTION)
    scent = next(filter(treatment.offers_scent, chosen), None)
    if SCENT_METHOD in result.avoid:
        scent = None
    return replace(result, mismatch=mismatch, scent=scent)


def _longest_life(questionnaire: Questionnaire, stage: str) -> int:
    if stage == "booking":
        return questionnaire.valid_for_days
    return min(questionnaire.valid_for_days, questionnaire.arrival_valid_for_days)


def _not_agreed(
    questionnaire: Questionnaire, stage: str, consents: object
) -> Iterator[str]:
    """The door asks for no consent: it was given with the booking."""
    if stage != "arrival":
        agreed = _words(consents)
        yield from (c.key for c in questionnaire.consents if c.key not in agreed)


def _words(value: object) -> frozenset[str]:
    return ticks(value)[0]


def _confirms(result: Result) -> bool:
    return result.outcome in ("clear", "adapt")


def _by_strength(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The strongest first, else in the order of the form."""
    strongest_first = sorted(reasons, key=lambda r: -STRENGTH.index(r.outcome))
    return tuple(dict.fromkeys(strongest_first))


def _in_order(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in AVOIDABLE if word in words)


def _shorter(one: int | None, other: int | None) -> int | None:
    """No life at all where there is no pass."""
    return None if one is None or other is None else min(one, other)


def _recheck(one: Result, other: Result) -> tuple[int | None, str | None]:
    """Rule 5: the longest wait, or none where one `not_now` answer names none."""
    waits = [result for result in (one, other) if result.outcome == "not_now"]
    if not waits or any(result.recheck_after_days is None for result in waits):
        return None, None
    last = max(
        waits, key=lambda w: (w.recheck_after_days or 0, w.recheck_text is not None)
    )
    return last.recheck_after_days, last.recheck_text


def _scent_of_both(one: Result, other: Result) -> str | None:
    """A scent that neither forbids; two different ones are none."""
    scents = {scent for scent in (one.scent, other.scent) if scent}
    forbidden = SCENT_METHOD in one.avoid + other.avoid
    return scents.pop() if len(scents) == 1 and not forbidden else None
