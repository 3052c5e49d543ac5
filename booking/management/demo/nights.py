"""A client of the demo who comes every week and says how they slept."""

from datetime import timedelta

from booking.models import Appointment, Client, MorningAfter, MorningConsent, Status
from booking.screening.morning import Night

NIGHTS = (
    Night(sleep=5, calm=5),
    Night(sleep=6, calm=7),
    Night(sleep=5, calm=6, sore=3, note="The shoulders were a little sore."),
    Night(sleep=7, calm=7),
    Night(sleep=8, calm=8),
    Night(sleep=7, calm=8, note="Woke once, and was back to sleep at once."),
)
NEXT_MORNING = timedelta(hours=13)


def regular() -> Client:
    """The first of the demo's clients."""
    return Client.objects.order_by("pk")[0]


def make_nights() -> None:
    """The consent before their first session, and a night for each of the first."""
    client = regular()
    given = Appointment.objects.filter(client=client, status=Status.COMPLETED)
    sessions = list(given.order_by("starts_at")[: len(NIGHTS)])
    MorningConsent.objects.create(client=client, given_at=sessions[0].held_at)
    for session, night in zip(sessions, NIGHTS, strict=False):
        MorningAfter.objects.create(
            appointment=session,
            content=night.content,
            answered_at=session.ends_at + NEXT_MORNING,
        )
