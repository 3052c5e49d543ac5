"""The nouns of booking, one module each."""

from django.db.models import CharField
from django.db.models.functions import Length

CharField.register_lookup(Length)

from booking.models.access import AccessLink, AccessRecord  # noqa: E402
from booking.models.appointment import (  # noqa: E402
    Appointment,
    AppointmentEvent,
    Status,
)
from booking.models.backup import Backup  # noqa: E402
from booking.models.catalogue import Room, Treatment  # noqa: E402
from booking.models.client import Client, ClientMerge, PhoneOnly  # noqa: E402
from booking.models.clinic import Clinic, ReviewHours  # noqa: E402
from booking.models.message import CallTry, Message, Round  # noqa: E402
from booking.models.morning import (  # noqa: E402
    MorningAfter,
    MorningConsent,
    Trouble,
)
from booking.models.note import SessionNote  # noqa: E402
from booking.models.payment import Payment  # noqa: E402
from booking.models.proposal import Proposal  # noqa: E402
from booking.models.screening import (  # noqa: E402
    Clearance,
    Outcome,
    Questionnaire,
    Screening,
)
from booking.models.series import Series  # noqa: E402
from booking.models.therapist import (  # noqa: E402
    HoursChange,
    OpeningHours,
    Therapist,
)
from booking.models.vocabulary import Scent, Training, Wish  # noqa: E402
from booking.models.waiting import WaitingOffer, WaitingRequest  # noqa: E402
from booking.models.wording import Wording  # noqa: E402

__all__ = [
    "AccessLink",
    "AccessRecord",
    "Appointment",
    "AppointmentEvent",
    "Backup",
    "CallTry",
    "Clearance",
    "Client",
    "ClientMerge",
    "Clinic",
    "HoursChange",
    "Message",
    "MorningAfter",
    "MorningConsent",
    "OpeningHours",
    "Outcome",
    "Payment",
    "PhoneOnly",
    "Proposal",
    "Questionnaire",
    "ReviewHours",
    "Room",
    "Round",
    "Scent",
    "Screening",
    "Series",
    "SessionNote",
    "Status",
    "Therapist",
    "Training",
    "Treatment",
    "Trouble",
    "WaitingOffer",
    "WaitingRequest",
    "Wish",
    "Wording",
]
