"""What readers write under an article."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from education.models.article import Article


class Comment(models.Model):
    """A reader's words, shown once somebody has approved them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(
        _("e-mail"), max_length=254, blank=True, help_text=_("Never shown.")
    )
    text = models.TextField(_("text"), max_length=2000)
    written_at = models.DateTimeField(_("written"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(email=""),
                name="comment_email_erased_after_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"
