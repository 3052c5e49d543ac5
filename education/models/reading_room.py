"""What one decides once for the whole reading room."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReadingRoomManager(models.Manager["ReadingRoom"]):
    def current(self) -> "ReadingRoom":
        """The one reading room; one as it comes, not saved, before it is set up."""
        return self.first() or ReadingRoom()


class ReadingRoom(models.Model):
    """One row: what holds for all articles."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    replies_open = models.BooleanField(
        _("readers may reply"),
        default=True,
        help_text=_(
            "A reply is shown once somebody has approved it. Switched off, nobody can "
            "write one; those shown stay."
        ),
    )

    objects = ReadingRoomManager()

    class Meta:
        verbose_name = _("reading room")
        verbose_name_plural = _("reading room")
        constraints = [
            models.CheckConstraint(condition=Q(only=1), name="reading_room_is_one")
        ]

    def __str__(self) -> str:
        return str(_("Reading room"))
