"""The clinic's own words for a kind of mail, where they differ from the site's."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from booking.constraints import UtcText

WORDED = ("subject", "heading", "lines", "button")


class Wording(models.Model):
    """What staff have changed of one kind of mail; an empty text is the site's own."""

    kind = models.CharField(_("e-mail"), max_length=20, primary_key=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    lines = models.CharField(_("text"), max_length=4000, blank=True)
    button = models.CharField(_("button"), max_length=40, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    history = HistoricalRecords(excluded_fields=["changed_by", "changed_at"])
    # Each change by whom and when: read by django-simple-history.
    _history_user: Any
    _history_date: datetime

    class Meta:
        verbose_name = _("words of an e-mail")
        verbose_name_plural = _("words of the e-mails")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="", heading="", lines="", button=""),
                name="wording_differs",
            ),
            models.CheckConstraint(
                condition=Q(kind__length__lte=20)
                & Q(subject__length__lte=120)
                & Q(heading__length__lte=120)
                & Q(lines__length__lte=4000)
                & Q(button__length__lte=40),
                name="wording_texts_fit",
            ),
            UtcText(name="wording_in_utc", fields=["changed_at"]),
        ]

    def __str__(self) -> str:
        return self.kind
