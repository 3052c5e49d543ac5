"""The waiting list: who would like a time that is not free, and what was offered."""

import uuid
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.appointment import Appointment, Status, make_ref
from booking.models.catalogue import Treatment
from booking.models.client import Client
from booking.models.therapist import Therapist
from booking.models.vocabulary import Wish

EVERY_DAY = 0b1111111
FIRST, LAST = time(0), time(23, 59)


class WaitingRequestQuerySet(models.QuerySet["WaitingRequest"]):
    def waiting(self, today: date) -> "WaitingRequestQuerySet":
        """Those who still wait on that local date, in the order they joined."""
        rows = self.filter(state=WaitingRequest.State.WAITING, until__gte=today)
        return rows.order_by("joined_at", "pk")

    def too_old(self, today: date) -> "WaitingRequestQuerySet":
        return self.filter(state=WaitingRequest.State.WAITING, until__lt=today)

    def of_person(self, client: Client) -> "WaitingRequestQuerySet":
        """Of every row of theirs, and of everyone who is reached at the same mailbox.

        Who gave none is known by the number they are rung at.
        """
        rows = Client.objects.same_person(client) if client.pk else []
        theirs = Q(client__in=rows)
        if client.email:
            return self.filter(theirs | Q(client__email__iexact=client.email))
        return self.filter(theirs | Q(client__email="", client__phone=client.phone))

    def asked(self) -> "WaitingRequestQuerySet":
        """Those who were offered a time, and have not said no to it."""
        return self.filter(self._has_open_offer())

    def unasked(self) -> "WaitingRequestQuerySet":
        return self.exclude(self._has_open_offer())

    def _has_open_offer(self) -> Exists:
        open_offers = WaitingOffer.objects.filter(
            request=OuterRef("pk"), state__in=WaitingOffer.OPEN
        )
        return Exists(open_offers)

    def place_of(self, mine: "WaitingRequest", today: date) -> int:
        """One, and one more for each who joined before and could take the same times.

        Their days and hours meet, and some therapist would suit them both.
        """
        giving = list(Therapist.objects.listed().giving(mine.treatment))
        suiting = [each for each in giving if each.meets(mine.wish)] or giving
        wishes = self.waiting(today).ahead_of(mine).values_list("wish", flat=True)
        return 1 + sum(any(each.meets(wish) for each in suiting) for wish in wishes)

    def ahead_of(self, mine: "WaitingRequest") -> "WaitingRequestQuerySet":
        """Who joined before and could take a time of the same days and hours."""
        earlier = Q(joined_at__lt=mine.joined_at)
        earlier |= Q(joined_at=mine.joined_at, pk__lt=mine.pk or 0)
        rows = self.filter(
            earlier,
            treatment=mine.treatment_id,
            since__lte=mine.until,
            until__gte=mine.since,
            earliest__lte=mine.latest,
            latest__gte=mine.earliest,
        )
        return rows.annotate(both=F("weekdays").bitand(mine.weekdays)).exclude(both=0)


