"""The catalogue: what is offered, and the rooms it is given in."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.models.vocabulary import Area, Method, Scent
from booking.screening.treatment import TreatmentFacts

FIVE_MINUTES = 5


def _known(words: object, *vocabularies: type[models.TextChoices]) -> bool:
    values = {value for vocabulary in vocabularies for value in vocabulary.values}
    return isinstance(words, list) and all(
        isinstance(word, str) and word in values for word in words
    )


def check_areas(value: object) -> None:
    if not _known(value, Area):
        raise ValidationError(_("Choose areas from the list."))


def check_methods(value: object) -> None:
    if not _known(value, Method):
        raise ValidationError(_("Choose methods from the list."))


def check_needs(value: object) -> None:
    if not _known(value, Area, Method):
        raise ValidationError(_("Choose areas or methods from the list."))


def check_scents(value: object) -> None:
    if not _known(value, Scent):
        raise ValidationError(_("Choose scents from the list."))


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    def offered(self) -> "TreatmentQuerySet":
        return self.filter(active=True)


class Treatment(models.Model):
    """What is offered: minutes, buffer, price, areas, needs, best gap before bed."""

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("line"), max_length=160)
    summary = models.TextField(_("what it is"), max_length=1200)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("buffer (minutes)"),
        validators=[MaxValueValidator(120)],
        help_text=_("Kept free afterwards; clients never see it."),
    )
    price_cents = models.PositiveIntegerField(_("price"))
    pressure = models.CharField(_("pressure"), max_length=60)
    areas = models.JSONField(_("areas"), default=list, validators=[check_areas])
    methods = models.JSONField(
        _("methods"), default=list, blank=True, validators=[check_methods]
    )
    needs = models.JSONField(
        _("cannot do without"),
        default=list,
        blank=True,
        validators=[check_needs],
        help_text=_("Where one of these should be left out, a therapist looks first."),
    )
    scents = models.JSONField(
        _("scents"), default=list, blank=True, validators=[check_scents]
    )
    agree_in_room = models.JSONField(
        _("agreed aloud in the room"),
        default=list,
        blank=True,
        validators=[check_areas],
    )
    bedtime_ideal = models.PositiveSmallIntegerField(
        _("ideal gap before bedtime (minutes)"), default=120
    )
    bedtime_best_from = models.PositiveSmallIntegerField(_("good from"), default=90)
    bedtime_best_to = models.PositiveSmallIntegerField(_("good to"), default=150)
    bedtime_least = models.PositiveSmallIntegerField(_("least gap"), default=30)
    evidence = models.CharField(_("evidence"), max_length=120)
    preparation = models.TextField(
        _("how to prepare"),
        max_length=2000,
        blank=True,
        help_text=_("One on each line."),
    )
    aftercare = models.TextField(
        _("afterwards"), max_length=2000, blank=True, help_text=_("One on each line.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("offered"), default=True)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="treatment_minutes_5_to_480",
            ),
            models.CheckConstraint(
                condition=Q(buffer_minutes__gte=0, buffer_minutes__lte=120),
                name="treatment_buffer_to_120",
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gte=0), name="treatment_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(bedtime_best_from__lte=F("bedtime_best_to")),
                name="treatment_good_gap_in_order",
                violation_error_message=_("The good gap must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("booking:treatment_detail", args=[self.slug])

    def clean(self) -> None:
        for name in ("minutes", "buffer_minutes"):
            if (getattr(self, name) or 0) % FIVE_MINUTES:
                raise ValidationError({name: _("Use a multiple of five minutes.")})

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def buffer(self) -> timedelta:
        return timedelta(minutes=self.buffer_minutes)

    @property
    def facts(self) -> TreatmentFacts:
        """What the questionnaire needs to know of it."""
        return TreatmentFacts(
            slug=self.slug,
            areas=tuple(self.areas),
            methods=tuple(self.methods),
            needs=tuple(self.needs),
            scents=tuple(self.scents),
        )

    @property
    def is_scented(self) -> bool:
        return bool(set(self.scents) - {Scent.NONE})


class Room(models.Model):
    """Where a session is given; it holds one session at a time."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    step_free = models.BooleanField(
        _("step-free"), default=False, help_text=_("A level way in, from the street.")
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
