"""Where an appointment can be, and where it may go from there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    HELD = "held", _("held")
    REVIEW = "review", _("with a therapist")
    CONFIRMED = "confirmed", _("confirmed")
    COMPLETED = "completed", _("completed")
    NO_SHOW = "no_show", _("did not come")
    EXPIRED = "expired", _("expired")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


RUNNING = (Status.HELD, Status.REVIEW)
GIVEN = (Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)
OCCUPYING = (*RUNNING, *GIVEN)
OVER = (Status.DECLINED, Status.CANCELLED)
ASKABLE = (Status.REVIEW, Status.CONFIRMED)  # their client may be asked to take another

# From each status, where an appointment may go; only verbs move it.
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.HELD: frozenset(
        {
            Status.CONFIRMED,
            Status.REVIEW,
            Status.EXPIRED,
            Status.DECLINED,
            Status.CANCELLED,
        }
    ),
    Status.REVIEW: frozenset(
        {Status.CONFIRMED, Status.EXPIRED, Status.DECLINED, Status.CANCELLED}
    ),
    Status.CONFIRMED: frozenset(
        {Status.REVIEW, Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED}
    ),
    Status.COMPLETED: frozenset({Status.NO_SHOW}),
    Status.NO_SHOW: frozenset({Status.COMPLETED}),
    Status.EXPIRED: frozenset({Status.HELD, Status.REVIEW, Status.DECLINED}),
    Status.DECLINED: frozenset(),
    Status.CANCELLED: frozenset(),
}
