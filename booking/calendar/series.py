"""A series as the team sees it: which of how many, and what one decision frees."""

from dataclasses import dataclass

from booking.models import Appointment


@dataclass(frozen=True, slots=True)
class Place:
    """Which date of how many this is, and all of them."""

    number: int
    dates: tuple[Appointment, ...]

    @property
    def count(self) -> int:
        return len(self.dates)


def place_of(appointment: Appointment) -> Place | None:
    """None where it is no series, or nothing is left of one but this date."""
    if appointment.series_id is None:
        return None
    rows = Appointment.objects.filter(
        series=appointment.series_id, client=appointment.client_id
    )
    dates = tuple(rows.select_related("therapist", "room").order_by("starts_at"))
    if len(dates) < 2:
        return None
    return Place([each.pk for each in dates].index(appointment.pk) + 1, dates)


def decided_with(appointment: Appointment) -> tuple[Appointment, ...]:
    """The other dates that one decision about it is for."""
    return tuple(Appointment.objects.of_one_request(appointment))
