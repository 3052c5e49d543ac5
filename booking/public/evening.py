"""The evening of an appointment, told down a line from the last coffee to bed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from booking.models import Appointment, Clinic, Status
from booking.public.shown import fit_of, why

BEFORE = timedelta(minutes=10)
LAMPS_LOW = timedelta(minutes=90)
BREATHE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the evening; `kind` is "", "lit" for the session, or "bed"."""

    at: datetime
    what: str
    words: str = ""
    kind: str = ""


def the_evening(appointment: Appointment) -> dict[str, Any]:
    """The moments of a confirmed evening, and how its end fits the bedtime."""
    if appointment.status != Status.CONFIRMED:
        return {}
    clinic = Clinic.objects.current()
    bedtime = bedtime_after(appointment, clinic)
    moments = [
        Moment(
            appointment.starts_at - BEFORE,
            _("Come in"),
            _("Ten minutes early, so there is time to arrive."),
        ),
        Moment(
            appointment.starts_at,
            appointment.treatment_name,
            _("With %(name)s. Then sit up slowly, and take your time.")
            % {"name": appointment.therapist.first_name},
            "lit",
        ),
    ]
    lamps = bedtime - LAMPS_LOW
    if lamps >= appointment.ends_at + BREATHE:
        moments.append(
            Moment(lamps, _("Lamps low, phone away"), _("A warm shower if you like."))
        )
    if bedtime - BREATHE >= appointment.ends_at:
        moments.append(
            Moment(
                bedtime - BREATHE, _("Slow breathing"), _("In for four, out for six.")
            )
        )
    if bedtime >= appointment.ends_at:
        moments.append(Moment(bedtime, _("Bed, at your usual time"), kind="bed"))
    wall = appointment.bedtime or clinic.assumed_bedtime
    fit = fit_of(appointment.treatment, appointment.ends_at, wall, clinic)
    return {"evening": moments, "fit": fit, "fit_why": why(fit)}


def bedtime_after(appointment: Appointment, clinic: Clinic) -> datetime:
    """The bedtime of that night as a moment: the first after the evening's noon."""
    wall: time = appointment.bedtime or clinic.assumed_bedtime
    local = appointment.starts_at.astimezone(clinic.zone)
    day = local.date() if wall >= time(12) else local.date() + timedelta(days=1)
    return datetime.combine(day, wall, tzinfo=clinic.zone)