class WaitingRequest(models.Model):
    """What one person waits for: a treatment on some days, between some hours.

    It never changes: who wants something else leaves, and joins again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BOOKED = "booked", _("got a time")
        LEFT = "left", _("left the list")
        ENDED = "ended", _("ended")

    ref = models.CharField(_("reference"), max_length=12, unique=True, default=make_ref)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="waiting_requests")
    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="+")
    wish = models.CharField(_("wish"), max_length=60, default=Wish.ANYONE)
    step_free = models.BooleanField(_("needs step-free access"), default=False)
    bedtime = models.TimeField(_("bedtime"), null=True)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    weekdays = models.PositiveSmallIntegerField(
        _("weekdays"), default=EVERY_DAY, help_text=_("A bit for each; Monday is 1.")
    )
    earliest = models.TimeField(_("start no earlier than"), default=FIRST)
    latest = models.TimeField(_("start no later than"), default=LAST)
    joined_at = models.DateTimeField(_("joined"))
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = WaitingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting request")
        verbose_name_plural = _("waiting requests")
        ordering = ["joined_at", "id"]
        indexes = [
            models.Index(
                fields=["treatment", "joined_at"],
                condition=Q(state="waiting"),
                name="waiting_in_order",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | Q(state__in=["booked", "left", "ended"], ended_at__isnull=False),
                name="waiting_ended_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since"), latest__gte=F("earliest")),
                name="waiting_days_and_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY),
                name="waiting_for_some_weekday",
            ),
            models.CheckConstraint(
                condition=Q(ref__length__lte=12) & Q(wish__length__lte=60),
                name="waiting_texts_fit",
            ),
            Frozen(
                name="waiting_never_changes",
                fields=[
                    "ref",
                    "key",
                    "client",
                    "treatment",
                    "wish",
                    "step_free",
                    "bedtime",
                    "since",
                    "until",
                    "weekdays",
                    "earliest",
                    "latest",
                    "joined_at",
                ],
            ),
            Frozen(
                name="waiting_ends_once",
                fields=["state", "ended_at", "ended_by"],
                condition=~Q(state="waiting"),
            ),
            UtcText(name="waiting_in_utc", fields=["joined_at", "ended_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.ref} until {self.until:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("booking:waiting_detail", args=[self.ref])

    def is_waiting(self, today: date) -> bool:
        """Whether they still wait on that local date, whatever a job has tidied."""
        return self.state == self.State.WAITING and self.until >= today

    def suits(self, evening: date, wall: time) -> bool:
        """Whether a start at that wall-clock time lies in their days and hours."""
        return (
            self.since <= evening <= self.until
            and bool(self.weekdays >> evening.weekday() & 1)
            and self.earliest <= wall <= self.latest
        )

    @property
    def days(self) -> list[int]:
        """The weekdays it names; Monday is 0."""
        return [day for day in range(7) if self.weekdays >> day & 1]

    @property
    def any_hour(self) -> bool:
        return (self.earliest, self.latest) == (FIRST, LAST)


class WaitingOfferQuerySet(models.QuerySet["WaitingOffer"]):
    def unsettled(self, now: datetime) -> "WaitingOfferQuerySet":
        """Those nobody answered in time, and those whose hold has come to an end.

        Or whoever was asked has left meanwhile.
        """
        gone = ~Q(appointment__status=Status.HELD)
        left = ~Q(request__state="waiting")
        unanswered = Q(state="waiting") & (Q(answer_by__lte=now) | gone | left)
        said_yes = Q(state="accepted", request__state="waiting") & gone
        return self.filter(unanswered | said_yes).order_by("answer_by", "pk")


class WaitingOffer(models.Model):
    """A real hold that one who waits was asked to take; asked once for each start."""

    class State(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        ACCEPTED = "accepted", _("said yes")
        DECLINED = "declined", _("said no")
        LAPSED = "lapsed", _("did not answer")
        WITHDRAWN = "withdrawn", _("taken back")

    OPEN = ("waiting", "accepted")

    request = models.ForeignKey(WaitingRequest, models.CASCADE, related_name="offers")
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="waiting_offer"
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING
    )
    offered_at = models.DateTimeField(_("offered"))
    answer_by = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = WaitingOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer to one who waits")
        verbose_name_plural = _("offers to those who wait")
        ordering = ["offered_at", "id"]
        indexes = [
            models.Index(fields=["state", "answer_by"], name="waiting_offer_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="waiting_offer_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | Q(
                    state__in=["accepted", "declined", "lapsed", "withdrawn"],
                    answered_at__isnull=False,
                ),
                name="waiting_offer_answered_at_a_time",
            ),
            Frozen(
                name="waiting_offer_never_changes",
                fields=["request", "appointment", "offered_at", "answer_by"],
            ),
            Frozen(
                name="waiting_offer_over_stays_over",
                fields=["state", "answered_at"],
                condition=Q(state__in=["declined", "lapsed", "withdrawn"]),
            ),
            UtcText(
                name="waiting_offer_in_utc",
                fields=["offered_at", "answer_by", "answered_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.offered_at:%Y-%m-%d %H:%M}"

    def is_open(self, now: datetime) -> bool:
        """Whether they may still say yes or no."""
        return self.state == self.State.WAITING and now < self.answer_by
