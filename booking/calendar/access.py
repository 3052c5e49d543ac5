"""Who may open which page of the calendar, and whose appointments they see there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from booking.models import Appointment, Therapist
from clinic.models import User

View = Callable[..., HttpResponse]

RUNS = "booking.run_calendar"
RUNS_EVERY = "booking.run_every_calendar"
SEES_CAUTIONS = "booking.see_cautions"
READS_ANSWERS = "booking.read_answers"
REVIEWS = "booking.review_appointment"
REVIEWS_EVERY = "booking.review_every_appointment"
OVERRIDES = "booking.override_clearance"


def signed_in(request: HttpRequest) -> User:
    """Whose page it is; behind `calendar_page` somebody always is."""
    return cast(User, request.user)


def calendar_page(*permissions: str) -> Callable[[View], View]:
    """For staff who run a calendar and hold all of these; others sign in, or may not.

    Goes below the method decorator. What an address names is looked up by
    `get_appointment`, which finds only what the person may see.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not user.is_staff or not user.has_perms((RUNS, *permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def columns_of(user: User) -> QuerySet[Therapist]:
    """The therapists whose calendar they run: all, or only themselves."""
    rows = Therapist.objects.all()
    return rows if user.has_perm(RUNS_EVERY) else rows.filter(user=user)


def appointments_of(user: User) -> QuerySet[Appointment]:
    """The appointments in the columns they run."""
    rows = Appointment.objects.all()
    return rows if user.has_perm(RUNS_EVERY) else rows.filter(therapist__user=user)


def get_appointment(request: HttpRequest, ref: str) -> Appointment:
    """One they may see, with what a page shows of it; a foreign one is 404."""
    rows = appointments_of(signed_in(request)).select_related(
        "client", "therapist__user", "room", "treatment", "screening", "clearance"
    )
    return get_object_or_404(rows, ref=ref)


def get_therapist(request: HttpRequest, slug: str) -> Therapist:
    """One whose calendar they run; a foreign one is 404."""
    return get_object_or_404(columns_of(signed_in(request)), slug=slug)


def sees_cautions(user: User) -> bool:
    """Whether cautions, reasons and notes are for their eyes; the front desk's not."""
    return user.has_perm(SEES_CAUTIONS)
