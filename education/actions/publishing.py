"""When an article is on the site, and when not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import User
from education.actions.problems import Refused
from education.actions.steps import grave_in, locked, recorded
from education.models import Article


@transaction.atomic
def publish(
    article: Article, *, by: User, now: datetime, at: datetime | None = None
) -> Article:
    """Put it on the site now, or from the moment `at`; a moment past is now."""
    article = locked(article)
    grave = len(grave_in(article, now=now))
    if grave:
        raise Refused(
            ngettext(
                "Not published: %(n)s thing has to be mended first.",
                "Not published: %(n)s things have to be mended first.",
                grave,
            )
            % {"n": grave}
        )
    starts = now if at is None or at < now else at
    if article.status != Article.Status.PUBLISHED or at is not None:
        article.publish_at = starts
    article.status = Article.Status.PUBLISHED
    what = _("Published") if starts == now else _("Set to be published later")
    return recorded(article, what=what, by=by, now=now)


@transaction.atomic
def unpublish(article: Article, *, by: User, now: datetime) -> Article:
    """Take it off the site; its review stays noted, its text is a draft again."""
    article = locked(article)
    if article.status != Article.Status.PUBLISHED:
        raise Refused(_("This article is not published."))
    article.status = Article.Status.DRAFT
    return recorded(article, what=_("Taken off the site"), by=by, now=now)
