"""What happened to an appointment, one row for each thing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.status import Status


class AppointmentEvent(models.Model):
    """One thing that happened to an appointment, written with it."""

    appointment = models.ForeignKey(
        "booking.Appointment", models.CASCADE, related_name="events"
    )
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "id"]
        constraints = [
            Frozen(
                name="event_frozen",
                fields=["appointment", "at", "what", "status", "by", "reason"],
            ),
            UtcText(name="event_in_utc", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
