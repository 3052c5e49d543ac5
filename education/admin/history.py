"""The revisions of an article: who, when, what was done, and which words changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from education.elements import BLOCKS
from education.models import Article

MOST = 30
AROUND = 12  # words shown on either side of a change
NAMED = {
    "title": _("title"),
    "slug": _("address"),
    "summary": _("summary"),
    "topic_id": _("topic"),
    "lead_id": _("picture at the top"),
    "drawing": _("drawing at the top"),
    "drawing_alt": _("what the drawing shows"),
    "author": _("author"),
    "reviewer": _("health reviewer"),
    "status": _("state"),
    "publish_at": _("publish at"),
    "treatments": _("related treatments"),
    "screening_items": _("related questions"),
}
LINES = re.compile(rf"(?:</(?:{'|'.join(BLOCKS)})>|<br>|\n)+")
MARK = re.compile(r'<span data-evidence="(\w+)"(?: data-studies="([^"]*)")?>')
PLACE = re.compile(r'<\w+ data-(book|picture|conditions)="([\w-]*)">')
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\n|[^\s]+")


@dataclass(frozen=True, slots=True)
class Revision:
    pk: int
    at: datetime
    by: str
    what: str
    changes: list[tuple[Any, SafeString]]
    is_latest: bool


def revisions(article: Article) -> list[Revision]:
    """The latest first, each with what it changed of the one before."""
    rows = list(article.revisions.select_related("history_user")[: MOST + 1])
    before = [*rows[1:], None]
    pairs = zip(rows, before, strict=True)
    return [_revision(row, then, row is rows[0]) for row, then in pairs][:MOST]


def _revision(row: Any, before: Any, is_latest: bool) -> Revision:
    return Revision(
        pk=row.history_id,
        at=row.history_date,
        by=str(row.history_user or _("the starting articles")),
        what=row.history_change_reason or "",
        changes=[] if before is None else list(_changes(before, row)),
        is_latest=is_latest,
    )


def _changes(before: Any, after: Any) -> Iterator[tuple[Any, SafeString]]:
    for name, label in NAMED.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield label, changed(_told(old), _told(new))
    if before.body != after.body:
        yield _("text"), changed(in_words(before.body), in_words(after.body))


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")


def in_words(body: str) -> str:
    """A text to be read, not shown: a line for each block, marks in brackets."""
    text = MARK.sub(r"[\1 \2: ", body).replace("</span>", "]")
    text = PLACE.sub(_place, LINES.sub("\n", text))
    unescaped = TAG.sub("", text).replace("&lt;", "<").replace("&gt;", ">")
    for entity, letter in (("&#x27;", "'"), ("&quot;", '"'), ("&amp;", "&")):
        unescaped = unescaped.replace(entity, letter)
    return unescaped.strip()


def _place(match: re.Match[str]) -> str:
    kind, name = match.groups()
    return f"[{kind} {name[:8] if kind == 'picture' else name}] "


def changed(old: str, new: str) -> SafeString:
    """The new words with what came and went; long stretches left alone are cut."""
    before, after = WORD.findall(old), WORD.findall(new)
    parts: list[str] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            parts.append(escape(_shortened(after[new_from:new_to])))
            continue
        if old_to > old_from:
            parts.append(f"<del>{escape(' '.join(before[old_from:old_to]))}</del>")
        if new_to > new_from:
            parts.append(f"<ins>{escape(' '.join(after[new_from:new_to]))}</ins>")
    # Every piece was escaped above.
    return mark_safe(" ".join(parts))  # noqa: S308


def _shortened(words: list[str]) -> str:
    if len(words) > 2 * AROUND:
        words = [*words[:AROUND], "…", *words[-AROUND:]]
    return " ".join(words)
