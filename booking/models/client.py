"""Clients: a guest booking makes its own row, never looked up by what was typed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.constraints import Frozen, UtcText
from booking.fields import EncryptedJSONField
from booking.models.vocabulary import Wish


class ClientQuerySet(models.QuerySet["Client"]):
    def same_person(self, client: "Client") -> "ClientQuerySet":
        """The row itself, and every row that staff joined with it, either way."""
        found, known = {client.pk}, 0
        while len(found) > known:
            known = len(found)
            near = Q(client__in=found) | Q(into__in=found)
            pairs = ClientMerge.objects.filter(near).values_list("client", "into")
            found |= {pk for pair in pairs for pk in pair}
        return self.filter(pk__in=found)

    def books_by_phone_only(self, client: "Client") -> bool:
        """Whether a manager said so of any row of that person."""
        return self.same_person(client).filter(phone_only__isnull=False).exists()


class Client(models.Model):
    """Who receives a session."""

    class Ring(models.TextChoices):
        ANY = "any", _("Any time")
        AFTERNOON = "afternoon", _("In the afternoon")
        EVENING = "evening", _("In the evening")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clients",
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True, max_length=254)
    phone = models.CharField(_("phone"), blank=True, max_length=40)
    may_leave_message = models.BooleanField(_("you may leave a message"), default=False)
    when_to_ring = models.CharField(
        _("when to ring"), max_length=10, choices=Ring.choices, default=Ring.ANY
    )
    bedtime = models.TimeField(_("bedtime"), null=True, blank=True)
    waking_time = models.TimeField(_("waking time"), null=True, blank=True)
    wish = models.CharField(_("wish"), max_length=60, default=Wish.ANYONE)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["name"]
        permissions = [
            ("ring_only_client", "May say that a client books by phone only"),
            ("merge_client", "May join two rows of one person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__length__lte=120)
                & Q(email__length__lte=254)
                & Q(phone__length__lte=40)
                & Q(wish__length__lte=60),
                name="client_texts_fit",
            ),
            UtcText(name="client_in_utc", fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class PhoneOnly(models.Model):
    """A client who books by phone only, and why: for the manager's eyes."""

    seal = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    client = models.OneToOneField(Client, models.CASCADE, related_name="phone_only")
    reason = EncryptedJSONField(bound_to="seal", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = verbose_name_plural = _("by phone only")
        constraints = [UtcText(name="phone_only_in_utc", fields=["since"])]

    def __str__(self) -> str:
        return f"{self.client_id} since {self.since:%Y-%m-%d}"


class ClientMerge(models.Model):
    """Two rows that staff found to be one person; never changed.

    Nothing moves: what belongs to `client` is read as belonging to `into`.
    """

    client = models.OneToOneField(Client, models.PROTECT, related_name="merged")
    into = models.ForeignKey(Client, models.PROTECT, related_name="merges")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("joined clients")
        verbose_name_plural = _("joined clients")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(client=F("into")), name="client_merge_of_two_rows"
            ),
            Frozen(name="client_merge_frozen", fields=["client", "into", "by", "at"]),
            UtcText(name="client_merge_in_utc", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} is {self.into_id}"
