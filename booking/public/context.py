"""What every page knows of the clinic."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from booking.models import Clinic


def clinic(request: HttpRequest) -> dict[str, object]:
    """`clinic`, asked of the database when a template first uses it."""
    return {"clinic": SimpleLazyObject(Clinic.objects.current)}
