"""An article as its page shows it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from education.body import Mark, read
from education.models import Article, Comment, Evidence, Study
from education.pictures import pictures_html, shown

SHARED = 960  # pixels: the width of the picture a shared link shows


def reading_of(article: Article) -> dict[str, Any]:
    """The text in its parts, the studies it names, and what else to read."""
    studies = _studies(article)
    numbers = {study.slug: place for place, study in enumerate(studies, start=1)}
    rough = read(article.body)
    labels = {_key(mark): _label(mark, numbers) for mark in rough.marks}
    text = read(article.body, labels, pictures_html(rough.pictures))
    return {
        "article": article,
        "text": text,
        "sections": [heading for heading in text.headings if heading.level == 2],
        "places": [heading for heading in text.headings if heading.level > 2],
        "studies": studies,
        "lead": shown(article.lead, lazy=False) if article.lead else "",
        "image": article.lead.url(SHARED) if article.lead else "",
        "related": article.related.published(timezone.now()).rows(),
        "comments": article.comments.filter(state=Comment.State.APPROVED),
        # A draft that somebody looks at beforehand has nobody to reply to it.
        "replies_open": not getattr(article, "replies_closed", True),
    }


def _studies(article: Article) -> list[Study]:
    """Those confirmed, in the order the text names them."""
    rows = article.citations.select_related("study").filter(study__confirmed=True)
    return [row.study for row in rows]


def _key(mark: Mark) -> str:
    return f"{mark.label} {' '.join(mark.studies)}".strip()


def _label(mark: Mark, numbers: dict[str, int]) -> SafeString:
    """The branch and the words, with the numbers of the studies it leads to."""
    cited = [(key, numbers[key]) for key in mark.studies if key in numbers]
    context = {"evidence": Evidence(mark.label), "cited": cited}
    return render_to_string("education/_mark.html", context)
