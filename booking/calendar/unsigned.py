"""Notes that are not signed yet, and sessions without any."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from booking.calendar.access import appointments_of, sees_cautions
from booking.models import Appointment, SessionNote, Status, Therapist
from clinic.models import User

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One's own drafts, and the sessions nobody wrote of."""

    drafts: list[SessionNote]
    without: list[Appointment]

    def __bool__(self) -> bool:
        return bool(self.drafts or self.without)


def unsigned(user: User, now: datetime, therapist: Therapist | None = None) -> Unsigned:
    """Of the last 30 days, in the columns they run; nothing for the front desk.

    With a therapist, of that column alone.
    """
    if not sees_cautions(user):
        return Unsigned([], [])
    rows = appointments_of(user).filter(
        starts_at__gte=now - LOOKED_BACK, starts_at__lte=now
    )
    if therapist is not None:
        rows = rows.filter(therapist=therapist)
    drafts = SessionNote.objects.filter(
        appointment__in=rows, author=user, signed_at__isnull=True
    )
    noted = SessionNote.objects.filter(appointment=OuterRef("pk"))
    without = rows.filter(status=Status.COMPLETED).exclude(Exists(noted))
    return Unsigned(
        list(drafts.select_related("appointment__client", "appointment__therapist")),
        list(without.select_related("client", "therapist").order_by("starts_at")),
    )
