"""The staff pages, in Django's admin; each module registers its own."""

from booking.admin import (
    appointments,
    changes,
    clinic,
    people,
    questionnaires,
    therapists,
    treatments,
    wording,
)

__all__ = [
    "appointments",
    "changes",
    "clinic",
    "people",
    "questionnaires",
    "therapists",
    "treatments",
    "wording",
]
