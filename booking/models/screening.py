"""Questionnaires, the answers given to them, and the clearances that follow."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, SameAs, UtcText
from booking.fields import EncryptedJSONField
from booking.models.catalogue import Treatment
from booking.models.client import Client


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def published(self) -> "Questionnaire | None":
        """The one version in use, or None before the first is published."""
        return self.filter(status=Questionnaire.Status.PUBLISHED).first()

    def in_use_at(self, moment: datetime) -> "Questionnaire | None":
        """The version that was published then, and not retired yet."""
        rows = self.filter(published_at__lte=moment)
        lasting = Q(retired_at__isnull=True) | Q(retired_at__gt=moment)
        return rows.filter(lasting).order_by("-published_at").first()


class Questionnaire(models.Model):
    """A numbered version: one JSON document, frozen once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    number = models.PositiveIntegerField(_("number"), unique=True)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    document = models.JSONField(_("document"))
    confirmed = models.JSONField(
        _("confirmed"),
        default=list,
        blank=True,
        help_text=_("Places of the document that the approver has confirmed."),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True
    )
    approver_name = models.CharField(_("name"), max_length=120, blank=True)
    approver_profession = models.CharField(_("profession"), max_length=120, blank=True)
    approver_registration = models.CharField(
        _("registration"), max_length=120, blank=True
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-number"]
        permissions = [("publish_questionnaire", "May publish a questionnaire")]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="published"),
                name="questionnaire_one_published",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (
                    Q(status__in=["published", "retired"], published_at__isnull=False)
                    & ~Q(approver_name="")
                ),
                name="questionnaire_published_by_name",
            ),
            models.CheckConstraint(
                condition=Q(status="retired", retired_at__isnull=False)
                | Q(status__in=["draft", "published"], retired_at__isnull=True),
                name="questionnaire_retired_at_a_time",
            ),
            Frozen(
                name="questionnaire_frozen",
                fields=[
                    "number",
                    "document",
                    "confirmed",
                    "approved_by",
                    "approver_name",
                    "approver_profession",
                    "approver_registration",
                    "published_at",
                ],
                condition=Q(published_at__isnull=False),
            ),
            UtcText(name="questionnaire_in_utc", fields=["published_at", "retired_at"]),
        ]

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}


class Outcome(models.TextChoices):
    """What a screening comes to, by strength upward."""

    CLEAR = "clear", _("clear")
    ADAPT = "adapt", _("with changes")
    CLEARANCE = "clearance", _("a therapist first")
    NOT_NOW = "not_now", _("not now")


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def nobodys(self, before: datetime) -> "ScreeningQuerySet":
        """Answers older than that moment which no client and no appointment has."""
        return self.filter(
            client__isnull=True,
            appointments__isnull=True,
            arrivals__isnull=True,
            access_records__isnull=True,
            answered_at__lt=before,
        )


class Screening(models.Model):
    """One set of answers to one version for one treatment, with its outcome."""

    class Stage(models.TextChoices):
        BOOKING = "booking", _("booking")
        ARRIVAL = "arrival", _("arrival")

    class How(models.TextChoices):
        ONLINE = "online", _("online")
        ALOUD = "aloud", _("asked aloud")
        PAPER = "paper", _("on paper")

    seal = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="screenings"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="screenings"
    )
    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="screenings")
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, default=Stage.BOOKING
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    how = models.CharField(max_length=10, choices=How.choices, default=How.ONLINE)
    answered_at = models.DateTimeField(_("answered"))
    content = EncryptedJSONField(bound_to="seal")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    final = models.BooleanField(
        default=True, help_text=_("False while follow-ups are still to be asked.")
    )
    training_needed = models.JSONField(_("training needed"), default=list)
    doctor_needed = models.BooleanField(_("doctor's yes needed"), default=False)
    valid_until = models.DateTimeField(_("valid until"), null=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-answered_at"]
        permissions = [("read_answers", "May read health answers")]
        constraints = [
            models.UniqueConstraint(
                fields=["id", "client", "treatment", "outcome"],
                name="screening_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="screening_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["booking", "arrival"]),
                name="screening_stage_known",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["online", "aloud", "paper"]),
                name="screening_how_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_now", valid_until__isnull=True)
                | (~Q(outcome="not_now") & Q(valid_until__isnull=False)),
                name="screening_not_now_gives_no_pass",
            ),
            Frozen(
                name="screening_frozen",
                fields=[
                    "seal",
                    "questionnaire",
                    "treatment",
                    "stage",
                    "how",
                    "answered_at",
                    "outcome",
                    "final",
                    "training_needed",
                    "doctor_needed",
                    "valid_until",
                ],
            ),
            Frozen(
                name="screening_client_once",
                fields=["client"],
                condition=Q(client__isnull=False),
            ),
            UtcText(name="screening_in_utc", fields=["answered_at", "valid_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.answered_at:%Y-%m-%d %H:%M}"

    @property
    def clears_itself(self) -> bool:
        """Whether the rules alone let it be confirmed."""
        return self.final and self.outcome in (Outcome.CLEAR, Outcome.ADAPT)

    def covers(self, starts_at: datetime) -> bool:
        """Whether the answers are still good when a session starts."""
        return self.valid_until is not None and self.valid_until >= starts_at


class Clearance(models.Model):
    """The permission to give one treatment to one client, with its own end."""

    class Basis(models.TextChoices):
        RULES = "rules", _("by the rules")
        THERAPIST = "therapist", _("by a therapist")
        OVERRIDE = "override", _("by a manager's override")

    seal = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    screening = models.ForeignKey(Screening, models.PROTECT, related_name="clearances")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    client = models.ForeignKey(Client, models.PROTECT, related_name="clearances")
    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    changes = EncryptedJSONField(bound_to="seal", default=dict)

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["id", "client", "treatment", "valid_until"],
                name="clearance_whole",
            ),
            SameAs(
                name="clearance_of_its_screening",
                fields=["screening", "client", "treatment", "outcome"],
                to_fields=["id", "client", "treatment", "outcome"],
            ),
            models.CheckConstraint(
                condition=Q(
                    basis="rules",
                    outcome__in=["clear", "adapt"],
                    decided_by__isnull=True,
                )
                | Q(
                    basis="therapist",
                    outcome__in=["clear", "adapt", "clearance"],
                    decided_by__isnull=False,
                )
                | Q(basis="override", decided_by__isnull=False),
                name="clearance_on_a_known_basis",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("decided_at")),
                name="clearance_ends_after_it_starts",
            ),
            Frozen(
                name="clearance_frozen",
                fields=[
                    "seal",
                    "screening",
                    "outcome",
                    "client",
                    "treatment",
                    "basis",
                    "decided_by",
                    "decided_at",
                    "valid_until",
                    "changes",
                ],
            ),
            UtcText(name="clearance_in_utc", fields=["decided_at", "valid_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} · {self.valid_until:%Y-%m-%d}"
