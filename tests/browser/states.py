"""One appointment in each state that has a page of its own, by the real clock."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from booking.actions import (
    Person,
    answer,
    ask_question,
    book_for_someone_else,
    cancel,
    clear_review,
    decline_review,
    read_answers,
    record_doctor,
    tidy,
)
from booking.models import Appointment, Clinic, Status
from tests.factories import (
    given,
    make_confirmed,
    make_held,
    make_review,
    make_treatment,
    make_user,
)

DAY = timedelta(days=1)
HANNAH = Person(
    name="Hannah Whitlock", email="hannah@whitlock.example", phone="01632 960201"
)
CLOT = {"ask_first": ["clotting"], "clot_kind": "clot_past"}
PREGNANT = {"ask_first": ["pregnancy"], "pregnancy_stage": "maybe"}
OPERATION = {
    "ask_first": ["surgery_injury"],
    "surgery_when": "over_twelve_weeks",
    "surgery_where": "chest_back",
}
FIT = {"ask_first": ["seizures"], "seizure_when": "last_week"}


def evening_in(days):
    """19:00 by the clinic's clock, in so many days."""
    day = timezone.localdate() + days * DAY
    zone = Clinic.objects.current().zone
    return datetime.combine(day, time(19), tzinfo=zone)


def held(evening, *, days=10, **fields):
    return make_held(
        starts_at=evening_in(days), now=timezone.now(), **(evening | fields)
    )


def taken(evening, start):
    """By somebody else, a moment ago."""
    return make_held(
        starts_at=datetime.fromisoformat(start), now=timezone.now(), **evening
    )


def answered(evening, *, final=True, days=10, **said):
    hold, now = held(evening, days=days), timezone.now()
    brought = given(
        treatment=hold.treatment,
        starts_at=hold.starts_at,
        now=now,
        final=final,
        **said,
    )
    return answer(appointment=hold, given=brought, now=now)


def ticked(evening):
    return answered(evening, final=False, ask_first=["clotting"], health=["device"])


def clear(evening):
    return answered(evening)


def adapted(evening):
    return answered(evening, health=["high_pressure"], pressure_now="controlled")


def needs_a_doctor(evening):
    return answered(evening, **CLOT)


def needs_another_time(evening):
    """Nobody trained for it gives this session, and no review is done by then."""
    return answered(evening, days=1, **PREGNANT)


def needs_another_treatment(evening):
    hands = make_treatment(slug="hands-feet-scalp-45")
    evening["therapist"].treatments.add(hands)
    return answered(evening, **OPERATION)


def lost(evening):
    """It ran out, and somebody else holds it."""
    hold, now = held(evening), timezone.now()
    Appointment.objects.filter(pk=hold.pk).update(expires_at=now)
    tidy(appointment=hold, now=now)
    held(evening)
    return hold


def confirmed(evening):
    return make_confirmed(starts_at=evening_in(10), now=timezone.now(), **evening)


def given_evening(evening):
    past = make_confirmed(
        starts_at=evening_in(-7), now=timezone.now() - 14 * DAY, **evening
    )
    Appointment.objects.filter(pk=past.pk).update(status=Status.COMPLETED)
    return past


def in_review(evening):
    return make_review(starts_at=evening_in(10), now=timezone.now(), **evening)


def asked(evening):
    """A therapist has a question."""
    ines, review = make_user(role="Therapist"), in_review(evening)
    return ask_question(
        appointment=review, by=ines, text="Which leg was it?", now=timezone.now()
    )


def cleared_late(evening):
    """Its time went back, and then a therapist said yes."""
    review, ines = expired(evening), make_user(role="Therapist")
    record_doctor(
        appointment=review,
        by=ines,
        practice="Mill Lane Surgery",
        said_on=timezone.localdate(),
        now=timezone.now(),
    )
    read_answers(screening=review.screening, by=ines, why="x", now=timezone.now())
    return clear_review(
        appointment=review,
        by=ines,
        valid_until=timezone.now() + 60 * DAY,
        now=timezone.now(),
    )


def for_someone_else(evening):
    return book_for_someone_else(
        appointment=held(evening), them=HANNAH, now=timezone.now()
    )


def not_now(evening):
    return answered(evening, **FIT)


def declined(evening):
    ines, review = make_user(role="Therapist"), in_review(evening)
    words, later = "Rest first, please.", timezone.localdate() + 60 * DAY
    return decline_review(
        appointment=review, by=ines, words=words, not_before=later, now=timezone.now()
    )


def cancelled(evening):
    return cancel(appointment=confirmed(evening), now=timezone.now())


def expired(evening):
    review, now = in_review(evening), timezone.now()
    Appointment.objects.filter(pk=review.pk).update(expires_at=now)
    tidy(appointment=review, now=now)
    return review
