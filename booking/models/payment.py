"""Money taken at the desk: noted, never moved from here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.appointment import Appointment


class Payment(models.Model):
    """What was paid for a session, how, and to whom; undone, but never changed."""

    class How(models.TextChoices):
        CARD = "card", _("card")
        CASH = "cash", _("cash")
        OTHER = "other", _("other")

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="payments"
    )
    how = models.CharField(_("how"), max_length=5, choices=How.choices)
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(undone_at__isnull=True),
                name="payment_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="payment_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["card", "cash", "other"]),
                name="payment_how_known",
            ),
            Frozen(
                name="payment_frozen",
                fields=[
                    "appointment",
                    "how",
                    "cents",
                    "currency",
                    "taken_at",
                    "taken_by",
                ],
                delete=True,
            ),
            Frozen(
                name="payment_undone_once",
                fields=["undone_at", "undone_by"],
                condition=Q(undone_at__isnull=False),
            ),
            UtcText(name="payment_in_utc", fields=["taken_at", "undone_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"
