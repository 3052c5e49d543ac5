"""Messages: one thing to tell someone, a row until it is told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.models.appointment import Appointment
from booking.models.waiting import WaitingRequest

# About no appointment, or about whichever is found when it is told.
ABOUT_NONE = ("links", "test", "listed")

# Why it was not told, beside the names of faults of the mail server.
DIED = "its worker died each time"
CAME_BACK = "it came back"
TURNED_OFF = "turned off"


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Mails to tell now: waiting and due, or claimed by a worker that died."""
        waiting = Q(state=Message.State.WAITING, due_at__lte=now)
        stuck = Q(state=Message.State.SENDING, lease_until__lte=now)
        return self.filter(waiting | stuck, channel=Message.Channel.EMAIL)

    def calls(self) -> "MessageQuerySet":
        return self.filter(channel=Message.Channel.CALL, state=Message.State.WAITING)

    def asking_for_links(self) -> "MessageQuerySet":
        """Addresses typed on the page that mails fresh links, known ones or not."""
        return self.filter(kind=Message.Kind.LINKS)

    def over(self) -> "MessageQuerySet":
        """Told, given up or pointless: nothing more will happen to them."""
        ends = (Message.State.SENT, Message.State.FAILED, Message.State.CANCELLED)
        return self.filter(state__in=ends)

    def failed_since(self, moment: datetime) -> "MessageQuerySet":
        return self.filter(state=Message.State.FAILED, failed_at__gte=moment)

    def test_received(self) -> "MessageQuerySet":
        """Test mails that somebody found in their mailbox."""
        return self.filter(kind=Message.Kind.TEST, received_at__isnull=False)


class Message(models.Model):
    """What to tell, to whom, when and how; its words are made when it is told."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        CALL = "call", _("call")

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("booked")
        REMINDER = "reminder", _("the day before")
        REVIEW = "review", _("with a therapist")
        CLEARED = "cleared", _("cleared")
        DECLINED = "declined", _("declined")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        RAN_OUT = "ran_out", _("the review ran out of time")
        LINKS = "links", _("links asked for")
        YOUR_TURN = "your_turn", _("lists to answer")
        RING = "ring", _("ring them")
        PROPOSED = "proposed", _("another time proposed")
        HANDED_OVER = "handed_over", _("handed over")
        SORRY = "sorry", _("cancelled by the clinic")
        QUESTION = "question", _("a question for the client")
        ANSWERED = "answered", _("the client has answered")
        BOOK_ANY = "book_any", _("cleared, to book any evening")
        REVIEW_DUE = "review_due", _("a review runs out")
        REVIEW_LAST = "review_last", _("a review runs out soon")
        TEST = "test", _("a test")
        MORNING = "morning", _("the morning after")
        TROUBLE = "trouble", _("someone to look after")
        LISTED = "listed", _("on the waiting list")
        OFFERED = "offered", _("a time offered to one who waits")
        SERIES = "series", _("a series booked")
        ASK_AGAIN = "ask_again", _("lists to answer again")
        UNANSWERED = "unanswered", _("not answered in time")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being told")
        SENT = "sent", _("told")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(
        max_length=10, choices=Channel.choices, default=Channel.EMAIL
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    appointment = models.ForeignKey(
        Appointment,
        models.CASCADE,
        null=True,
        related_name="messages",
        help_text=_("None where links were asked for: whose is found when it is told."),
    )
    waiting = models.ForeignKey(
        WaitingRequest,
        models.CASCADE,
        null=True,
        related_name="messages",
        help_text=_("Who waits, where it is about that and no appointment yet."),
    )
    recipient = models.CharField(max_length=254)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text=_("Who is told, where it is one of the team and not the client."),
    )
    due_at = models.DateTimeField()
    call_by = models.DateTimeField(
        null=True, help_text=_("When a call is of use no more.")
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    failed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(
        null=True, help_text=_("When somebody said that a test mail arrived.")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="message_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="message_lease_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ABOUT_NONE, appointment__isnull=True)
                | (~Q(kind__in=ABOUT_NONE) & Q(appointment__isnull=False)),
                name="message_is_about_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(kind="listed", waiting__isnull=False)
                | (~Q(kind="listed") & Q(waiting__isnull=True)),
                name="message_listed_is_about_who_waits",
            ),
            models.CheckConstraint(
                condition=Q(key__length__lte=120)
                & Q(recipient__length__lte=254)
                & Q(error__length__lte=200),
                name="message_texts_fit",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True) | Q(state="failed"),
                name="message_failed_when",
            ),
            UtcText(
                name="message_in_utc",
                fields=[
                    "due_at",
                    "lease_until",
                    "sent_at",
                    "call_by",
                    "failed_at",
                    "received_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_channel_display()})"


class CallTry(models.Model):
    """One time somebody rang, and what came of it; never changed."""

    class Result(models.TextChoices):
        REACHED = "reached", _("reached")
        MESSAGE_LEFT = "message_left", _("message left")
        NO_ANSWER = "no_answer", _("no answer")

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    result = models.CharField(max_length=12, choices=Result.choices)
    again_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("try to call")
        verbose_name_plural = _("tries to call")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="no_answer", again_at__isnull=False)
                | Q(result__in=["reached", "message_left"], again_at__isnull=True),
                name="call_try_again_after_no_answer",
            ),
            Frozen(
                name="call_try_frozen",
                fields=["message", "at", "by", "result", "again_at"],
            ),
            UtcText(name="call_try_in_utc", fields=["at", "again_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.at:%Y-%m-%d %H:%M}"


class Round(models.Model):
    """When the worker last went its round; one row, for whoever watches the site."""

    NOTED_EVERY = timedelta(seconds=30)

    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("round of the worker")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="round_is_one_row"),
            UtcText(name="round_in_utc", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
