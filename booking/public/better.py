"""Times and treatments to offer instead of what is held, by what the answers need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from booking.actions import first_reviewable, review_deadline
from booking.actions.problems import NoReviewInTime
from booking.models import (
    Appointment,
    Clinic,
    Outcome,
    Screening,
    Treatment,
    Wish,
)
from booking.models.questionnaires import parsed
from booking.offers import offers
from booking.public.shown import ShownSlot, nearest, shown

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BetterTimes:
    """The nearest times that would do; `wish` is whom they are with."""

    slots: list[ShownSlot]
    wish: str


@dataclass(frozen=True, slots=True)
class BetterTreatment:
    treatment: Treatment
    slot: ShownSlot


def better_times(
    held: Appointment,
    now: datetime,
    *,
    step_free: bool | None = None,
    to_talk: bool = False,
    doctor: bool | None = None,
) -> BetterTimes:
    """The three nearest times that the answers allow, or a talk first where it must be.

    The wish binds, unless nobody it allows may give the session at all.
    """
    clinic = Clinic.objects.current()
    screening = held.screening
    earliest = _earliest(clinic, screening, now, to_talk=to_talk, doctor=doctor)
    if earliest is None:
        return BetterTimes([], held.wish)
    today = timezone.localtime(now, clinic.zone).date()
    found = BetterTimes([], held.wish)
    for wish in dict.fromkeys([held.wish, Wish.ANYONE]):
        offered = offers(
            treatment=held.treatment,
            now=now,
            since=timezone.localtime(earliest, clinic.zone).date(),
            until=today + clinic.booking_horizon_days * DAY,
            wish=wish,
            trainings=held.trainings,
            step_free=held.step_free if step_free is None else step_free,
            ignoring=held,
            earliest=earliest,
        )
        latest = screening.valid_until if screening else None
        offered.slots[:] = [
            slot for slot in offered.slots if not latest or slot.starts_at <= latest
        ]
        bedtime = held.bedtime or clinic.assumed_bedtime
        found = BetterTimes(nearest(offered, held.starts_at, bedtime=bedtime), wish)
        if found.slots:
            break
    return found


def _earliest(
    clinic: Clinic,
    screening: Screening | None,
    now: datetime,
    *,
    to_talk: bool,
    doctor: bool | None,
) -> datetime | None:
    """The first start to offer; None where a therapist must look and nobody can."""
    needs_review = screening is not None and screening.outcome == Outcome.CLEARANCE
    if not (needs_review or to_talk):
        return now
    if doctor is None:
        doctor = bool(screening and needs_review and screening.doctor_needed)
    return first_reviewable(clinic, now=now, doctor=doctor and not to_talk)


def better_treatments(held: Appointment, now: datetime) -> list[BetterTreatment]:
    """Those that do without what should be left out, free at the very same time."""
    if held.screening is None or not held.screening.content["mismatch"]:
        return []
    return list(_free_treatments(held, held.screening.content["avoid"], now))


def _free_treatments(
    held: Appointment, avoid: list[str], now: datetime
) -> Iterator[BetterTreatment]:
    clinic = Clinic.objects.current()
    evening = timezone.localtime(held.starts_at, clinic.zone).date()
    for treatment in Treatment.objects.offered().exclude(pk=held.treatment_id):
        if set(treatment.needs) & set(avoid):
            continue
        found = offers(
            treatment=treatment,
            now=now,
            since=evening - DAY,
            until=evening + DAY,
            wish=held.wish,
            trainings=held.trainings,
            step_free=held.step_free,
            ignoring=held,
            kept=True,
        )
        slot = found.at(held.starts_at)
        if slot is not None:
            bedtime = held.bedtime or clinic.assumed_bedtime
            yield BetterTreatment(treatment, shown(found, [slot], bedtime)[0])


def in_the_way(
    held: Appointment, now: datetime, *, said_yes: bool = False
) -> list[str]:
    """Why the held time cannot be booked with these answers, in sentences."""
    screening = held.screening
    if screening is None:
        return []
    whys = (
        _runs_out(held, screening),
        _needs_training(held, screening),
        _no_review(held, screening, now, said_yes=said_yes),
    )
    return [why for why in whys if why]


def _runs_out(held: Appointment, screening: Screening) -> str:
    if screening.covers(held.starts_at) or screening.valid_until is None:
        return ""
    words = _(
        "What you told us can change, so your answers are good until %(day)s. The time "
        "you chose is later than that. These times are not."
    )
    return words % {"day": day_name(screening.valid_until)}


def _needs_training(held: Appointment, screening: Screening) -> str:
    if held.therapist.holds(screening.training_needed):
        return ""
    labels = parsed(screening.questionnaire).training
    words = _(
        "For you it should be someone %(training)s. %(name)s is not, so these times "
        "are with therapists who are."
    )
    training = _(" and ").join(labels[word] for word in screening.training_needed)
    return words % {"training": training, "name": held.therapist.first_name}


def _no_review(
    held: Appointment, screening: Screening, now: datetime, *, said_yes: bool
) -> str:
    if screening.outcome != Outcome.CLEARANCE:
        return ""
    try:
        deadline_of(held, now, said_yes=said_yes)
    except NoReviewInTime:
        return _(
            "A therapist has to talk with you first, and nobody can do so before the "
            "time you chose. These are the first times where it can be done."
        )
    return ""


def deadline_of(
    held: Appointment, now: datetime, *, said_yes: bool = False
) -> datetime:
    """By when a therapist will have decided. Raises NoReviewInTime."""
    screening = held.screening
    doctor = bool(screening and screening.doctor_needed) and not said_yes
    clinic = Clinic.objects.current()
    return review_deadline(clinic, starts_at=held.starts_at, now=now, doctor=doctor)


def day_name(moment: datetime) -> str:
    """Tuesday 8 December"""
    return format_date(timezone.localtime(moment), _("l j F"))


def what_will_change(held: Appointment) -> dict[str, Any]:
    """What the session will be like with these answers, in the questionnaire's words."""
    screening, treatment = held.screening, held.treatment
    if screening is None:
        return {}
    document, content = parsed(screening.questionnaire), screening.content
    of_this = {*treatment.areas, *treatment.methods}
    return {
        "reasons": list(dict.fromkeys(r["text"] for r in content["reasons"])),
        "left_out": [
            document.avoid_label(word) for word in content["avoid"] if word in of_this
        ],
        "scent": content["scent"],
    }


def left_out_words(held: Appointment) -> list[str]:
    """What the treatment needs and should be left out."""
    screening = held.screening
    if screening is None:
        return []
    document = parsed(screening.questionnaire)
    return [document.avoid_label(word) for word in screening.content["mismatch"]]
