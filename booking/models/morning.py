"""The morning after: who wishes to be asked, what they say, and who is looked after."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.fields import EncryptedJSONField
from booking.models.appointment import Appointment
from booking.models.client import Client
from booking.models.clinic import Clinic
from booking.models.screening import Screening
from booking.screening.morning import Night
from booking.times.morning import Morning, morning_after

KEPT_FOR = timedelta(days=730)
DRAWN_FROM, DRAWN_UP_TO = 5, 30  # nights


class MorningConsentQuerySet(models.QuerySet["MorningConsent"]):
    def standing(self, client: Client) -> "MorningConsentQuerySet":
        """The consent of that row, if it was given and not taken back since."""
        return self.filter(client=client, withdrawn_at__isnull=True)


class MorningConsent(models.Model):
    """That a client asked to be asked how they slept; taken back, it stays as it was.

    Nothing else is agreed to by it, and nothing else agrees to it.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="morning_consents")
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = MorningConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to be asked in the morning")
        verbose_name_plural = _("consents to be asked in the morning")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(withdrawn_at__isnull=True),
                name="morning_consent_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(withdrawn_at__gte=F("given_at")),
                name="morning_consent_in_order",
            ),
            Frozen(name="morning_consent_frozen", fields=["client", "given_at"]),
            Frozen(
                name="morning_consent_withdrawn_once",
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
            ),
            UtcText(name="morning_consent_in_utc", fields=["given_at", "withdrawn_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} since {self.given_at:%Y-%m-%d}"


class MorningAfterQuerySet(models.QuerySet["MorningAfter"]):
    def of(self, clients: Iterable[Client]) -> "MorningAfterQuerySet":
        """The nights of these rows, the first one first, with their sessions."""
        rows = self.filter(appointment__client__in=clients)
        return rows.select_related("appointment").order_by("appointment__starts_at")

    def too_old(self, now: datetime) -> "MorningAfterQuerySet":
        return self.filter(answered_at__lt=now - KEPT_FOR)


class MorningAfter(models.Model):
    """What a client says the morning after one session."""

    seal = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="morning"
    )
    content = EncryptedJSONField(bound_to="seal")
    answered_at = models.DateTimeField(_("answered"))

    objects = MorningAfterQuerySet.as_manager()

    class Meta:
        verbose_name = _("morning after")
        verbose_name_plural = _("mornings after")
        ordering = ["-answered_at"]
        constraints = [
            Frozen(name="morning_of_one_session", fields=["seal", "appointment"]),
            UtcText(name="morning_in_utc", fields=["answered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.answered_at:%Y-%m-%d}"

    @property
    def night(self) -> Night:
        return Night.of(self.content)


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def to_look_after(self) -> "TroubleQuerySet":
        return self.filter(seen_at__isnull=True)

    def since(self, screening: Screening) -> "TroubleQuerySet":
        """What whoever gave these answers told since; it overtakes them.

        Answers on the way to a booking are nobody's yet: then whoever had the visit
        before, or has the appointment they are for.
        """
        told = self.filter(told_at__gte=screening.answered_at)
        if not told.exists():
            return told
        of_theirs = Q(screenings=screening) | Q(appointments__screening=screening)
        of_theirs |= Q(appointments__followed_by__screening=screening)
        persons = {
            row.pk
            for client in Client.objects.filter(of_theirs).distinct()
            for row in Client.objects.same_person(client)
        }
        return told.filter(appointment__client__in=persons)


class Trouble(models.Model):
    """That a client told of strong or lasting trouble after a session; what, it keeps
    to itself. It outlives the night, for it makes older answers good no more.
    """

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="trouble"
    )
    told_at = models.DateTimeField(_("told"))
    seen_at = models.DateTimeField(_("looked after"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = TroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("someone to look after")
        verbose_name_plural = _("people to look after")
        ordering = ["told_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="trouble_seen_by_somebody",
            ),
            Frozen(name="trouble_of_one_session", fields=["appointment"]),
            UtcText(name="trouble_in_utc", fields=["told_at", "seen_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.told_at:%Y-%m-%d %H:%M}"


def morning_of(appointment: Appointment) -> Morning:
    """The morning after a session, by its client's waking time."""
    client = appointment.client
    return morning_after(
        appointment.starts_at,
        appointment.ends_at,
        client.waking_time if client else None,
        Clinic.objects.current().zone,
    )


def is_asked_now(appointment: Appointment, now: datetime) -> bool:
    """Whether its client still wishes to be asked, and has not said it already."""
    client = appointment.client
    if client is None or now >= morning_of(appointment).over_at:
        return False
    if MorningAfter.objects.filter(appointment=appointment).exists():
        return False
    return MorningConsent.objects.standing(client).exists()
