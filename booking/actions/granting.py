"""A yes that came too late for its evening, and is good for any other."""

from datetime import datetime

from booking.actions.screened import unasked
from booking.models import Appointment, Clearance, Screening, Status, Treatment


def granted(
    follows: Appointment | None,
    *,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
) -> Clearance | None:
    """The clearance of a request decided after its time went back, if it holds there.

    It is for one treatment and for the answers it was given for: None once the client
    has answered again, where more would be asked, or past its end.
    """
    clearance = follows.clearance if follows else None
    if follows is None or clearance is None or follows.status != Status.EXPIRED:
        return None
    if clearance.treatment_id != treatment.pk or clearance.valid_until < starts_at:
        return None
    screening = clearance.screening
    newer = Screening.objects.filter(
        client=clearance.client_id,
        treatment=treatment,
        answered_at__gt=screening.answered_at,
    )
    if newer.exists() or unasked(screening, treatment, starts_at, now):
        return None
    return clearance


def granted_to(held: Appointment, now: datetime) -> Clearance | None:
    """The same for a hold that carries those very answers."""
    found = granted(
        held.follows, treatment=held.treatment, starts_at=held.starts_at, now=now
    )
    return found if found and found.screening_id == held.screening_id else None
