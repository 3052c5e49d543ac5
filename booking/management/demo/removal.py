"""Take the demo away: everything, for a demo clinic holds nothing else."""

from django.db import transaction
from django.db.models import Model

from booking.constraints.lifted import lifted
from booking.models import (
    AccessRecord,
    Appointment,
    Clearance,
    Client,
    ClientMerge,
    Clinic,
    HoursChange,
    MorningAfter,
    MorningConsent,
    OpeningHours,
    Payment,
    Proposal,
    Questionnaire,
    Room,
    Screening,
    SessionNote,
    Therapist,
    Treatment,
    Trouble,
    WaitingOffer,
    WaitingRequest,
)
from clinic.models import User

# Whatever points at a row goes before it.
ORDER: list[type[Model]] = [
    WaitingOffer,
    WaitingRequest,
    AccessRecord,
    Payment,
    SessionNote,
    Trouble,
    MorningAfter,
    MorningConsent,
    Proposal,
    Appointment,
    Clearance,
    Screening,
    ClientMerge,
    Client,
    Questionnaire,
    HoursChange,
    OpeningHours,
    Therapist,
    Room,
    Treatment,
    Clinic,
]


def remove() -> None:
    """Delete every row of the clinic and the demo's sign-ins, or nothing."""
    with transaction.atomic(), lifted(AccessRecord, Payment, SessionNote):
        for model in ORDER:
            model._default_manager.all().delete()
        User.objects.filter(is_demo=True).delete()
