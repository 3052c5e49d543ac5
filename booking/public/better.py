"""Times and treatments to offer instead of what is held, by what the answers need."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from booking.actions import first_reviewable, review_deadline
from booking.actions.granting import granted_to
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
from booking.offers import Offers, offers
from booking.public.reasons import told
from booking.public.shown import ShownSlot, nearest, shown
from booking.times import by_evening

DAY = timedelta(days=1)
SHOWN = 3


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
) -> BetterTimes:
    """Three times that the answers allow: the nearest, or the first after a talk.

    The wish binds, unless nobody it allows has such a time at all.
    """
    clinic = Clinic.objects.current()
    bedtime = held.bedtime or clinic.assumed_bedtime
    looks = to_talk or _needs_review(held.screening)
    earliest = _first_looked_at(held, clinic, now, to_talk=to_talk) if looks else now
    if earliest is None:
        return BetterTimes([], held.wish)
    for wish in dict.fromkeys([held.wish, Wish.ANYONE]):
        found = _found(held, now, clinic, wish=wish, earliest=earliest, level=step_free)
        if found.slots and looks:
            return BetterTimes(_first(found, bedtime), wish)
        if found.slots:
            return BetterTimes(nearest(found, held.starts_at, bedtime=bedtime), wish)
    return BetterTimes([], held.wish)


def _found(
    held: Appointment,
    now: datetime,
    clinic: Clinic,
    *,
    wish: str,
    earliest: datetime,
    level: bool | None,
) -> Offers:
    """All times from `earliest` on, as long as the answers are good."""
    today = timezone.localtime(now, clinic.zone).date()
    found = offers(
        treatment=held.treatment,
        now=now,
        since=timezone.localtime(earliest, clinic.zone).date(),
        until=today + clinic.booking_horizon_days * DAY,
        wish=wish,
        trainings=held.trainings,
        step_free=held.step_free if level is None else level,
        ignoring=held,
        earliest=earliest,
    )
    latest = held.screening.valid_until if held.screening else None
    if latest is None:
        return found
    good = [slot for slot in found.slots if slot.starts_at <= latest]
    return replace(found, slots=good)


def _first(found: Offers, bedtime: time) -> list[ShownSlot]:
    """Of the first evening that has a time, the three that fit the bedtime best."""
    _day, slots = next(iter(by_evening(found.slots).items()))
    times = shown(found, slots, bedtime)
    best = sorted(times, key=lambda slot: (-(slot.fit.score or 0), slot.starts_at))
    return sorted(best[:SHOWN], key=lambda slot: slot.starts_at)


def _needs_review(screening: Screening | None) -> bool:
    return screening is not None and screening.outcome == Outcome.CLEARANCE


def _first_looked_at(
    held: Appointment, clinic: Clinic, now: datetime, *, to_talk: bool
) -> datetime | None:
    """The first start a therapist can look before; None where nobody looks at all."""
    doctor = held.needs_doctor and not to_talk
    return first_reviewable(clinic, now=now, doctor=doctor)


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
    if granted_to(held, now) is not None:
        return [why for why in (_needs_training(held, screening),) if why]
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
    doctor = held.needs_doctor and not said_yes
    clinic = Clinic.objects.current()
    return review_deadline(clinic, starts_at=held.starts_at, now=now, doctor=doctor)


def day_name(moment: datetime) -> str:
    """Tuesday 8 December"""
    return format_date(timezone.localtime(moment), _("l j F"))


def what_will_change(held: Appointment) -> dict[str, Any]:
    """What these answers do to the session, in the questionnaire's words."""
    screening, treatment = held.screening, held.treatment
    if screening is None:
        return {}
    document, content = parsed(screening.questionnaire), screening.content
    of_this = {*treatment.areas, *treatment.methods}
    return {
        "reasons": told(document, content["reasons"]),
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
