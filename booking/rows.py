"""Rows of the database as the calculation of free time takes them, a query a table."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, ExpressionWrapper, F, Q

from booking.models import (
    Appointment,
    Clinic,
    HoursChange,
    OpeningHours,
    Proposal,
    Therapist,
)
from booking.times import Busy, Change, Hours, Load, Rules, reach

# No session with its buffer is longer (480 + 120 minutes), so none that started
# earlier than this can still be busy.
LONGEST = timedelta(hours=10)


class Moment(DateTimeField):  # type: ignore[type-arg]
    """A time column read as the driver gives it, without Django's own detours.

    Reading a month of evenings is most of the work here.
    """

    @classmethod
    def of(cls, name: str) -> "ExpressionWrapper[F]":
        return ExpressionWrapper(F(name), output_field=cls())

    def get_internal_type(self) -> str:
        return "Moment"

    def from_db_value(self, value: datetime, *_how: object) -> datetime:
        """SQLite stores UTC and says no zone; PostgreSQL says it."""
        return value if value.tzinfo else value.replace(tzinfo=UTC)


def rules_of(clinic: Clinic, now: datetime, *, kept: bool = False) -> Rules:
    return Rules(
        zone=clinic.zone,
        now=now,
        lead_time=timedelta(0) if kept else clinic.lead_time,
        horizon_days=clinic.booking_horizon_days,
        slot_interval=clinic.slot_interval_minutes,
        latest_start=clinic.latest_start,
    )


def hours_of(therapists: Iterable[int]) -> list[Hours]:
    rows = OpeningHours.objects.filter(therapist__in=list(therapists)).order_by()
    return [
        Hours(*row)
        for row in rows.values_list(
            "therapist_id",
            "weekday",
            "opens",
            "closes",
            "valid_from",
            "valid_until",
            "every_second_week",
        )
    ]


def changes_between(zone: ZoneInfo, since: date, until: date) -> list[Change]:
    begin, end = reach(since, until, zone)
    rows = HoursChange.objects.filter(starts_at__lt=end, ends_at__gt=begin).order_by()
    return [
        Change(*row)
        for row in rows.values_list(
            "kind", "therapist_id", "room_id", "starts_at", "ends_at"
        )
    ]


def busy_between(
    zone: ZoneInfo,
    now: datetime,
    since: date,
    until: date,
    ignoring: Appointment | None = None,
    whose: Q | None = None,
) -> list[Busy]:
    """Occupied times, of everybody or of some."""
    begin, end = reach(since, until, zone)
    rows = Appointment.objects.live(now).filter(
        starts_at__gte=begin - LONGEST, starts_at__lt=end, busy_until__gt=begin
    )
    if whose is not None:
        rows = rows.filter(whose)
    if ignoring is not None:
        kept = Proposal.objects.waiting().filter(appointment=ignoring)
        rows = rows.exclude(pk=ignoring.pk).exclude(pk__in=kept.values("offer"))
    columns = rows.order_by().values_list(
        "therapist_id", "room_id", Moment.of("starts_at"), Moment.of("busy_until")
    )
    return [Busy(*row) for row in columns]


def loads_of(therapists: Iterable[Therapist]) -> dict[int, Load]:
    """The load rules of those who have one."""
    return {
        row.pk: Load(
            row.most_sessions, row.rest_after, timedelta(minutes=row.rest_minutes)
        )
        for row in therapists
        if row.most_sessions or row.rest_after
    }


def read_from(since: date, loads: dict[int, Load]) -> date:
    """Sessions in a row may have begun on the evening before the first asked for."""
    resting = any(load.rest_after for load in loads.values())
    return since - timedelta(days=1) if resting else since
