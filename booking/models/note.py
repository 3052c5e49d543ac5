"""What a therapist writes about a session."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.fields import EncryptedJSONField
from booking.models.appointment import Appointment


class SessionNote(models.Model):
    """A note on a session: a draft until it is signed, then only added to."""

    seal = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    text = EncryptedJSONField(bound_to="seal")
    written_at = models.DateTimeField(_("written"))
    signed_at = models.DateTimeField(_("signed"), null=True)
    adds_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="addenda"
    )

    class Meta:
        verbose_name = _("session note")
        verbose_name_plural = _("session notes")
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "author"],
                condition=Q(signed_at__isnull=True),
                name="note_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(adds_to__isnull=True) | Q(signed_at__isnull=False),
                name="note_addendum_is_signed",
            ),
            Frozen(
                name="note_frozen_once_signed",
                fields=[
                    "seal",
                    "appointment",
                    "author",
                    "text",
                    "written_at",
                    "signed_at",
                    "adds_to",
                ],
                condition=Q(signed_at__isnull=False),
                delete=True,
            ),
            UtcText(name="note_in_utc", fields=["written_at", "signed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.written_at:%Y-%m-%d %H:%M}"
