"""Which dates of a series belong together, as questions about appointments."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from booking.models.status import Status

if TYPE_CHECKING:
    from booking.models.appointment import Appointment


class SeriesQuerySet(models.QuerySet["Appointment"]):
    def of_one_request(self, appointment: "Appointment") -> Self:
        """The other dates of its series that wait for the same decision."""
        rows = self.filter(
            series__isnull=False,
            series=appointment.series_id,
            status=Status.REVIEW,
            screening__isnull=False,
            screening=appointment.screening_id,
        )
        return rows.exclude(pk=appointment.pk).order_by("starts_at")

    def one_of_each_request(self) -> Self:
        """Without the later dates of one request, and those that wait to be answered.

        A series is decided once; a date that asks again asks its client, nobody else.
        """
        earlier = self.model.objects.filter(
            series=OuterRef("series"),
            screening=OuterRef("screening"),
            status=Status.REVIEW,
            starts_at__lt=OuterRef("starts_at"),
        )
        in_review = Q(status=Status.REVIEW, series__isnull=False)
        asking = in_review & Q(screening__isnull=True)
        return self.exclude(asking).exclude(in_review & Exists(earlier))

    def held_with(self, appointment: "Appointment") -> Self:
        """The other dates of a series that is not booked yet, those lost too."""
        if appointment.series_id is None or appointment.client_id is not None:
            return self.none()
        rows = self.filter(
            series=appointment.series_id,
            client__isnull=True,
            status__in=(Status.HELD, Status.EXPIRED),
            starts_at__gt=appointment.starts_at,
        )
        return rows.order_by("starts_at")

    def lost_from(self, appointment: "Appointment") -> Self:
        """Dates that were held along with it, and had gone when it was booked."""
        if appointment.series_id is None:
            return self.none()
        rows = self.filter(series=appointment.series_id, client__isnull=True)
        return rows.filter(status=Status.EXPIRED).order_by("starts_at")

    def of_series_with(self, known: Collection[str], ref: str) -> bool:
        """Whether one of the known is of the same series and client as that one."""
        if not known:
            return False
        booked = self.filter(ref=ref, series__isnull=False, client__isnull=False)
        same = self.model.objects.filter(
            ref__in=known, series=OuterRef("series"), client=OuterRef("client")
        )
        return booked.filter(Exists(same)).exists()
