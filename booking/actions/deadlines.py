"""By when a review is done, and from when a session can wait for one."""

from datetime import datetime, timedelta
from typing import Any

from booking.actions.problems import NoReviewInTime
from booking.models import Clinic, HoursChange
from booking.times.review import deadline, earliest_start

# The review ends this long before the start at the latest, so that a client who is
# told no, or hears nothing, still has the afternoon.
REVIEW_MARGIN = timedelta(hours=4)


def review_deadline(
    clinic: Clinic, *, starts_at: datetime, now: datetime, doctor: bool
) -> datetime:
    """By when a therapist decides, within review hours. Raises NoReviewInTime."""
    found = deadline(
        **_review_rules(clinic, now=now, doctor=doctor), starts_at=starts_at
    )
    if found is None:
        raise NoReviewInTime
    return found


def first_reviewable(clinic: Clinic, *, now: datetime, doctor: bool) -> datetime | None:
    """The first start a review can be done before; None without review hours."""
    return earliest_start(**_review_rules(clinic, now=now, doctor=doctor))


def _review_rules(clinic: Clinic, *, now: datetime, doctor: bool) -> dict[str, Any]:
    needed = clinic.review_time(doctor=doctor)
    return review_times(clinic, now=now) | {"needed": needed, "margin": REVIEW_MARGIN}


def review_times(clinic: Clinic, *, now: datetime) -> dict[str, Any]:
    """When somebody reviews, from now on, as booking.times wants to know it."""
    closures = HoursChange.objects.filter(
        kind=HoursChange.Kind.CLOSURE, ends_at__gt=now
    ).order_by("starts_at")
    return {
        "hours": list(clinic.review_hours.values_list("weekday", "opens", "closes")),
        "zone": clinic.zone,
        "closures": list(closures.values_list("starts_at", "ends_at")),
        "now": now,
    }
