"""A health reviewer reads what somebody else has written."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.models import User
from education.actions.problems import Refused
from education.actions.steps import locked, recorded
from education.models import Article

GOOD_FOR = timedelta(days=365)


@transaction.atomic
def ask_for_review(
    article: Article, reviewer: User, *, by: User, now: datetime
) -> Article:
    """Ask somebody who may review, and is not the author, to read it."""
    article = locked(article)
    if article.status == Article.Status.PUBLISHED:
        raise Refused(_("This article is published. Take it off the site first."))
    if not reviewer.is_active or not reviewer.has_perm("education.review_article"):
        raise Refused(_("%(name)s may not review articles.") % {"name": reviewer.name})
    _another(article, reviewer.name, reviewer)
    article.asked, article.status = reviewer, Article.Status.IN_REVIEW
    what = _("Review asked of %(name)s") % {"name": reviewer.name}
    return recorded(article, what=what, by=by, now=now)


@transaction.atomic
def confirm_review(
    article: Article, *, profession: str, by: User, now: datetime, today: date
) -> Article:
    """The one asked has read it and stands by it with name and profession."""
    article = locked(article)
    if article.asked_id != by.pk:
        raise Refused(_("Somebody else was asked to review this article."))
    if not by.has_perm("education.review_article"):
        raise Refused(_("%(name)s may not review articles.") % {"name": by.name})
    _another(article, by.name, by)
    _note(article, by.name, profession, today)
    return recorded(article, what=_("Reviewed"), by=by, now=now)


@transaction.atomic
def note_outside_review(
    article: Article,
    *,
    name: str,
    profession: str,
    on: date,
    by: User,
    now: datetime,
    today: date,
) -> Article:
    """Somebody from outside has read it: who, of what profession, and when."""
    article = locked(article)
    if on > today:
        raise Refused(_("The day of the review is still to come."))
    _another(article, name)
    if _same(name, by.name):
        raise Refused(_("Somebody from outside reviews it here, not yourself."))
    _note(article, name, profession, on)
    article.asked = None
    if article.status == Article.Status.DRAFT:
        article.status = Article.Status.IN_REVIEW
    return recorded(article, what=_("Outside review noted"), by=by, now=now)


@transaction.atomic
def send_back(article: Article, *, why: str, by: User, now: datetime) -> Article:
    """It needs more work first; the reason stands among the revisions."""
    article = locked(article)
    if article.status != Article.Status.IN_REVIEW:
        raise Refused(_("This article is not in review."))
    if not why.strip():
        raise Refused(_("Please say what is missing."))
    article.status, article.asked = Article.Status.DRAFT, None
    what = _("Sent back: %(why)s") % {"why": why.strip()}
    return recorded(article, what=what, by=by, now=now)


def _note(article: Article, name: str, profession: str, on: date) -> None:
    if not name.strip() or not profession.strip():
        raise Refused(_("Please give the reviewer's name and profession."))
    article.reviewer = f"{name.strip()}, {profession.strip()}"[:160]
    article.reviewed_on, article.review_due = on, on + GOOD_FOR
    article.reviewed_words = article.words_now


def _another(article: Article, name: str, user: User | None = None) -> None:
    """Nobody reviews their own words."""
    wrote = user is not None and user.pk == article.written_by_id
    if wrote or _same(name, article.author.split(",")[0]):
        raise Refused(_("Somebody other than the author reviews it."))


def _same(name: str, other: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(other.casefold().split())
