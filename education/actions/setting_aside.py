"""Findings that may stand, and why."""

from datetime import datetime

from django.utils.translation import gettext as _

from clinic.models import User
from education.actions.problems import Refused
from education.findings import findings
from education.models import Article, SetAside


def set_aside(
    article: Article, key: str, *, reason: str, by: User, now: datetime
) -> SetAside:
    """Let a finding stand, for a reason; a grave one never may."""
    found = {finding.key: finding for finding in findings(article, now=now)}
    if key not in found:
        raise Refused(_("This is not found any more."))
    if found[key].grave:
        raise Refused(_("This one cannot be set aside. Please mend it."))
    if not reason.strip():
        raise Refused(_("Please say why it may stand."))
    noted = {"reason": reason.strip()[:200], "by": by, "at": now}
    row, _new = SetAside.objects.get_or_create(article=article, key=key, defaults=noted)
    return row


def take_back(article: Article, key: str) -> None:
    """Show the finding again."""
    article.set_aside.filter(key=key).delete()
