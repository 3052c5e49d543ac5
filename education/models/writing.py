"""What helps to write honestly: words to avoid, findings set aside with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.article import Article


class WordToAvoid(models.Model):
    """A word that says more than is known; staff keep the list."""

    words = models.CharField(
        _("word or words"),
        max_length=80,
        unique=True,
        help_text=_("As they stand in a sentence; endings are found by themselves."),
    )
    reason = models.CharField(_("why not"), max_length=200)
    instead = models.CharField(_("say instead"), max_length=200, blank=True)
    grave = models.BooleanField(
        _("stops publishing"),
        default=True,
        help_text=_("Untick it where a sentence may need the word after all."),
    )

    class Meta:
        verbose_name = _("word to avoid")
        verbose_name_plural = _("words to avoid")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class SetAside(models.Model):
    """A finding that somebody has looked at and lets stand, and why."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="set_aside")
    key = models.CharField(max_length=120)
    reason = models.CharField(_("why it may stand"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("finding set aside")
        verbose_name_plural = _("findings set aside")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key"], name="finding_set_aside_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"
