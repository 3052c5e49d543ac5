"""Write an article, and go back to what it was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.models import User
from education.actions.citing import cite
from education.actions.problems import Refused
from education.actions.steps import fit_to_show, locked, recorded
from education.models import Article, OldSlug

# What a revision brings back; its state, review and time stay as they are now.
WORDS = (
    *("title", "summary", "topic_id", "body", "lead_id", "drawing", "drawing_alt"),
    *("treatments", "screening_items"),
)


@transaction.atomic
def keep(article: Article, *, by: User, now: datetime) -> Article:
    """Save what was written; an address it was known by leads to the new one.

    Raises Refused where it is on the site and its new words have something grave.
    """
    if article.pk is None:
        article.written_by = by
        what = _("Begun")
    else:
        _keep_address(article)
        fit_to_show(article, now=now)
        what = _("Changed")
    recorded(article, what=what, by=by, now=now)
    cite(article)
    return article


@transaction.atomic
def restore(article: Article, revision: int, *, by: User, now: datetime) -> Article:
    """Bring back the words of an earlier revision, as a new one."""
    article = locked(article)
    then = article.revisions.filter(pk=revision).first()
    if then is None:
        raise Refused(_("There is no such revision of this article."))
    for name in WORDS:
        setattr(article, name, getattr(then, name))
    fit_to_show(article, now=now)
    when = then.history_date.strftime("%Y-%m-%d %H:%M")
    what = _("Brought back the words of %(when)s UTC") % {"when": when}
    recorded(article, what=what, by=by, now=now)
    cite(article)
    return article


def _keep_address(article: Article) -> None:
    before = locked(article)
    if before.slug != article.slug and before.publish_at is not None:
        OldSlug.objects.filter(slug=article.slug, article=article).delete()
        OldSlug.objects.get_or_create(slug=before.slug, defaults={"article": article})
