"""Who may open what by a mailed link; and who read whose answers, and why."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.fields import EncryptedJSONField
from booking.models.appointment import Appointment
from booking.models.screening import Screening
from booking.models.waiting import WaitingRequest


class AccessRecord(models.Model):
    """One reading of health answers, written in the same transaction; never changed.

    `why` is one of the usual reasons; `words` are what somebody typed.
    """

    seal = models.UUIDField(default=uuid.uuid4, editable=False)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    screening = models.ForeignKey(
        Screening, models.PROTECT, related_name="access_records"
    )
    why = models.CharField(_("why"), max_length=200)
    words = EncryptedJSONField(bound_to="seal", null=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at"]
        constraints = [
            Frozen(
                name="access_record_frozen",
                fields=["seal", "who", "screening", "why", "words", "at"],
                delete=True,
            ),
            UtcText(name="access_record_in_utc", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.at:%Y-%m-%d %H:%M}"

    @property
    def reason(self) -> str:
        """Why, with what was typed."""
        return f"{self.why}: {self.words}" if self.words else self.why


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def live(self, now: datetime) -> "AccessLinkQuerySet":
        return self.filter(expires_at__gt=now, revoked_at__isnull=True)

    def revoke(self, now: datetime) -> int:
        """Make links open nothing from now on, those of a mailbox that changed say."""
        return self.live(now).update(revoked_at=now)


class AccessLink(models.Model):
    """What a mailed link opens until a time, unless revoked.

    One appointment, or the page of one who waits.
    """

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, null=True, related_name="links"
    )
    waiting = models.ForeignKey(
        WaitingRequest, models.CASCADE, null=True, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__length=64), name="link_holds_a_hash"
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, waiting__isnull=True)
                | Q(appointment__isnull=True, waiting__isnull=False),
                name="link_opens_one_thing",
            ),
            UtcText(name="link_in_utc", fields=["expires_at", "revoked_at"]),
        ]

    def __str__(self) -> str:
        opens = self.appointment_id or self.waiting_id
        return f"{opens} until {self.expires_at:%Y-%m-%d}"
