"""Another time or therapist that a client is asked to take, and has not taken yet."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.appointment import Appointment


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.WAITING)

    def unanswered(self, now: datetime) -> "ProposalQuerySet":
        """Those whose time to answer is over."""
        return self.waiting().filter(answer_by__lte=now)


class Proposal(models.Model):
    """A time kept for a client who is asked to take it instead of their own.

    `offer` is a real hold, nobody's yet, that runs out at `answer_by`. Proposals made
    by one press share a `batch`.
    """

    class Why(models.TextChoices):
        EVENING = "evening", _("the evening cannot happen")
        HOURS = "hours", _("hours were changed")
        TRAINING = "training", _("another therapist holds the training")

    class State(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        ACCEPTED = "accepted", _("said yes")
        OTHER_TIME = "other_time", _("chose another time")
        DECLINED = "declined", _("said no")
        LAPSED = "lapsed", _("did not answer")
        WITHDRAWN = "withdrawn", _("taken back")

    batch = models.UUIDField(default=uuid.uuid4)
    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="proposals"
    )
    offer = models.OneToOneField(Appointment, models.CASCADE, related_name="offered_in")
    why = models.CharField(max_length=10, choices=Why.choices)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    answer_by = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["state", "answer_by"], name="proposal_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(state="waiting"),
                name="proposal_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="proposal_answered_at_a_time",
            ),
            Frozen(
                name="proposal_answered_once",
                fields=["state", "answered_at", "appointment", "offer"],
                condition=~Q(state="waiting"),
            ),
            UtcText(
                name="proposal_in_utc",
                fields=["asked_at", "answer_by", "answered_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.asked_at:%Y-%m-%d %H:%M}"
