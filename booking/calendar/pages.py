"""What every page of the calendar has around it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from booking.calendar.access import (
    REVIEWS,
    REVIEWS_EVERY,
    RUNS_EVERY,
    appointments_of,
    signed_in,
)
from booking.calendar.mornings import to_look_after
from booking.models import Appointment, Message
from clinic.models import User


def show(
    request: HttpRequest,
    template: str,
    *,
    section: str = "week",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `calendar/<template>.html` with what its head and foot show.

    `section` is the part of the menu the page belongs to: week, review or calls.
    """
    user = signed_in(request)
    now = timezone.now()
    context |= {
        "section": section,
        "reviews_waiting": reviews_of(user).count() + to_look_after(user).count(),
        "calls_waiting": calls_of(user).filter(due_at__lte=now).count(),
        "runs_every": user.has_perm(RUNS_EVERY),
        "may_review": user.has_perm(REVIEWS),
    }
    return render(request, f"calendar/{template}.html", context, status=status)


def reviews_of(user: User) -> QuerySet[Appointment]:
    """What waits for their decision, in time or late: all, or in their own column."""
    if not user.has_perm(REVIEWS):
        return Appointment.objects.none()
    waiting = Appointment.objects.undecided().one_of_each_request()
    return (
        waiting
        if user.has_perm(REVIEWS_EVERY)
        else waiting.filter(therapist__user=user)
    )


def calls_of(user: User) -> QuerySet[Message]:
    """The calls to make for the appointments they see."""
    return Message.objects.calls().filter(appointment__in=appointments_of(user))
