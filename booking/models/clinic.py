"""The clinic itself: one row that holds everything a page says about it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.models.vocabulary import Weekday

SLOT_INTERVALS = [
    (n, _("every %(n)s minutes") % {"n": n}) for n in (5, 10, 15, 20, 30, 60)
]


class ClinicManager(models.Manager["Clinic"]):
    def current(self) -> "Clinic":
        """The one clinic; a blank one, not saved, before it is set up."""
        return self.first() or Clinic()


class Clinic(models.Model):
    """Everything a page says about the clinic, and the rules its times follow."""

    name = models.CharField(_("name"), max_length=80)
    line = models.CharField(
        _("line"), max_length=160, blank=True, help_text=_("What it is, in a sentence.")
    )
    logo = models.ImageField(
        _("logo"),
        upload_to="pictures",
        blank=True,
        help_text=_("Leave empty for the moon and the tree."),
    )
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    address = models.TextField(_("address"), max_length=400, blank=True)
    getting_there = models.TextField(
        _("getting there"),
        max_length=2000,
        blank=True,
        help_text=_("How to find the door, after dark too."),
    )
    access = models.TextField(
        _("access to the building"),
        max_length=2000,
        blank=True,
        help_text=_("Steps, lift, width of doors, toilets, parking near by."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, default="GBP", help_text=_("GBP, EUR, USD …")
    )
    ways_to_pay = models.CharField(
        _("ways to pay"), max_length=160, blank=True, help_text=_("Card or cash.")
    )
    emergency_number = models.CharField(
        _("emergency number"), max_length=20, default="999"
    )
    urgent_line = models.CharField(
        _("urgent medical line"),
        max_length=80,
        default="111",
        help_text=_("Whom to ring the same day when it is not an emergency."),
    )

    first_visit = models.TextField(_("first visit"), max_length=2000, blank=True)
    late_arrival = models.TextField(_("late arrival"), max_length=2000, blank=True)
    missed_visit = models.TextField(_("missed visit"), max_length=2000, blank=True)
    cancelling = models.TextField(_("cancelling"), max_length=2000, blank=True)
    companions = models.TextField(_("companions"), max_length=2000, blank=True)
    conduct = models.TextField(_("conduct"), max_length=2000, blank=True)
    house_rules = models.TextField(
        _("house rules"), max_length=4000, blank=True, help_text=_("One on each line.")
    )
    preparation = models.TextField(
        _("how to prepare"),
        max_length=4000,
        blank=True,
        help_text=_("For every treatment. One point on each line."),
    )
    aftercare = models.TextField(
        _("afterwards"),
        max_length=4000,
        blank=True,
        help_text=_("For every treatment. One point on each line."),
    )

    lead_time_minutes = models.PositiveIntegerField(
        _("lead time (minutes)"),
        default=120,
        validators=[MaxValueValidator(14 * 24 * 60)],
        help_text=_("The least notice for a booking."),
    )
    booking_horizon_days = models.PositiveSmallIntegerField(
        _("booking horizon (days)"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("How far ahead people can book; today counts."),
    )
    slot_interval_minutes = models.PositiveSmallIntegerField(
        _("slot interval"), choices=SLOT_INTERVALS, default=15
    )
    latest_start = models.TimeField(
        _("latest start"),
        null=True,
        blank=True,
        help_text=_("No session starts later in the evening. Empty: no limit."),
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("a time is held for (minutes)"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    hold_maximum_minutes = models.PositiveSmallIntegerField(
        _("and, with more time asked for, at most (minutes)"),
        default=120,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    talk_review_hours = models.PositiveSmallIntegerField(
        _("review time for a talk (hours)"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("Counted within review hours."),
    )
    doctor_review_hours = models.PositiveSmallIntegerField(
        _("review time for a doctor's yes (hours)"),
        default=18,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("Counted within review hours."),
    )
    cancellation_notice_hours = models.PositiveSmallIntegerField(
        _("cancellation notice (hours)"),
        default=8,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("Cancelling later still works and is marked late."),
    )
    assumed_bedtime = models.TimeField(
        _("assumed bedtime"),
        default="22:30",
        help_text=_("Until a client says theirs."),
    )
    booking_open = models.BooleanField(_("online booking is open"), default=False)
    booking_closed_text = models.TextField(
        _("what to say while it is closed"), max_length=1000, blank=True
    )
    demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = ClinicManager()

    class Meta:
        verbose_name = verbose_name_plural = _("clinic")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="clinic_is_one_row"),
            models.CheckConstraint(
                condition=Q(
                    slot_interval_minutes__in=[n for n, _name in SLOT_INTERVALS]
                ),
                name="clinic_slot_interval_divides_the_hour",
            ),
            models.CheckConstraint(
                condition=Q(hold_maximum_minutes__gte=models.F("hold_minutes")),
                name="clinic_hold_maximum_is_the_longer",
                violation_error_message=_(
                    "The longest hold cannot be shorter than the first one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(timezone.get_default_timezone_name())

    @property
    def lead_time(self) -> timedelta:
        return timedelta(minutes=self.lead_time_minutes)

    @property
    def hold_time(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    @property
    def hold_maximum(self) -> timedelta:
        return timedelta(minutes=self.hold_maximum_minutes)

    def review_time(self, *, doctor: bool) -> timedelta:
        """How many review hours a talk, or a doctor's yes, takes."""
        hours = self.doctor_review_hours if doctor else self.talk_review_hours
        return timedelta(hours=hours)

    @property
    def emergency(self) -> dict[str, str]:
        """The numbers an urgent text names."""
        return {
            "emergency_number": self.emergency_number,
            "urgent_line": self.urgent_line,
        }


class WeeklyHours(models.Model):
    """Wall-clock hours; closing at or before the opening means past midnight."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"), help_text=_("At or before the opening: after midnight.")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} – {self.closes:%H:%M}"

    def meets(self, other: Self) -> bool:
        """Whether the two cover a common minute of the week."""
        return any(a < d and c < b for a, b in self._spans() for c, d in other._spans())

    def _weeks(self) -> Sequence[int]:
        """The numbers of the weeks to compare; two, so that Sunday meets Monday."""
        return range(2)

    def _spans(self) -> list[tuple[int, int]]:
        """Minutes from the first Monday on."""
        start = self.weekday * 1440 + self.opens.hour * 60 + self.opens.minute
        length = (
            self.closes.hour * 60 + self.closes.minute - start % 1440
        ) % 1440 or 1440
        starts = [start + week * 10080 for week in self._weeks()]
        return [(start, start + length) for start in starts]


class ReviewHours(WeeklyHours):
    """Weekly hours in which somebody reviews; deadlines count only these."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="review_hours", editable=False
    )

    class Meta:
        verbose_name = _("review hours")
        verbose_name_plural = _("review hours")
        ordering = ["weekday", "opens"]
