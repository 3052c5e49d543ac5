"""What may stand in the text of an article, and its one way of being written.

A text is stored as a small set of HTML elements, in a fixed shape: nh3 throws out what
a browser could run, and what is left is written again by our own rules. A text written
so is its own clean text, so cleaning twice is cleaning once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3
from django.utils.html import escape

from education.elements import (
    ATTRIBUTES,
    BLOCKS,
    KEPT,
    MARKS,
    SCHEMES,
    attributes,
)

RENAMED = {
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "div": "p",
    "b": "strong",
    "i": "em",
}
# What they hold is dropped with them.
DROPPED_WHOLE = (
    *("script", "style", "template", "textarea", "title", "iframe", "svg", "math"),
    *("noscript", "noembed", "noframes", "xmp", "plaintext", "select", "object"),
)
TAGS = {*KEPT, *RENAMED}
ROOT = ""
# element -> the blocks that may stand directly in it
ACCEPTS: dict[str, tuple[str, ...]] = {
    ROOT: ("p", "h2", "h3", "ul", "ol", "blockquote", "figure"),
    "blockquote": ("p", "ul", "ol"),
    "ul": ("li",),
    "ol": ("li",),
    "li": ("ul", "ol"),
    "figure": ("img", "figcaption"),
}
HOLDS_WORDS = ("p", "h2", "h3", "li", "figcaption", *MARKS)
# Where words stand with nothing around them, they get this.
IMPLIED = {
    ROOT: "p",
    "blockquote": "p",
    "ul": "li",
    "ol": "li",
    "figure": "figcaption",
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
SPACE = re.compile(r"[ \t\n\r\f]+")


def clean(body: str) -> str:
    """The text with nothing in it but what may stand there; twice is the same."""
    known = body.encode("utf-8", "replace").decode()
    safe = nh3.clean(
        known,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=set(DROPPED_WHOLE),
        url_schemes=SCHEMES,
        link_rel=None,
    )
    cleaner = Cleaner()
    cleaner.feed(safe)
    cleaner.close()
    return cleaner.finish()


@dataclass(frozen=True, slots=True)
class Open:
    """An element not closed yet: what it came as, what it is written as, from where.

    `tag` is None where it is not written and only its end is waited for.
    """

    came: str
    tag: str | None
    at: int


class Cleaner(HTMLParser):
    """Writes again what is kept, in the fixed shape, and escapes the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[Open] = []
        self.has_h2 = False
        self.spaced = True  # no space is written where one stands already
        self.line_ends = False  # a paragraph ended where none may stand

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = RENAMED.get(tag, tag)
        given = {name: value or "" for name, value in attrs}
        if named == "br":
            self._break()
        elif named == "img":
            self._picture(attributes("img", given))
        elif named in MARKS:
            self._start_mark(tag, named, attributes(named, given))
        elif "data-conditions" in given or "data-book" in given:
            self._start_place(tag, attributes(tag, given))
        elif named == "p" and self._block() in ("li", "figcaption"):
            self.line_ends = True
            self.open.append(Open(tag, None, len(self.out)))
        elif named in BLOCKS:
            self._start_block(tag, named, given)

    def handle_endtag(self, tag: str) -> None:
        if any(entry.came == tag for entry in self.open):
            while self._pop().came != tag:
                pass
        if tag == "p":
            self.line_ends = True

    def handle_data(self, data: str) -> None:
        words = SPACE.sub(" ", CONTROL.sub("", data))
        if not words or (words == " " and self._top() not in HOLDS_WORDS):
            return
        self._before_words()
        if self.spaced:
            words = words.removeprefix(" ")
        if words:
            self.out.append(escape(words))
            self.spaced = words.endswith(" ")

    def _start_block(self, came: str, tag: str, attrs: Mapping[str, str]) -> None:
        if tag == "li" and self._list() is None:
            tag = "p"
        if tag == "figcaption" and self._top() != "figure":
            tag = "p"
        self._make_room(tag)
        if tag == "h3" and not self.has_h2:
            tag = "h2"
        self._write(came, tag, attributes(tag, attrs))
        self.spaced, self.line_ends = True, False

    def _start_mark(self, came: str, tag: str, kept: Mapping[str, str]) -> None:
        """A link or a mark that says nothing, or stands in its like, is not written."""
        says = tag in ("strong", "em") or kept
        if not says or any(entry.tag == tag for entry in self.open):
            self.open.append(Open(came, None, len(self.out)))
            return
        self._before_words()
        self._write(came, tag, kept)

    def _start_place(self, came: str, kept: Mapping[str, str]) -> None:
        """A place the page fills; what was written in it comes after it."""
        if kept:
            self._make_room("")
            said = _written(kept)
            self.out.append(f"<{came}{said}></{came}>\n")
        self.open.append(Open(came, None, len(self.out)))
        self.spaced, self.line_ends = True, False

    def _picture(self, kept: Mapping[str, str]) -> None:
        if not kept:
            return
        alone = self._top() != "figure" or self.out[-1] != "<figure>"
        if alone:
            self._make_room("figure")
            self._write("figure", "figure", {})
        self.out.append(f"<img{_written(kept)}>")
        if alone:
            self._pop()

    def _break(self) -> None:
        """A new line, but for the first in a block."""
        if self._top() in HOLDS_WORDS and not self._is_new():
            self.out.append("<br>")
            self.spaced = True

    def _before_words(self) -> None:
        """Open what words need around them; a paragraph that ended is a new line."""
        if self._top() not in HOLDS_WORDS:
            self._write("", IMPLIED[self._top()], {})
            self.spaced = True
        elif self.line_ends:
            self._break()
        self.line_ends = False

    def _make_room(self, tag: str) -> None:
        """Close what may not hold it. Empty means: what stands for itself alone."""
        while self.open and (not tag or tag not in ACCEPTS.get(self._top(), ())):
            self._pop()

    def _write(self, came: str, tag: str, kept: Mapping[str, str]) -> None:
        self.out.append(f"<{tag}{_written(kept)}>")
        self.open.append(Open(came or tag, tag, len(self.out)))

    def _pop(self) -> Open:
        """Close the last; one that holds nothing was never there."""
        entry = self.open.pop()
        if entry.tag is None:
            return entry
        if entry.tag in BLOCKS:
            self._end_line(entry)
        if len(self.out) == entry.at:
            self.out.pop()
            return entry
        self.out.append(f"</{entry.tag}>")
        if entry.tag in BLOCKS:
            self.line_ends = False
        if self._top() == ROOT:
            self.out.append("\n")
            self.has_h2 = self.has_h2 or entry.tag == "h2"
        return entry

    def _end_line(self, entry: Open) -> None:
        """No space before the end of a block."""
        if len(self.out) > entry.at and not self.out[-1].startswith("<"):
            words = self.out.pop().removesuffix(" ")
            if words:
                self.out.append(words)

    def _top(self) -> str:
        """The element that the next thing would stand in."""
        return next((e.tag for e in reversed(self.open) if e.tag), ROOT)

    def _block(self) -> str:
        tags = (e.tag for e in reversed(self.open) if e.tag and e.tag not in MARKS)
        return next(tags, ROOT)

    def _list(self) -> Open | None:
        return next((e for e in self.open if e.tag in ("ul", "ol")), None)

    def _is_new(self) -> bool:
        """Whether the block has no words yet."""
        block = next(e for e in reversed(self.open) if e.tag in BLOCKS)
        return all(
            part.startswith("<") and part[1] != "/" for part in self.out[block.at :]
        )

    def finish(self) -> str:
        while self.open:
            self._pop()
        return "".join(self.out).strip()


def _written(kept: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
