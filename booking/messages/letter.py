"""A mail's words as they are written, with places, and as they arrive, filled in.

Blocks are parted by blank lines. A line that starts with "# " is a small heading, lines
that start with "- " are points of a list; all else is a paragraph.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.conf import settings

PLACE = re.compile(r"\{([a-z_]+)\}")
HEADING, POINT = "# ", "- "

Fill = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one kind of mail; `also` are places its words may use besides."""

    subject: Any
    heading: Any
    lines: tuple[Any, ...]
    button: Any
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(map(str, self.lines))


class Line(str):
    """Words of a mail, with our own addresses in them to be pressed."""

    __slots__ = ()

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """In order, each with whether it is an address of ours."""
        ours = re.compile(rf"({re.escape(settings.SITE_URL)}/[\w/-]*)")
        parts = enumerate(ours.split(self))
        return [(words, bool(at % 2)) for at, words in parts if words]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or the points of a list, or a paragraph."""

    title: Line = Line("")
    points: tuple[Line, ...] = ()
    words: Line = Line("")


@dataclass(frozen=True, slots=True)
class Words:
    """One mail: its subject, its heading, its text, and what its button does."""

    subject: str
    heading: str
    blocks: tuple[Block, ...]
    button: str


def filled(letter: Letter, fill: Fill) -> Words:
    """The words with every place filled; what a place leaves empty is left out."""
    return Words(
        subject=_line(str(letter.subject), fill),
        heading=_line(str(letter.heading), fill),
        blocks=tuple(_with_something_below(_blocks(letter.text, fill))),
        button=_line(str(letter.button), fill),
    )


def places_in(text: str) -> list[str]:
    return list(dict.fromkeys(PLACE.findall(text)))


def _line(text: str, fill: Fill) -> str:
    return PLACE.sub(lambda match: fill(match[1]), text)


def _blocks(text: str, fill: Fill) -> Iterator[Block]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        kept = [
            line.strip()
            for line in block.split("\n")
            if line.strip() and says_all(line, fill)
        ]
        yield from _parts(kept, fill)


def says_all(text: str, fill: Fill) -> bool:
    """Whether no place in it is empty."""
    return all(fill(name) for name in places_in(text))


def _parts(lines: list[str], fill: Fill) -> Iterator[Block]:
    """One block of text, cut where a heading or a list begins or ends."""
    together: list[str] = []
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if line.startswith(HEADING):
            yield Block(title=Line(_line(line.removeprefix(HEADING), fill)))
            continue
        together.append(line)
        if after.startswith(HEADING) or _is_point(after) != _is_point(line):
            yield _block(together, fill)
            together = []
    if together:
        yield _block(together, fill)


def _is_point(line: str) -> bool:
    return line.startswith(POINT)


def _block(lines: list[str], fill: Fill) -> Block:
    said = [Line(_line(line.removeprefix(POINT), fill)) for line in lines]
    if _is_point(lines[0]):
        return Block(points=tuple(said))
    return Block(words=Line("\n".join(said)))


def _with_something_below(blocks: Iterator[Block]) -> Iterator[Block]:
    """Without headings that nothing stands under."""
    listed = list(blocks)
    for block, after in zip_longest(listed, listed[1:]):
        if not block.title or (after and not after.title):
            yield block
