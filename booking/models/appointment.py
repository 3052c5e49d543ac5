"""Appointments: a treatment for one client, therapist, room and time."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, NoOverlap, SameAs, UtcText
from booking.fields import EncryptedJSONField
from booking.models.catalogue import Room, Treatment
from booking.models.client import Client
from booking.models.event import AppointmentEvent as AppointmentEvent
from booking.models.screening import Clearance, Screening
from booking.models.series import Series
from booking.models.series_rows import SeriesQuerySet
from booking.models.status import ASKABLE as ASKABLE
from booking.models.status import GIVEN as GIVEN
from booking.models.status import OCCUPYING as OCCUPYING
from booking.models.status import OVER as OVER
from booking.models.status import RUNNING as RUNNING
from booking.models.status import TRANSITIONS as TRANSITIONS
from booking.models.status import Status as Status
from booking.models.therapist import Therapist
from booking.models.vocabulary import Wish
from booking.screening.asked import SOON

COMES_BACK_WITHIN = timedelta(days=1)
# What is asked at the door speaks of the last hours, so nobody answers it long before.
DOOR_OPENS = timedelta(hours=8)
# A session nobody marked is taken as given this long after its end.
COMPLETES_AFTER = timedelta(minutes=30)
LAPSED = "lapsed"  # the reason of an event: a review nobody decided in time
# Why a time is kept in review: for answers, of the person it is for, or once more.
SOMEONE_ELSE, AGAIN = "someone_else", "again"


class AppointmentQuerySet(SeriesQuerySet):
    def occupying(self) -> "AppointmentQuerySet":
        return self.filter(status__in=OCCUPYING)

    def overlapping(
        self, starts_at: datetime, ends_at: datetime
    ) -> "AppointmentQuerySet":
        """Those whose busy time meets [starts_at, ends_at)."""
        return self.filter(starts_at__lt=ends_at, busy_until__gt=starts_at)

    def run_out(self, now: datetime) -> "AppointmentQuerySet":
        """Holds and reviews whose time is over."""
        return self.filter(status__in=RUNNING, expires_at__lte=now)

    def live(self, now: datetime) -> "AppointmentQuerySet":
        """Those that really take their time: occupying, and not run out."""
        return self.occupying().exclude(status__in=RUNNING, expires_at__lte=now)

    def awaiting_review(self, now: datetime) -> "AppointmentQuerySet":
        return self.filter(status=Status.REVIEW, expires_at__gt=now)

    def undecided(self) -> "AppointmentQuerySet":
        """Reviews, and those that ran out undecided: their request still waits."""
        ran_out = AppointmentEvent.objects.filter(
            appointment=OuterRef("pk"), status=Status.EXPIRED, reason=LAPSED
        )
        waits = Q(status=Status.EXPIRED, client__isnull=False, clearance__isnull=True)
        return self.filter(Q(status=Status.REVIEW) | (waits & Exists(ran_out)))

    def lapsed(self) -> "AppointmentQuerySet":
        """Requests whose review ran out undecided."""
        return self.undecided().filter(status=Status.EXPIRED)

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        """Booked or with a therapist, and still to come; soonest first."""
        wanted = self.live(now).filter(status__in=(Status.REVIEW, Status.CONFIRMED))
        return wanted.filter(starts_at__gt=now).order_by("starts_at")

    def unmarked(self, now: datetime) -> "AppointmentQuerySet":
        """Sessions that are over for a while, and that nobody marked."""
        over = self.filter(status=Status.CONFIRMED)
        return over.filter(ends_at__lte=now - COMPLETES_AFTER)

    def abandoned(self, before: datetime) -> "AppointmentQuerySet":
        """Holds that ran out, were nobody's yet, and began before that moment.

        A time that somebody was asked to take belongs to their appointment.
        """
        return self.filter(
            status=Status.EXPIRED,
            client__isnull=True,
            held_at__lt=before,
            offered_in__isnull=True,
        )


def make_ref() -> str:
    """A random public name (60 bits); it opens nothing by itself."""
    alphabet = "23456789abcdefghjkmnpqrstvwxyz"
    return "".join(secrets.choice(alphabet) for _n in range(12))


class Appointment(models.Model):
    """A treatment for one client, therapist, room and time; from hold to aftercare."""

    ref = models.CharField(_("reference"), max_length=12, unique=True, default=make_ref)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="appointments"
    )
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="appointments"
    )
    therapist = models.ForeignKey(
        Therapist, models.PROTECT, related_name="appointments"
    )
    room = models.ForeignKey(Room, models.PROTECT, related_name="appointments")
    wish = models.CharField(_("wish"), max_length=60, default=Wish.ANYONE)
    step_free = models.BooleanField(_("needs step-free access"), default=False)
    bedtime = models.TimeField(_("bedtime"), null=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    busy_until = models.DateTimeField(_("busy until"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.HELD
    )
    held_at = models.DateTimeField(_("held since"))
    extensions = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(_("runs out"), null=True)
    shares_room = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Kept in the very room and time of the one it would stand in for."),
    )
    screening = models.ForeignKey(
        Screening, models.PROTECT, null=True, related_name="appointments"
    )
    clearance = models.ForeignKey(
        Clearance, models.PROTECT, null=True, related_name="appointments"
    )
    cleared_until = models.DateTimeField(null=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="followed_by"
    )
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, related_name="appointments"
    )
    review = EncryptedJSONField(bound_to="ref", null=True)
    arrival = models.ForeignKey(
        Screening, models.PROTECT, null=True, related_name="arrivals"
    )
    arrived_at = models.DateTimeField(_("arrived"), null=True)
    revision = models.PositiveIntegerField(default=1)
    cancelled_late = models.BooleanField(_("cancelled late"), default=False)

    treatment_name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    price_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    notice_hours = models.PositiveSmallIntegerField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["starts_at"]
        permissions = [
            ("review_appointment", "May clear or decline a health check"),
            ("review_every_appointment", "May do so for every therapist"),
            ("override_clearance", "May confirm against the rules, with a reason"),
            ("run_calendar", "May run their own calendar"),
            ("run_every_calendar", "May run the calendar of every therapist"),
            ("see_cautions", "May see cautions and session notes"),
        ]
        indexes = [
            models.Index(
                fields=["starts_at", "therapist"], name="appointment_by_start"
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="appointment_running_out",
            ),
        ]
        constraints = [
            NoOverlap(
                name="appointment_therapist_free",
                equal=["therapist"],
                start="starts_at",
                end="busy_until",
                condition=Q(status__in=OCCUPYING),
            ),
            NoOverlap(
                name="appointment_room_free",
                equal=["room"],
                start="starts_at",
                end="busy_until",
                condition=Q(status__in=OCCUPYING, shares_room=False),
            ),
            SameAs(
                name="appointment_clearance_is_its_own",
                fields=["clearance", "client", "treatment", "cleared_until"],
                to_fields=["id", "client", "treatment", "valid_until"],
            ),
            models.CheckConstraint(
                condition=~Q(status__in=GIVEN)
                | Q(
                    client__isnull=False,
                    screening__isnull=False,
                    clearance__isnull=False,
                    cleared_until__isnull=False,
                    cleared_until__gte=F("starts_at"),
                ),
                name="appointment_confirmed_is_cleared",
            ),
            models.CheckConstraint(
                condition=Q(shares_room=False)
                | Q(
                    status__in=(Status.HELD, Status.EXPIRED, Status.CANCELLED),
                    client__isnull=True,
                ),
                name="appointment_shares_a_room_while_held",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), busy_until__gte=F("ends_at")),
                name="appointment_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="appointment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RUNNING, expires_at__isnull=False)
                | (~Q(status__in=RUNNING) & Q(expires_at__isnull=True)),
                name="appointment_runs_out_while_held_or_in_review",
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gte=0, minutes__gte=5, minutes__lte=480),
                name="appointment_price_and_minutes",
            ),
            models.CheckConstraint(
                condition=Q(ref__length__lte=12)
                & Q(treatment_name__length__lte=80)
                & Q(wish__length__lte=60)
                & Q(currency__length__lte=3),
                name="appointment_texts_fit",
            ),
            Frozen(
                name="appointment_over_stays_over",
                fields=["status", "therapist", "room", "treatment", "starts_at"],
                condition=Q(status__in=OVER),
            ),
            Frozen(name="appointment_name_and_key", fields=["ref", "key"]),
            UtcText(
                name="appointment_in_utc",
                fields=[
                    "starts_at",
                    "ends_at",
                    "busy_until",
                    "held_at",
                    "expires_at",
                    "cleared_until",
                    "arrived_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment_name}, {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("booking:appointment_detail", args=[self.ref])

    def has_run_out(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def is_live(self, now: datetime) -> bool:
        return self.status in OCCUPYING and not self.has_run_out(now)

    def can_be_cancelled(self, now: datetime) -> bool:
        cancellable = (*RUNNING, Status.CONFIRMED)
        return self.status in cancellable and now < self.starts_at

    def is_under_way(self, now: datetime) -> bool:
        return self.status == Status.CONFIRMED and self.starts_at <= now < self.ends_at

    def can_be_moved(self, now: datetime) -> bool:
        """Not once its client stands at the door."""
        if self.arrival_id is not None:
            return False
        return self.can_be_cancelled(now) and not self.has_run_out(now)

    def is_late_to_cancel(self, now: datetime) -> bool:
        """Whether the notice agreed at booking has passed."""
        return now > self.starts_at - timedelta(hours=self.notice_hours)

    def asks_what_is_new(self, now: datetime) -> bool:
        """Whether its client may say what is new: as soon as one is asked how one is,
        until the start, and not once they stand at the door."""
        soon = now < self.starts_at < now + SOON
        return self.status == Status.CONFIRMED and soon and self.arrival_id is None

    def is_door_open(self, now: datetime) -> bool:
        """Whether the client may be let in, from some hours before until the end."""
        near = self.starts_at - DOOR_OPENS <= now < self.ends_at
        return self.status == Status.CONFIRMED and near

    @property
    def waits_at_door(self) -> bool:
        """Whether a therapist has to look before the client is let in."""
        if self.status != Status.CONFIRMED or self.arrived_at is not None:
            return False
        return self.arrival_id is not None

    def can_come_back(self, now: datetime) -> bool:
        """Whether a hold that ran out may still be taken again.

        A review may not: its client would come back to a hold and clear themselves.
        Nor may a time that somebody was asked to take.
        """
        if self.review is not None or now >= self.starts_at or self.is_offer:
            return False
        if self.status == Status.EXPIRED:
            return now - self.held_at < COMES_BACK_WITHIN
        return self.has_run_out(now)

    @property
    def is_offer(self) -> bool:
        """Whether it is kept for somebody who is asked to take it."""
        return hasattr(self, "offered_in")

    @property
    def waits_for_answers(self) -> bool:
        """Whether it is kept for someone who has not gone through the lists yet.

        Somebody else booked it for them, or the desk did, which holds it; or it is a
        date of a series that their answers did not reach.
        """
        for_them = (self.review or {}).get("why") in (SOMEONE_ELSE, AGAIN)
        by_desk = self.status == Status.HELD and self.client_id is not None
        if not by_desk and not (self.status == Status.REVIEW and for_them):
            return False
        return self.screening is None or not self.screening.final

    @property
    def asks_from(self) -> datetime | None:
        """From when on a date of a series can be answered, where it asks again."""
        review = self.review or {}
        if review.get("why") != AGAIN or self.status != Status.REVIEW:
            return None
        return datetime.fromisoformat(review["from"])

    def takes_answers(self, now: datetime) -> bool:
        """Whether it is kept for answers, and those given now would reach it."""
        opens = self.asks_from
        return self.waits_for_answers and (opens is None or opens <= now)

    @property
    def needs_doctor(self) -> bool:
        """Whether a doctor's yes is asked for, and none is noted yet."""
        noted = (self.review or {}).get("doctor")
        return bool(self.screening and self.screening.doctor_needed and not noted)

    @property
    def trainings(self) -> list[str]:
        """The trainings a therapist must hold to give it."""
        return list(self.screening.training_needed) if self.screening else []
