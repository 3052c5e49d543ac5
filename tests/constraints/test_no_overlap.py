"""No therapist and no room twice at one time, whatever writes the row."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.constraints.rows import (
    EIGHT,
    HOUR,
    MICROSECOND,
    NINE,
    SEVEN,
    make_therapist,
    make_visit,
    refused_by,
)

OVERLAPPING = {
    "the same": (SEVEN, EIGHT),
    "inside": (SEVEN + HOUR / 4, EIGHT - HOUR / 4),
    "around": (SEVEN - HOUR, NINE),
    "over the start": (SEVEN - HOUR / 2, SEVEN + HOUR / 2),
    "over the end": (EIGHT - HOUR / 2, EIGHT + HOUR / 2),
    "from its start": (SEVEN, NINE),
    "to its end": (SEVEN - HOUR, EIGHT),
    "by a microsecond at the start": (SEVEN - HOUR, SEVEN + MICROSECOND),
    "by a microsecond at the end": (EIGHT - MICROSECOND, NINE),
    "written in Tokyo": (
        datetime(2026, 12, 2, 4, 30, tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime(2026, 12, 2, 5, 30, tzinfo=ZoneInfo("Asia/Tokyo")),
    ),
    "written in New York": (
        datetime(2026, 12, 1, 14, 59, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 12, 1, 16, 0, tzinfo=ZoneInfo("America/New_York")),
    ),
    "written with an odd offset": (
        datetime(2026, 12, 2, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(2026, 12, 2, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ),
}
APART = {
    "touching the start": (SEVEN - HOUR, SEVEN),
    "touching the end": (EIGHT, NINE),
    "a microsecond after": (EIGHT + MICROSECOND, NINE),
    "touching the end, in Tokyo": (
        datetime(2026, 12, 2, 5, tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime(2026, 12, 2, 6, tzinfo=ZoneInfo("Asia/Tokyo")),
    ),
    "the day before": (SEVEN - 24 * HOUR, EIGHT - 24 * HOUR),
    "without length, inside": (SEVEN + HOUR / 2, SEVEN + HOUR / 2),
}
overlapping = pytest.mark.parametrize("times", OVERLAPPING.values(), ids=OVERLAPPING)
apart = pytest.mark.parametrize("times", APART.values(), ids=APART)
THERAPIST_FREE = "visit_therapist_free"


@overlapping
def test_an_overlapping_visit_is_refused(evening, times):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist)

    with refused_by(THERAPIST_FREE):
        make_visit(
            evening, therapist=therapist, starts_at=times[0], busy_until=times[1]
        )

    assert evening.model("Visit").objects.count() == 1


@apart
def test_a_visit_apart_is_taken(evening, times):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist)

    make_visit(evening, therapist=therapist, starts_at=times[0], busy_until=times[1])

    assert evening.model("Visit").objects.count() == 2


@overlapping
def test_moving_a_visit_onto_another_is_refused(evening, times):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist)
    other = make_visit(
        evening,
        therapist=therapist,
        starts_at=SEVEN + 48 * HOUR,
        busy_until=EIGHT + 48 * HOUR,
    )

    with refused_by(THERAPIST_FREE):
        evening.model("Visit").objects.filter(pk=other.pk).update(
            starts_at=times[0], busy_until=times[1]
        )


@apart
def test_moving_a_visit_beside_another_is_taken(evening, times):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist)
    other = make_visit(
        evening,
        therapist=therapist,
        starts_at=SEVEN + 48 * HOUR,
        busy_until=EIGHT + 48 * HOUR,
    )

    other.starts_at, other.busy_until = times
    other.save()

    assert evening.model("Visit").objects.filter(starts_at=times[0]).exists()


def test_every_neighbour_is_looked_at_not_only_the_first(evening):
    therapist = make_therapist(evening)
    for day in (-2, -1, 1, 2):
        make_visit(
            evening,
            therapist=therapist,
            starts_at=SEVEN + day * 24 * HOUR,
            busy_until=EIGHT + day * 24 * HOUR,
        )

    with refused_by(THERAPIST_FREE):
        make_visit(
            evening,
            therapist=therapist,
            starts_at=SEVEN - 12 * HOUR,
            busy_until=EIGHT + 24 * HOUR,
        )


def test_a_visit_that_grows_over_itself_is_taken(evening):
    visit = make_visit(evening)

    visit.busy_until = NINE
    visit.save()

    assert evening.model("Visit").objects.get().busy_until == NINE


def test_another_therapist_is_free(evening):
    make_visit(evening)

    make_visit(evening, therapist=make_therapist(evening))

    assert evening.model("Visit").objects.count() == 2


def test_handing_a_visit_to_a_busy_therapist_is_refused(evening):
    busy = make_visit(evening)
    visit = make_visit(evening, therapist=make_therapist(evening))

    with refused_by(THERAPIST_FREE):
        visit.therapist = busy.therapist
        visit.save()


def test_a_room_is_never_in_two_visits(evening):
    make_visit(evening, room=1)

    make_visit(evening, room=2)
    with refused_by("visit_room_free"):
        make_visit(evening, room=1, starts_at=SEVEN + HOUR / 2)


def test_rows_without_a_room_do_not_meet_in_one(evening):
    make_visit(evening, room=None)

    make_visit(evening, room=None)

    assert evening.model("Visit").objects.filter(room=None).count() == 2


def test_a_cancelled_visit_takes_no_time(evening):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist, status="cancelled")

    make_visit(evening, therapist=therapist)

    assert evening.model("Visit").objects.count() == 2


def test_a_visit_that_comes_back_onto_taken_time_is_refused(evening):
    therapist = make_therapist(evening)
    expired = make_visit(evening, therapist=therapist, status="expired")
    make_visit(evening, therapist=therapist)

    with refused_by(THERAPIST_FREE):
        expired.status = "held"
        expired.save(update_fields=["status"])


def test_a_visit_that_ends_before_it_starts_is_refused_by_its_own_rule(evening):
    with refused_by("visit_in_order"):
        make_visit(evening, starts_at=EIGHT, busy_until=SEVEN)


def test_an_expired_visit_gives_its_time_to_the_next_in_one_transaction(evening):
    visit = make_visit(evening)

    with transaction.atomic():
        evening.model("Visit").objects.filter(pk=visit.pk).update(status="expired")
        make_visit(evening, therapist=visit.therapist)

    assert evening.model("Visit").objects.filter(status="held").count() == 1


def test_full_clean_says_so_in_words(evening):
    visit = make_visit(evening)
    Visit = evening.model("Visit")
    second = Visit(therapist=visit.therapist, starts_at=SEVEN, busy_until=NINE)

    with pytest.raises(ValidationError, match="just been taken"):
        second.validate_constraints()

    second.starts_at = EIGHT
    second.validate_constraints()
    visit.validate_constraints()


def test_full_clean_passes_what_takes_no_time_or_is_left_out(evening):
    visit = make_visit(evening)
    Visit = evening.model("Visit")
    second = Visit(therapist=visit.therapist, starts_at=SEVEN, busy_until=NINE)

    second.validate_constraints(exclude={"therapist"})
    second.status = "expired"
    second.validate_constraints()
    Visit(starts_at=SEVEN, busy_until=None).validate_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit(starts_at=SEVEN, busy_until=None).save()
