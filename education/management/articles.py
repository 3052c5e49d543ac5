"""The starting articles and study cards, read from the files of the app."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from education.actions.citing import cite
from education.models import Article, OldSlug, Study, Topic, WordToAvoid

DATA = Path(__file__).resolve().parent.parent / "data"
LISTS = ("treatments", "screening_items", "related")


@dataclass(frozen=True, slots=True)
class File:
    """A readable file: a head of `key: value` lines, a line of dashes, the text."""

    slug: str
    head: dict[str, str]
    body: str

    @classmethod
    def open(cls, path: Path) -> "File":
        head, _dashes, body = path.read_text().partition("\n---\n")
        pairs = (line.partition(":") for line in head.splitlines() if line.strip())
        fields = {key.strip(): value.strip() for key, _colon, value in pairs}
        return cls(path.stem, fields, body.strip())

    def words(self, key: str) -> list[str]:
        return [w.strip() for w in self.head.get(key, "").split(",") if w.strip()]


@transaction.atomic
def load(*, now: datetime) -> int:
    """Make what is missing; what is there, edited or not, stays. How many were made."""
    for number, entry in enumerate(_json("topics.json")):
        Topic.objects.get_or_create(
            slug=entry["slug"],
            defaults={"title": entry["title"], "line": entry["line"], "place": number},
        )
    if not WordToAvoid.objects.exists():  # one that staff took off the list stays off
        WordToAvoid.objects.bulk_create(WordToAvoid(**w) for w in _json("words.json"))
    for entry in _json("studies.json"):
        _load_study(dict(entry))
    files = [File.open(path) for path in sorted((DATA / "articles").glob("*.html"))]
    taken = _taken()
    missing = [file for file in files if file.slug not in taken]
    for file in missing:
        _load_article(file, now)
    for file in missing:
        article = Article.objects.get(slug=file.slug)
        article.related.set(Article.objects.filter(slug__in=file.words("related")))
    return len(missing)


def _taken() -> set[str]:
    """The addresses articles have, or had: one that moved was not lost."""
    articles = Article.objects.values_list("slug", flat=True)
    return {*articles, *OldSlug.objects.values_list("slug", flat=True)}


def _json(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / name).read_text())
    return rows


def _load_study(entry: dict[str, Any]) -> None:
    key = entry.pop("key")
    entry["evidence"] = entry.pop("label")
    fields = {name: value or "" for name, value in entry.items()}
    fields |= {"year": entry["year"] or None, "confirmed": entry["confirmed"]}
    Study.objects.get_or_create(slug=key, defaults=fields)


def _load_article(file: File, now: datetime) -> None:
    head = file.head
    article = Article(
        slug=file.slug,
        title=head["title"],
        summary=head["summary"],
        topic=Topic.objects.get(slug=head["topic"]),
        body=file.body,
        drawing=head.get("drawing", ""),
        drawing_alt=head.get("drawing_alt", ""),
        author=head["author"],
        reviewer=head["reviewer"],
        reviewed_on=date.fromisoformat(head["reviewed_on"]),
        review_due=date.fromisoformat(head["review_due"]),
        status=Article.Status.PUBLISHED,
        publish_at=now,
        updated_at=now,
        treatments=file.words("treatments"),
        screening_items=file.words("screening_items"),
    )
    article.reviewed_words = article.words_now
    article._history_date, article._change_reason = now, "Starting article"
    article.save()
    cite(article)
