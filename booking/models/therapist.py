"""Therapists, their weekly opening hours, and dated exceptions."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.constraints import UtcText
from booking.models.catalogue import Room, Treatment
from booking.models.clinic import WeeklyHours
from booking.models.vocabulary import Training, Wish

MONDAY = 1  # The ordinal of a date that was one: 1 January of the year 1.


def check_trainings(value: object) -> None:
    if not isinstance(value, list) or not set(value) <= set(Training.values):
        raise ValidationError(_("Choose trainings from the list."))


class TherapistQuerySet(models.QuerySet["Therapist"]):
    def listed(self) -> "TherapistQuerySet":
        return self.filter(active=True)

    def meeting(self, wish: str) -> "TherapistQuerySet":
        """Those a wish allows: anyone, a woman, a man, or one by slug."""
        if wish == Wish.ANYONE:
            return self
        if wish in (Wish.WOMAN, Wish.MAN):
            return self.filter(listed_as=wish)
        return self.filter(slug=wish)

    def giving(self, treatment: Treatment) -> "TherapistQuerySet":
        return self.filter(treatments=treatment)


class Therapist(models.Model):
    """Who gives sessions, with the treatments they give and the trainings they hold."""

    class ListedAs(models.TextChoices):
        WOMAN = "woman", _("a woman")
        MAN = "man", _("a man")
        NEITHER = "neither", _("neither")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="therapist",
        verbose_name=_("signs in as"),
    )
    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80)
    line = models.CharField(_("line"), max_length=120, blank=True)
    words = models.TextField(_("about"), max_length=2000, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    registration = models.CharField(
        _("training and registration"), max_length=200, blank=True
    )
    face = models.CharField(
        _("drawn face"),
        max_length=40,
        blank=True,
        help_text=_("Used without a picture."),
    )
    portrait = models.ImageField(_("picture"), upload_to="pictures", blank=True)
    treatments = models.ManyToManyField(
        Treatment, related_name="therapists", verbose_name=_("treatments"), blank=True
    )
    trainings = models.JSONField(
        _("trainings"), default=list, blank=True, validators=[check_trainings]
    )
    listed_as = models.CharField(
        _("listed as"),
        max_length=10,
        choices=ListedAs.choices,
        default=ListedAs.NEITHER,
        help_text=_("For clients who ask for a woman or a man."),
    )
    active = models.BooleanField(_("takes bookings"), default=True)
    most_sessions = models.PositiveSmallIntegerField(
        _("sessions an evening, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    rest_after = models.PositiveSmallIntegerField(
        _("a rest after so many in a row"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    rest_minutes = models.PositiveSmallIntegerField(
        _("and the rest lasts (minutes)"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(180)],
    )
    keep_together = models.BooleanField(
        _("keep the evening together"),
        default=False,
        help_text=_("Starts next to another session are offered first."),
    )
    feed_hash = models.CharField(
        max_length=64, blank=True, editable=False, db_index=True
    )

    objects = TherapistQuerySet.as_manager()

    class Meta:
        verbose_name = _("therapist")
        verbose_name_plural = _("therapists")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=Wish.values),
                name="therapist_slug_is_no_wish",
                violation_error_message=_("This word has another meaning here."),
            ),
            models.CheckConstraint(
                condition=Q(listed_as__in=["woman", "man", "neither"]),
                name="therapist_listed_as_known",
            ),
            models.CheckConstraint(
                condition=Q(most_sessions__isnull=True) | Q(most_sessions__gte=1),
                name="therapist_gives_a_session",
            ),
            models.CheckConstraint(
                condition=Q(rest_after__isnull=True) | Q(rest_after__gte=1),
                name="therapist_rests_after_a_session",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("booking:therapist_detail", args=[self.slug])

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def meets(self, wish: str) -> bool:
        return wish in (Wish.ANYONE, self.slug) or wish == self.listed_as != "neither"

    def holds(self, trainings: Collection[str]) -> bool:
        """Whether they have every training asked for."""
        return set(trainings) <= set(self.trainings)


class OpeningHours(WeeklyHours):
    """Weekly hours of one therapist, from and until a date if given."""

    therapist = models.ForeignKey(
        Therapist, models.CASCADE, related_name="opening_hours"
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day, included.")
    )
    every_second_week = models.BooleanField(
        _("every second week"),
        default=False,
        help_text=_("Counted from the week of the first day."),
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["therapist", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6),
                name="opening_hours_weekday_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="opening_hours_from_before_until",
                violation_error_message=_("The last day lies before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(every_second_week=False) | Q(valid_from__isnull=False),
                name="opening_hours_second_week_counted_from",
                violation_error_message=_(
                    "Every second week is counted from a first day: say which."
                ),
            ),
        ]

    def overlaps(self, other: "OpeningHours") -> bool:
        """Whether both apply on a common date and cover a common minute."""
        starts = [d for d in (self.valid_from, other.valid_from) if d]
        ends = [d for d in (self.valid_until, other.valid_until) if d]
        share_dates = not starts or not ends or max(starts) <= min(ends)
        return share_dates and self.meets(other)

    def _weeks(self) -> Sequence[int]:
        """Of four; hours of alternate weeks meet only where a night runs on."""
        if not (self.every_second_week and self.valid_from):
            return range(4)
        first = (self.valid_from.toordinal() - MONDAY) // 7 % 2
        return (first, first + 2)


class HoursChange(models.Model):
    """A dated exception to the weekly hours; part days too."""

    class Kind(models.TextChoices):
        EXTRA = "extra", _("extra hours of a therapist")
        TIME_OFF = "time_off", _("time off of a therapist")
        CLOSURE = "closure", _("closure of the clinic")
        ROOM_OUT = "room_out", _("room out of use")

    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    therapist = models.ForeignKey(
        Therapist,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="hours_changes",
        verbose_name=_("therapist"),
    )
    room = models.ForeignKey(
        Room,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="hours_changes",
        verbose_name=_("room"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For the team only.")
    )

    class Meta:
        verbose_name = _("hours change")
        verbose_name_plural = _("hours changes")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="hours_change_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["extra", "time_off"],
                    therapist__isnull=False,
                    room__isnull=True,
                )
                | Q(kind="closure", therapist__isnull=True, room__isnull=True)
                | Q(kind="room_out", therapist__isnull=True, room__isnull=False),
                name="hours_change_names_whom_it_concerns",
                violation_error_message=_(
                    "Extra hours and time off need a therapist, a room out of use "
                    "needs a room, and a closure needs neither."
                ),
            ),
            UtcText(name="hours_change_in_utc", fields=["starts_at", "ends_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.therapist or self.room or '–'})"

    @property
    def takes_time(self) -> bool:
        return self.kind != self.Kind.EXTRA
