"""What is known of one who waits: whether they may be asked, and what still holds."""

from datetime import datetime

from booking.actions.screened import unasked
from booking.models import (
    Appointment,
    Clearance,
    Client,
    Outcome,
    Screening,
    Status,
    Treatment,
)
from booking.models.screening import ScreeningQuerySet


def may_be_offered(client: Client, treatment: Treatment) -> bool:
    """Not whose last answers, or a therapist after them, said not now."""
    last = _answers(client, treatment).first()
    if last is None:
        return True
    if last.outcome == Outcome.NOT_NOW:
        return False
    declined = Appointment.objects.filter(screening=last, status=Status.DECLINED)
    return not declined.exists()


def trainings_needed(client: Client, treatment: Treatment) -> list[str]:
    """What a therapist must be trained in for them, as far as they have answered."""
    asked = _answers(client, treatment).filter(stage=Screening.Stage.BOOKING)
    last = asked.first()
    return list(last.training_needed) if last else []


def own_times(client: Client, now: datetime) -> list[tuple[datetime, datetime]]:
    """When they are with us already, at any of their rows."""
    theirs = Client.objects.same_person(client)
    rows = Appointment.objects.live(now).filter(client__in=theirs, ends_at__gt=now)
    return list(rows.values_list("starts_at", "ends_at"))


def _answers(client: Client, treatment: Treatment) -> ScreeningQuerySet:
    """Finished answers of any row of that person, the last first."""
    rows = Screening.objects.filter(
        client__in=Client.objects.same_person(client), treatment=treatment, final=True
    )
    return rows.order_by("-answered_at", "-pk")


def still_good(held: Appointment, now: datetime) -> Clearance | Screening | None:
    """What lets a held time be booked at once: a clearance, or answers that clear.

    None where anything is still to be asked for that start, where the last answers are
    not the client's own or were given at the door, and past their end.
    """
    client = held.client
    last = _answers(client, held.treatment).first() if client else None
    if client is None or last is None or last.client_id != client.pk:
        return None
    if last.stage != Screening.Stage.BOOKING:
        return None
    if not held.therapist.holds(last.training_needed):
        return None
    if unasked(last, held.treatment, held.starts_at, now):
        return None
    clears = last.clears_itself and last.covers(held.starts_at)
    return _cleared(last, held) or (last if clears else None)


def _cleared(screening: Screening, held: Appointment) -> Clearance | None:
    """A clearance of these answers that reaches the start; an override was for one."""
    rows = screening.clearances.filter(
        client=held.client, treatment=held.treatment, valid_until__gte=held.starts_at
    )
    usual = rows.exclude(basis=Clearance.Basis.OVERRIDE)
    return usual.order_by("-decided_at").first()
