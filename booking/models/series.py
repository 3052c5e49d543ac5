"""Series: the same time every week or fortnight, each date an appointment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import UtcText


class Series(models.Model):
    """What ties dates together; every one of them is an appointment with its guards.

    The first of its dates is held, answered and booked; the others go along with it.
    """

    class Every(models.IntegerChoices):
        WEEK = 1, _("Every week")
        FORTNIGHT = 2, _("Every second week")

    every = models.PositiveSmallIntegerField(choices=Every.choices)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                condition=Q(every__in=[1, 2]), name="series_every_week_or_second"
            ),
            UtcText(name="series_in_utc", fields=["made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_every_display()}, {self.made_at:%Y-%m-%d %H:%M}"
