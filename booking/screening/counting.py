"""Which answers count, and as what (rules 1, 3, 6, 7). Reads anything, never raises."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .asked import field_of, is_for
from .questionnaire import Choice, FollowUp, Item, Question, Questionnaire, Section
from .treatment import TreatmentFacts
from .vocabulary import NONE, TICKED

LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Counted:
    """A choice that counts; `replaced` when its follow-ups speak in its place."""

    key: str
    choice: Choice
    learn: str
    replaced: bool = False


@dataclass(slots=True)
class Count:
    counted: list[Counted] = field(default_factory=list)
    unclear: bool = False
    missing: list[str] = field(default_factory=list)

    def add(
        self, key: str, choice: Choice, *, learn: str = "", replaced: bool = False
    ) -> None:
        self.counted.append(Counted(key, choice, choice.learn or learn, replaced))


def count(
    questionnaire: Questionnaire,
    treatment: TreatmentFacts | None,
    asked: Collection[str],
    answers: object,
) -> Count:
    """`asked` holds the keys of the items and questions that must be answered."""
    given = answers if isinstance(answers, Mapping) else {}
    stray = bool(given.keys() - fields(questionnaire))
    result = Count(unclear=stray or not isinstance(answers, Mapping))
    everywhere = _ticks_everywhere(questionnaire, given)
    for section in questionnaire.sections:
        if section.kind == "checklist":
            _count_checklist(result, section, treatment, given, everywhere)
        else:
            _count_questions(result, section, treatment, given)
        _note_missing(result, section, treatment, asked, given)
    return result


def fields(questionnaire: Questionnaire) -> frozenset[str]:
    """Every name under which an answer may be given."""
    return frozenset(
        name
        for section in questionnaire.sections
        for entry in section.entries
        for name in (field_of(section, entry), *_follow_up_keys(entry))
    )


def _follow_up_keys(entry: Item | Question) -> Iterator[str]:
    for choice in entry.choices:
        yield from (follow_up.key for follow_up in choice.follow_ups)


def ticks(value: object) -> tuple[frozenset[str], bool]:
    """The boxes in an answer, and whether something else was in it.

    One box may come as a plain word. Nothing, "" and an empty list are no answer.
    """
    if _is_blank(value):
        return frozenset(), False
    if isinstance(value, str):
        return frozenset([value]), False
    if not isinstance(value, LISTS):
        return frozenset(), True
    words = frozenset(tick for tick in value if isinstance(tick, str))
    return words, any(not isinstance(tick, str) for tick in value)


def _is_blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, LISTS) and not value)


def _ticks_everywhere(
    questionnaire: Questionnaire, given: Mapping[object, object]
) -> frozenset[str]:
    """All boxes ticked, in whatever list: an urgent one counts wherever it is."""
    found = {key for key, value in given.items() if TICKED in ticks(value)[0]}
    for section in questionnaire.sections:
        found |= ticks(given.get(section.key))[0]
    return frozenset(key for key in found if isinstance(key, str))


def _count_checklist(
    result: Count,
    section: Section,
    treatment: TreatmentFacts | None,
    given: Mapping[object, object],
    everywhere: frozenset[str],
) -> None:
    boxes, odd = ticks(given.get(section.key))
    own = {item.key for item in section.items} | {rest.key for rest in section.rest}
    clash = NONE in boxes and len(boxes) > 1
    result.unclear |= odd or clash or bool(boxes - own)
    for item in section.items:
        urgent = item.urgent is not None
        chosen = item.key in (everywhere if urgent else boxes)
        counts = chosen and (urgent or is_for(item, treatment))
        _count_choice(result, item, item.ticked, given, chosen, counts)
    for rest in section.rest:
        if rest.key in boxes:
            result.add(section.key, rest)


def _count_questions(
    result: Count,
    section: Section,
    treatment: TreatmentFacts | None,
    given: Mapping[object, object],
) -> None:
    for question in section.questions:
        picked = _pick(result, question, given)
        for choice in question.choices:
            chosen = choice is picked
            counts = chosen and bool(choice.urgent or is_for(question, treatment))
            _count_choice(result, question, choice, given, chosen, counts)


def _count_choice(
    result: Count,
    entry: Item | Question,
    choice: Choice,
    given: Mapping[object, object],
    chosen: bool,
    counts: bool,
) -> None:
    """An ignored choice takes its follow-ups with it, all but the urgent ones."""
    answers = [_pick(result, follow_up, given) for follow_up in choice.follow_ups]
    if counts:
        replaced = bool(answers) and all(answers)
        result.add(entry.key, choice, replaced=replaced)
    for answer in filter(None, answers):
        result.unclear |= not chosen
        if counts or answer.urgent:
            result.add(entry.key, answer, learn=choice.learn)


def _pick(
    result: Count, question: Question | FollowUp, given: Mapping[object, object]
) -> Choice | None:
    """The one choice given, noting on the way what is urgent or not known."""
    value = given.get(question.key)
    if _is_blank(value):
        return None
    for choice in question.choices:
        if isinstance(value, str) and value == choice.key:
            return choice
    result.unclear = True
    for choice in question.choices:
        if choice.urgent and choice.key in ticks(value)[0]:
            result.add(question.key, choice)
    return None


def _note_missing(
    result: Count,
    section: Section,
    treatment: TreatmentFacts | None,
    asked: Collection[str],
    given: Mapping[object, object],
) -> None:
    required = [entry for entry in section.entries if entry.key in asked]
    if section.kind == "checklist":
        own = {item.key for item in section.items if is_for(item, treatment)}
        own |= {rest.key for rest in section.rest}
        if required and not own & ticks(given.get(section.key))[0]:
            result.missing.append(section.key)
        return
    for question in required:
        keys = [choice.key for choice in question.choices]
        if given.get(question.key) not in keys:
            result.missing.append(question.key)
