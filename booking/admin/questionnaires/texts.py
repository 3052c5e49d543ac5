"""The texts of a document that belong to no question, each with its place."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.screening.document import MOST_LETTERS_OF_ARTICLE
from booking.screening.editing import Json, section_of
from booking.screening.naming import OUTCOME_WORDS
from booking.screening.sections import MOST_DAYS_VALID
from booking.screening.shape import LIMIT, LIMITS
from booking.screening.vocabulary import NEEDED_CONSENTS, OUTCOMES

ARTICLES = ("vocabulary", "articles")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands, by its keys, and what it is called."""

    path: tuple[str | int, ...]
    label: Any
    kind: str = "line"
    required: bool = True

    @property
    def name(self) -> str:
        return "-".join(str(step) for step in self.path)


def head(document: Json) -> Iterator[Place]:
    """What stands above and around the questions."""
    yield Place(("title",), _("Title"))
    yield Place(("intro",), _("Introduction"), "text")
    yield Place(("valid_for_days",), _("Answers hold for (days)"), "days")
    label = _("Answers at the door hold for (days)")
    yield Place(("arrival_valid_for_days",), label, "days")
    yield Place(("confirm",), _("To be confirmed by whoever publishes"), "flag", False)
    for at, consent in enumerate(document["consents"]):
        needed = consent["key"] in NEEDED_CONSENTS
        yield Place(("consents", at, "text"), _("Consent"), "text", needed)
    words = {**OUTCOME_WORDS, "incomplete": _("something is missing")}
    for outcome in (*OUTCOMES, "incomplete"):
        yield Place(("outcomes", outcome, "message"), _message(words[outcome]), "text")
    yield Place(("urgent", "emergency"), _("In an emergency"), "text")
    yield Place(("urgent", "same_day"), _("For a doctor the same day"), "text")
    for verdict, label in VERDICTS.items():
        yield Place((verdict, "reason"), label, "text")
        yield Place((verdict, "learn"), _("Article to read"), "article", False)


VERDICTS = {
    "unclear": _("When answers do not fit together"),
    "mismatch": _("When the treatment needs what should be left out"),
}


def _message(outcome: Any) -> str:
    return f"{_('What is said when it comes to')}: {outcome}"


def words(document: Json) -> Iterator[Place]:
    """The words that rules hang on: their keys are fixed, their labels are ours."""
    groups = {"training": _("Training"), "areas": _("Area"), "methods": _("Method")}
    for group, label in groups.items():
        for key in document["vocabulary"][group]:
            place = ("vocabulary", group, key)
            yield Place(place, f"{label}: {key.replace('_', ' ')}")
    yield Place(ARTICLES, _("Articles, one on each line"), "lines")


def section(document: Json, key: str) -> Iterator[Place]:
    """The heading of a list, and its two boxes at the end."""
    at = document["sections"].index(section_of(document, key))
    yield Place(("sections", at, "title"), _("Heading"))
    yield Place(("sections", at, "lead"), _("Below the heading"), "text")
    boxes = {"none": _("None of these"), "unsure": _("I am not sure")}
    for box, label in boxes.items():
        if box not in document["sections"][at]:
            continue
        place = ("sections", at, box)
        yield Place((*place, "text"), f"{label}: {_('wording')}")
        yield Place(
            (*place, "reason"), f"{label}: {_('reason')}", "text", box != "none"
        )
        yield Place((*place, "learn"), f"{label}: {_('article')}", "article", False)
        days = f"{label}: {_('holds for (days)')}"
        yield Place((*place, "valid_for_days"), days, "days", False)


class TextsForm(forms.Form):
    """A field for each place, and the document with what was typed in them."""

    def __init__(
        self, *args: Any, document: Json, places: Iterator[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.places = list(places)
        for place in self.places:
            self.fields[place.name] = _field(place, document)
            self.initial[place.name] = _typed(value_at(document, place.path))

    def written(self) -> Json:
        new = deepcopy(self.document)
        for place in self.places:
            _put(new, place.path, self.cleaned_data[place.name])
        new["consents"] = [c for c in new["consents"] if c.get("text")]
        return new


def _field(place: Place, document: Json) -> forms.Field:
    about = {"label": place.label, "required": place.required}
    limit = LIMITS.get(str(place.path[-1]), LIMIT)
    area = forms.Textarea(attrs={"rows": 3, "cols": 70})
    match place.kind:
        case "days":
            return forms.IntegerField(min_value=1, max_value=MOST_DAYS_VALID, **about)
        case "flag":
            return forms.BooleanField(**about)
        case "article":
            articles = [(name, name) for name in value_at(document, ARTICLES)]
            return forms.ChoiceField(choices=[("", "–"), *articles], **about)
        case "lines":
            return LinesField(widget=area, **about)
        case "text":
            return forms.CharField(max_length=limit, widget=area, **about)
    line = forms.TextInput(attrs={"size": 80})
    return forms.CharField(max_length=limit, widget=line, **about)


class LinesField(forms.CharField):
    """A list of names, one on each line."""

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return [line[: MOST_LETTERS_OF_ARTICLE + 1] for line in lines if line]


def _typed(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) else value


def value_at(document: Json, path: tuple[str | int, ...]) -> Any:
    """What stands at a place; None where nothing does."""
    value: Any = document
    for step in path:
        if isinstance(step, str) and step not in value:
            return None
        value = value[step]
    return value


def _put(document: Json, path: tuple[str | int, ...], value: Any) -> None:
    """Write at a place; an empty value is no value."""
    *way, last = path
    home: Any = value_at(document, tuple(way))
    if value in ("", None, False, []):
        home.pop(last, None)
    else:
        home[last] = value
