"""What stands beside an article's form: findings, preview, review, publishing."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.models import User
from education.admin.form import (
    AsideForm,
    AskForm,
    BackForm,
    ConfirmForm,
    OutsideForm,
    PublishForm,
)
from education.admin.workflow import reviewers
from education.findings import Finding, findings
from education.models import Article
from education.previews import token_for

# kind -> its title, and what to do; in the order they are shown
KINDS = {
    "review": (_("Health review"), _("Ask for one below.")),
    "word": (_("Words to avoid"), _("Say it another way, or mark it as a myth check.")),
    "study": (_("Studies"), _("Choose confirmed studies for the mark.")),
    "link": (_("Links"), _("Mend the link or take it out.")),
    "picture": (_("Pictures"), _("See to the words of the picture.")),
    "heading": (_("Headings"), _("Give each part its own heading.")),
    "claim": (
        _("Claims without a mark"),
        _("Select the sentence and say how sure it is, or say less."),
    ),
}


def beside(article: Article, user: User, now: datetime) -> dict[str, Any]:
    """All of it, for who may write; the forms say what each may do."""
    found = findings(article, now=now)
    aside = {row.key: row for row in article.set_aside.select_related("by")}
    standing = [one for one in found if one.grave or one.key not in aside]
    link = reverse("education:article_preview", args=[token_for(article)])
    return {
        "groups": _grouped(standing),
        "grave": sum(one.grave for one in found),
        "aside": [(one, aside[one.key]) for one in found if one not in standing],
        "preview_link": f"{settings.SITE_URL}{link}",
        "forms": _forms(article, user, now),
        "may_publish": user.has_perm("education.publish_article"),
    }


def _grouped(standing: list[Finding]) -> list[tuple[Any, Any, list[Any]]]:
    """By kind: its title, what to do, each finding and its form to set it aside."""
    places = list(KINDS)
    ordered = sorted(standing, key=lambda one: places.index(one.kind))
    return [
        (*KINDS[kind], [(one, _aside_form(one)) for one in group])
        for kind, group in groupby(ordered, key=lambda one: one.kind)
    ]


def _aside_form(finding: Finding) -> AsideForm | None:
    if finding.grave:
        return None
    short = finding.key.replace(":", "-")
    return AsideForm(initial={"key": finding.key}, auto_id=f"aside-{short}-%s")


def _forms(article: Article, user: User, now: datetime) -> dict[str, Any]:
    """Only those that can be sent as the article stands now."""
    forms: dict[str, Any] = {}
    published = article.status == Article.Status.PUBLISHED
    if not published:
        among = reviewers(article)
        forms["ask"] = AskForm(among=among) if among.exists() else None
    forms["outside"] = OutsideForm(auto_id="outside-%s")
    if article.asked_id == user.pk:
        forms["confirm"] = ConfirmForm(auto_id="confirm-%s")
    if article.status == Article.Status.IN_REVIEW:
        forms["back"] = BackForm(auto_id="back-%s")
    if user.has_perm("education.publish_article"):
        forms["publish"] = PublishForm(auto_id="publish-%s")
        forms["unpublish"] = published
        forms["scheduled"] = published and bool(
            article.publish_at and article.publish_at > now
        )
    return forms
