"""What the verbs share, inside their transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from clinic.models import User
from education.actions.problems import Refused
from education.findings import Finding, findings
from education.models import Article


def locked(article: Article) -> Article:
    """The article as it stands now; nobody else changes it meanwhile."""
    found = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk)
    row = found.first()
    if row is None:
        raise Refused(_("This article is not there any more."))
    return row


def grave_in(article: Article, *, now: datetime) -> list[Finding]:
    """What keeps these words from being on the site."""
    return [finding for finding in findings(article, now=now) if finding.grave]


def fit_to_show(article: Article, *, now: datetime) -> None:
    """What is published is never changed into what could not be published."""
    if article.status == Article.Status.PUBLISHED and grave_in(article, now=now):
        raise Refused(
            _("Not saved: on the site, these words would have to be mended first.")
        )


def recorded(article: Article, *, what: str, by: User, now: datetime) -> Article:
    """Save it as a new revision: who, when, and what was done."""
    article.updated_at = now
    article._history_user = by
    article._history_date = now
    article._change_reason = what[:100]
    article.save()
    return article
