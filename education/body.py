"""The text of an article, read once: what may stand in it, and what it becomes.

A text is stored as a small set of HTML elements; anything else is dropped when it is
saved, and again when it is shown. Nothing here knows the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from education.cleaning import DROPPED_WHOLE, clean
from education.elements import (
    BLOCKS,
    EMPTY,
    KEPT,
    attributes,
    is_link,
    is_slug,
    mark_attributes,
)

__all__ = ["Heading", "Mark", "Part", "Text", "clean", "is_link", "read"]

HEADINGS = {"h2": 2, "h3": 3}
WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text, or a place where the page puts something of its own.

    `kind` is "html", "book" (a treatment's slug in `value`), or "conditions".
    """

    kind: str
    html: SafeString = SafeString("")
    value: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading one can link to: every h2, and an h3 that was given an address."""

    id: str
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim of the text, how sure it is, and the studies it names."""

    label: str
    studies: tuple[str, ...]
    claim: str


@dataclass(slots=True)
class Text:
    """A text taken apart."""

    parts: list[Part] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    plain: str = ""

    @property
    def studies(self) -> list[str]:
        """The studies it names, in the order they are first named."""
        return list(dict.fromkeys(key for mark in self.marks for key in mark.studies))

    @property
    def minutes(self) -> int:
        return max(1, round(len(self.plain.split()) / WORDS_A_MINUTE))


def read(
    body: str,
    labels: Mapping[str, SafeString] | None = None,
    pictures: Mapping[str, SafeString] | None = None,
) -> Text:
    """Take a text apart. `labels` are the marks' own HTML, put after each claim.

    `pictures` are the pictures' own HTML by name; one that is not there is not shown.
    """
    reader = Reader(labels or {}, pictures or {})
    # No clean text has these, and the parser stumbles over some of them.
    reader.feed(clean(body) if "<!" in body or "<?" in body else body)
    reader.close()
    return reader.finish()


class Walker(HTMLParser):
    """Goes through a text, tag by tag, and lets through only what may stand in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_WHOLE:
            self.dropping += tag not in EMPTY
        elif not self.dropping and (tag in KEPT or tag == "div"):
            self.start(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED_WHOLE:
            self.dropping = max(0, self.dropping - 1)
        elif not self.dropping and tag in self.open:
            while self.open:
                last = self.open.pop()
                self.end(last)
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.say(data)

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "div" and "data-conditions" not in attrs:
            return
        kept = attributes(tag, attrs)
        if tag in ("a", "span", "img") and not kept:
            return
        said = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.out.append(f"<{tag}{said}>")
        if tag not in EMPTY:
            self.open.append(tag)

    def end(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def say(self, data: str) -> None:
        self.out.append(escape(data))

    def finish(self) -> str:
        while self.open:
            self.end(self.open.pop())
        return "".join(self.out)


class Reader(Walker):
    """The same, and what a page needs besides: parts, headings, marks, plain words."""

    def __init__(
        self, labels: Mapping[str, SafeString], pictures: Mapping[str, SafeString]
    ) -> None:
        super().__init__()
        self.labels = labels
        self.pictures = pictures
        self.text = Text()
        self.words: list[str] = []
        self.heading: list[str] | None = None
        self.claims: list[tuple[str, str, int]] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "p" and is_slug(attrs.get("data-book", "")):
            self._place("book", attrs["data-book"])
        elif tag == "div":
            if "data-conditions" in attrs:
                self._place("conditions")
        elif tag == "h2" or (tag == "h3" and attributes(tag, attrs)):
            self.heading = []
            self.out.append("\0")  # its opening tag, once its words are known
            self.open.append(tag)
            self.heading_id = attributes(tag, attrs).get("id", "")
        elif tag == "ol" and attributes(tag, attrs):
            self.out.append('<ol class="numbered">')  # the page's own name for steps
            self.open.append(tag)
        elif tag == "span":
            self._start_claim(attrs)
        elif tag == "img":
            self._picture(attributes(tag, attrs).get("data-picture", ""))
        else:
            if tag == "a" and is_link(attrs.get("href", "")):
                self.text.links.append(attrs["href"])
            super().start(tag, attrs)

    def _picture(self, name: str) -> None:
        if name:
            self.text.pictures.append(name)
            self.out.append(self.pictures.get(name, ""))

    def _start_claim(self, attrs: dict[str, str]) -> None:
        kept = mark_attributes(attrs)
        if kept:
            self.claims.append(
                (kept["data-evidence"], kept.get("data-studies", ""), len(self.words))
            )
            self.out.append('<span class="claim">')
            self.open.append("span")

    def end(self, tag: str) -> None:
        if tag in HEADINGS and self.heading is not None:
            self._end_heading(tag, " ".join("".join(self.heading).split()))
        super().end(tag)
        if tag == "span" and self.claims:
            self._end_claim()
        if tag in BLOCKS:
            self.words.append(" ")

    def _end_heading(self, tag: str, words: str) -> None:
        taken = {heading.id for heading in self.text.headings}
        name = self.heading_id or slugify(words) or "part"
        number, unique = 2, name
        while unique in taken:
            number, unique = number + 1, f"{name}-{number}"
        at = len(self.out) - 1 - self.out[::-1].index("\0")
        self.out[at] = format_html('<{} id="{}">', tag, unique)
        self.text.headings.append(Heading(unique, words, HEADINGS[tag]))
        self.heading = None

    def _end_claim(self) -> None:
        label, studies, begins = self.claims.pop()
        claim = " ".join("".join(self.words[begins:]).split())
        self.text.marks.append(Mark(label, tuple(studies.split()), claim))
        shown = self.labels.get(f"{label} {studies}".strip())
        if shown:
            self.out += [" ", shown]

    def say(self, data: str) -> None:
        super().say(data)
        self.words.append(data)
        if self.heading is not None:
            self.heading.append(data)

    def _place(self, kind: str, value: str = "") -> None:
        self._close_part()
        self.text.parts.append(Part(kind, value=value))

    def _close_part(self) -> None:
        """What was written so far; an element that spans a place ends before it."""
        while self.open:
            self.end(self.open.pop())
        html = "".join(self.out).strip()
        self.out = []
        if html:
            # Every piece was escaped or made by format_html on its way into `out`.
            self.text.parts.append(Part("html", mark_safe(html)))  # noqa: S308

    def finish(self) -> Text:  # type: ignore[override]
        self._close_part()
        self.text.plain = " ".join("".join(self.words).split())
        return self.text
