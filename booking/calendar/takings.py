"""What was taken at the desk on one day, by how."""

from dataclasses import dataclass
from datetime import date, timedelta

from booking.calendar.access import appointments_of
from booking.models import Clinic, Payment
from booking.times import midnight
from clinic.models import User


@dataclass(frozen=True, slots=True)
class Sum:
    """What was taken one way, in one currency."""

    how: str
    currency: str
    cents: int
    payments: tuple[Payment, ...]


def taken_on(user: User, day: date) -> list[Sum]:
    """The payments of the columns they run, without those undone."""
    zone = Clinic.objects.current().zone
    rows = Payment.objects.filter(
        appointment__in=appointments_of(user),
        undone_at__isnull=True,
        taken_at__gte=midnight(day, zone),
        taken_at__lt=midnight(day + timedelta(days=1), zone),
    ).select_related("appointment__client", "appointment__therapist", "taken_by")
    ways: dict[tuple[str, str], list[Payment]] = {}
    for payment in rows:
        ways.setdefault((payment.how, payment.currency), []).append(payment)
    return [
        Sum(
            how=found[0].get_how_display(),
            currency=currency,
            cents=sum(payment.cents for payment in found),
            payments=tuple(found),
        )
        for (_how, currency), found in sorted(ways.items())
    ]


def totals(sums: list[Sum]) -> dict[str, int]:
    """Of everything, by currency."""
    total: dict[str, int] = {}
    for each in sums:
        total[each.currency] = total.get(each.currency, 0) + each.cents
    return total
