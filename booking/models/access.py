"""Who read whose health answers, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.screening import Screening


class AccessRecord(models.Model):
    """One reading of health answers, written in the same transaction; never changed."""

    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    screening = models.ForeignKey(
        Screening, models.PROTECT, related_name="access_records"
    )
    why = models.CharField(_("why"), max_length=200)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at"]
        constraints = [
            Frozen(
                name="access_record_frozen",
                fields=["who", "screening", "why", "at"],
                delete=True,
            ),
            UtcText(name="access_record_in_utc", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.at:%Y-%m-%d %H:%M}"
