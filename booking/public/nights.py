"""What a client's own page says of their nights."""

from datetime import datetime
from typing import Any

from booking.actions.mornings import may_tell_of_night
from booking.models import Appointment, MorningAfter, MorningConsent
from booking.models.morning import DRAWN_FROM, DRAWN_UP_TO


def nights_shown(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """Nights of this very row only: whoever opened it has proved no more.

    Drawn after five; before that, how many there are.
    """
    client = appointment.client
    if client is None:
        return {}
    nights = list(MorningAfter.objects.of([client]))
    return {
        "wished_for": MorningConsent.objects.standing(client).exists(),
        "nights": nights[-DRAWN_UP_TO:],
        "are_drawn": len(nights) >= DRAWN_FROM,
        "nights_to_go": DRAWN_FROM - len(nights),
        "may_tell": may_tell_of_night(appointment, now),
        "told": any(night.appointment_id == appointment.pk for night in nights),
    }
