"""Whether there is something to go back to."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import UtcText


class BackupManager(models.Manager["Backup"]):
    def current(self) -> "Backup":
        """The one row; a blank one, not saved, before the first backup."""
        return self.first() or Backup()

    def note(self, **moments: datetime) -> None:
        self.update_or_create(pk=1, defaults=moments)


class Backup(models.Model):
    """When a backup was last made, and when one was last restored whole; one row."""

    made_at = models.DateTimeField(_("made"), null=True)
    restored_at = models.DateTimeField(
        _("restored"), null=True, help_text=_("To try it, or in earnest.")
    )

    objects = BackupManager()

    class Meta:
        verbose_name = verbose_name_plural = _("backup")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="backup_is_one_row"),
            UtcText(name="backup_in_utc", fields=["made_at", "restored_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}" if self.made_at else "none"
