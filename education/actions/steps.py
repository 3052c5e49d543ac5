"""What the verbs share, inside their transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from clinic.models import User
from education.actions.problems import Refused
from education.models import Article


def locked(article: Article) -> Article:
    """The article as it stands now; nobody else changes it meanwhile."""
    found = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk)
    row = found.first()
    if row is None:
        raise Refused(_("This article is not there any more."))
    return row


def recorded(article: Article, *, what: str, by: User, now: datetime) -> Article:
    """Save it as a new revision: who, when, and what was done."""
    article.updated_at = now
    article._history_user = by
    article._history_date = now
    article._change_reason = what[:100]
    article.save()
    return article
