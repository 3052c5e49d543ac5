"""The sentences of a text, each with its heading and the marks on it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = ("h2", "h3")
LINES = ("p", "li", "figcaption", "ul", "ol", "blockquote", *HEADINGS)
# After a full stop, before what begins a sentence: "3.5 hours" and "e.g. tea" stay.
END = re.compile(r"(?<=[.!?])[”’\"')\]]*\s+(?=[A-Z0-9“‘\"'(])")


@dataclass(frozen=True, slots=True)
class Sentence:
    words: str
    under: str
    labels: frozenset[str] = field(default_factory=frozenset)
    is_heading: bool = False


def sentences(body: str) -> list[Sentence]:
    """Those of a clean text, in order; a heading is one too."""
    reader = _Lines()
    reader.feed(body)
    reader.close()
    reader.end_line()
    return reader.found


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Sentence] = []
        self.under = ""
        self.marks: list[str] = []
        self.pieces: list[tuple[str, str]] = []  # words, and the label on them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES:
            self.end_line()
        elif tag == "span":
            self.marks.append(dict(attrs).get("data-evidence") or "")
        elif tag == "br":
            self.pieces.append((" ", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.under = " ".join("".join(words for words, _ in self.pieces).split())
        if tag in LINES:
            self.end_line(is_heading=tag in HEADINGS)
        elif tag == "span" and self.marks:
            self.marks.pop()

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, self.marks[-1] if self.marks else ""))

    def end_line(self, *, is_heading: bool = False) -> None:
        line = "".join(words for words, _label in self.pieces)
        labelled = [label for words, label in self.pieces for _letter in words]
        begins = 0
        for end in [*END.finditer(line), None]:
            stops = end.start() if end else len(line)
            words = " ".join(line[begins:stops].split())
            labels = frozenset(filter(None, labelled[begins:stops]))
            if words:
                self.found.append(Sentence(words, self.under, labels, is_heading))
            begins = end.end() if end else stops
        self.pieces = []
