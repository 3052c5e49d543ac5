"""Tables of an imagined clinic, guarded in every way, of no installed app."""

from django.apps.registry import Apps
from django.db import models
from django.db.models import F, Q

from booking.constraints import Frozen, NoOverlap, SameAs, UtcText

APP = "evening"
registry = Apps()


class Therapist(models.Model):
    name = models.CharField(max_length=20)

    class Meta:
        app_label = APP
        apps = registry


class Client(models.Model):
    name = models.CharField(max_length=20)

    class Meta:
        app_label = APP
        apps = registry


class Permit(models.Model):
    client = models.ForeignKey(Client, models.PROTECT)
    until = models.DateTimeField()
    note = models.CharField(max_length=20, default="")

    class Meta:
        app_label = APP
        apps = registry
        constraints = [
            models.UniqueConstraint(
                fields=["id", "client", "until"], name="permit_whole"
            ),
            Frozen(name="permit_frozen", fields=["client", "until"]),
            UtcText(name="permit_in_utc", fields=["until"]),
        ]


class Visit(models.Model):
    therapist = models.ForeignKey(Therapist, models.PROTECT)
    room = models.IntegerField(null=True)
    client = models.ForeignKey(Client, models.PROTECT, null=True)
    starts_at = models.DateTimeField()
    busy_until = models.DateTimeField()
    status = models.CharField(max_length=10, default="held")
    permit = models.ForeignKey(Permit, models.PROTECT, null=True)
    permit_until = models.DateTimeField(null=True)
    note = models.CharField(max_length=20, default="")

    class Meta:
        app_label = APP
        apps = registry
        constraints = [
            NoOverlap(
                name="visit_therapist_free",
                equal=["therapist"],
                start="starts_at",
                end="busy_until",
                condition=Q(status__in=["held", "confirmed"]),
            ),
            NoOverlap(
                name="visit_room_free",
                equal=["room"],
                start="starts_at",
                end="busy_until",
                condition=Q(status__in=["held", "confirmed"]),
            ),
            SameAs(
                name="visit_permit_is_its_own",
                fields=["permit", "client", "permit_until"],
                to_fields=["id", "client", "until"],
            ),
            models.CheckConstraint(
                condition=Q(busy_until__gte=F("starts_at")), name="visit_in_order"
            ),
            Frozen(
                name="visit_client_once",
                fields=["client"],
                condition=Q(client__isnull=False),
            ),
            Frozen(
                name="visit_over_stays_over",
                fields=["status", "starts_at"],
                condition=Q(status="cancelled"),
                delete=True,
            ),
            UtcText(
                name="visit_in_utc", fields=["starts_at", "busy_until", "permit_until"]
            ),
        ]


class Record(models.Model):
    text = models.CharField(max_length=20)

    class Meta:
        app_label = APP
        apps = registry
        constraints = [Frozen(name="record_frozen", fields=["text"], delete=True)]


MODELS = [Therapist, Client, Permit, Visit, Record]
