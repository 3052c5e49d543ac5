"""Rows of the reading room: keyword-only functions, each as a plain one would be."""

from datetime import date
from io import BytesIO
from itertools import count

from PIL import Image

from education.actions import add_picture, cite
from education.models import Article, Comment, Study, Topic
from tests.factories import NOW

_numbers = count(1)
BODY = (
    "<p>Rest is a skill.</p>"
    "<h2>What is known</h2>"
    '<p><span data-evidence="good" data-studies="e46">A warm bath helps people fall '
    "asleep.</span></p>"
)


def make_topic(*, slug="sleep", **fields):
    wanted = {"title": slug.capitalize()} | fields
    return Topic.objects.get_or_create(slug=slug, defaults=wanted)[0]


def make_study(*, slug="e46", **fields):
    wanted = {
        "authors": "Haghayegh and others",
        "year": 2019,
        "title": "Warm baths before bed",
        "journal": "Sleep Medicine Reviews",
        "evidence": "good",
        "summary": "A warm bath an hour or two before bed helps.",
        "confirmed": True,
    } | fields
    return Study.objects.get_or_create(slug=slug, defaults=wanted)[0]


def make_article(*, study=True, **fields):
    """Reviewed and published an hour ago, unless fields say otherwise."""
    number = next(_numbers)
    if study:
        make_study()
    wanted = {
        "slug": f"article-{number}",
        "title": f"Article {number}",
        "summary": "What is known, and what is not.",
        "body": BODY,
        "author": "Mina Tal",
        "reviewer": "Dr Anna Prior, GP",
        "reviewed_on": date(2026, 10, 21),
        "review_due": date(2027, 10, 21),
        "status": Article.Status.PUBLISHED,
        "publish_at": NOW,
        "updated_at": NOW,
    } | fields
    wanted.setdefault("topic", make_topic())
    article = Article.objects.create(**wanted)
    cite(article)
    return article


def make_draft(**fields):
    """Written by somebody, read by nobody."""
    unread = {"reviewer": "", "reviewed_on": None, "review_due": None}
    plain = {"status": Article.Status.DRAFT, "publish_at": None}
    return make_article(**{**unread, **plain, **fields})


def make_comment(*, article, **fields):
    wanted = {
        "name": "Hannah",
        "email": "hannah@whitlock.example",
        "text": "I slept well.",
        "written_at": NOW,
    } | fields
    return Comment.objects.create(article=article, **wanted)


def picture_file(*, size=(1200, 800), colour="teal", form="JPEG", **options):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    out.seek(0)
    return out


def make_picture(*, alt="Two towels on a chair", **fields):
    return add_picture(picture_file(**fields), alt=alt)
