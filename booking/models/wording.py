"""The clinic's own words for a kind of mail, where they differ from the site's."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from clinic.models import User

MOST = {"subject": 120, "heading": 120, "lines": 4000, "button": 40}  # letters
TEXTS = tuple(MOST)


class WordingQuerySet(models.QuerySet["Wording"]):
    def latest_of(self, kind: str) -> "Wording | None":
        """What is in use for that kind of mail, or None where nobody changed it."""
        return self.filter(kind=kind).order_by("-number").first()

    def in_use(self, kinds: Iterable[str]) -> "dict[str, Wording]":
        """The same for several kinds."""
        rows = self.filter(kind__in=kinds).order_by("number")
        return {row.kind: row for row in rows}

    def keep(
        self, kind: str, texts: dict[str, str], *, seen: int, by: User, now: datetime
    ) -> "Wording":
        """Write them as the next version after the one that was seen.

        Raises IntegrityError where somebody else has written that one.
        """
        return self.create(
            kind=kind,
            number=seen + 1,
            changed_by=by,
            changed_at=now,
            **{name: texts.get(name, "") for name in TEXTS},
        )


class Wording(models.Model):
    """One version of what staff have changed of one kind of mail; never changed.

    An empty text is the site's own; where all four are, the mail is as it came.
    """

    kind = models.CharField(_("e-mail"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    subject = models.CharField(_("subject"), max_length=MOST["subject"], blank=True)
    heading = models.CharField(_("heading"), max_length=MOST["heading"], blank=True)
    lines = models.CharField(_("text"), max_length=MOST["lines"], blank=True)
    button = models.CharField(_("button"), max_length=MOST["button"], blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed"))

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of an e-mail")
        verbose_name_plural = _("words of the e-mails")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="wording_one_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(kind__length__lte=20)
                & Q(subject__length__lte=MOST["subject"])
                & Q(heading__length__lte=MOST["heading"])
                & Q(lines__length__lte=MOST["lines"])
                & Q(button__length__lte=MOST["button"]),
                name="wording_texts_fit",
            ),
            Frozen(
                name="wording_frozen",
                fields=["kind", "number", *TEXTS, "changed_by", "changed_at"],
                delete=True,
            ),
            UtcText(name="wording_in_utc", fields=["changed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def texts(self) -> dict[str, str]:
        """What differs from the site's own words."""
        texts = {name: getattr(self, name) for name in TEXTS}
        return {name: text for name, text in texts.items() if text}
