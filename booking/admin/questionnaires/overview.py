"""A version to read: every question with its answers, and what each comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.models import Treatment
from booking.screening.editing import Found, Json, asked
from booking.screening.naming import OUTCOME_WORDS, URGENT_WORDS

WHEN = {
    "booking": _("when booking"),
    "arrival": _("at the door"),
    "both": _("when booking, and at the door"),
    "soon": _("at the door, and when booking less than 48 hours ahead"),
}


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A choice: `strength` is its outcome's key, `outcome` its word."""

    key: str
    text: str
    strength: str
    outcome: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An entry or follow-up; `after` is the choice that a follow-up hangs on."""

    key: str
    kind: str
    text: str
    why: str
    when: str
    after: str
    stays: bool
    confirm: bool
    choices: tuple[ChoiceLine, ...]


@dataclass(frozen=True, slots=True)
class SectionLines:
    key: str
    title: str
    lead: str
    asked: tuple[AskedLine, ...]
    rest: tuple[ChoiceLine, ...]


class Overview:
    """The lines of a document that is sound."""

    def __init__(self, document: Json) -> None:
        self.document = document

    @cached_property
    def words(self) -> dict[str, str]:
        vocabulary = self.document["vocabulary"]
        return {
            **vocabulary["areas"],
            **vocabulary["methods"],
            **vocabulary["training"],
        }

    @cached_property
    def treatments(self) -> dict[str, str]:
        return dict(Treatment.objects.values_list("slug", "name"))

    def sections(self) -> list[SectionLines]:
        lines = [(found.section["key"], found) for found in asked(self.document)]
        return [
            SectionLines(
                key=section["key"],
                title=section["title"],
                lead=section["lead"],
                asked=tuple(
                    self._asked(found) for key, found in lines if key == section["key"]
                ),
                rest=tuple(
                    self._choice(section[box])
                    for box in ("none", "unsure")
                    if box in section
                ),
            )
            for section in self.document["sections"]
        ]

    def _asked(self, found: Found) -> AskedLine:
        raw = found.raw
        return AskedLine(
            key=raw["key"],
            kind=found.kind,
            text=raw["text"],
            why=raw["why"],
            when=self._when(raw),
            after=found.choice["text"] if found.choice else "",
            stays=found.stays,
            confirm=raw.get("confirm") is True,
            choices=tuple(self._choice(choice) for choice in raw["choices"]),
        )

    def _when(self, raw: Json) -> str:
        when = str(WHEN.get(raw.get("when", ""), ""))
        only_for = [self.treatments.get(slug, slug) for slug in raw.get("only_for", ())]
        if not only_for:
            return when
        return f"{when}; {_('only for')} {', '.join(only_for)}"

    def _choice(self, choice: Json) -> ChoiceLine:
        return ChoiceLine(
            key=choice["key"],
            text=choice["text"],
            strength=choice["outcome"],
            outcome=OUTCOME_WORDS[choice["outcome"]],
            notes=tuple(self._notes(choice)),
        )

    def _notes(self, choice: Json) -> Iterator[str]:
        """Everything else that stands at a choice, as short words."""
        yield from (choice[name] for name in ("reason", "adaptation") if name in choice)
        if "avoid" in choice:
            avoid = ", ".join(self.words[word] for word in choice["avoid"])
            yield str(_("leave out: %s")) % avoid
        if "training" in choice:
            yield self.words[choice["training"]]
        if choice.get("doctor"):
            yield str(_("a doctor must agree"))
        if "urgent" in choice:
            yield URGENT_WORDS[choice["urgent"]]
        yield from _days(choice)
        if "learn" in choice:
            yield str(_("article: %s")) % choice["learn"]
        if choice.get("confirm"):
            yield str(_("to be confirmed"))


def _days(choice: Json) -> Iterator[str]:
    if days := choice.get("valid_for_days"):
        yield ngettext("holds for %d day", "holds for %d days", days) % days
    if days := choice.get("recheck_after_days"):
        yield ngettext("again after %d day", "again after %d days", days) % days
    if "recheck_text" in choice:
        yield f"“{choice['recheck_text']}”"
