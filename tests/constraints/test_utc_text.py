"""On SQLite a time column holds Django's own text for a moment and nothing else."""

from datetime import UTC, datetime

import pytest
from django.db.models import F
from django.db.models.functions import TruncHour

from tests.constraints.rows import (
    EIGHT,
    HOUR,
    MICROSECOND,
    make_permit,
    on_sqlite,
    refused_by,
    run,
)

FOREIGN = [
    "2026-12-01T19:00:00",
    "2026-12-01T19:00:00Z",
    "2026-12-01 19:00:00+00:00",
    "2026-12-01 19:00:00Z",
    "2026-12-01 19:00",
    "2026-12-01",
    "2026-12-01 19:00:00.5",
    "2026-12-01 19:00:00.500",
    "2026-12-01 19:00:00.000000",
    "2026-12-01 19:00:00.5000000",
    " 2026-12-01 19:00:00",
    "2026-12-01 19:00:00 ",
    "2026-12-01  9:00:00",
    "26-12-01 19:00:00",
    "1796151600",
    1796151600,
    1796151600.5,
    "2026-20-01 19:00:00",
    "tomorrow",
    "",
]


@pytest.mark.parametrize("text", FOREIGN, ids=repr)
def test_a_spelling_django_does_not_write_is_refused(evening, text):
    if not on_sqlite():
        return  # PostgreSQL has a type for it
    make_permit(evening)

    with refused_by("permit_in_utc"):
        run(
            "INSERT INTO evening_permit (client_id, until, note)"
            " SELECT client_id, %s, '' FROM evening_permit",
            text,
        )


@pytest.mark.parametrize(
    "moment",
    [
        EIGHT,
        EIGHT + MICROSECOND,
        EIGHT - MICROSECOND,
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(2099, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_what_django_writes_is_taken(evening, moment):
    make_permit(evening, until=moment)

    assert evening.model("Permit").objects.get().until == moment


def test_sums_and_truncations_by_the_database_are_taken(evening):
    permit = make_permit(evening)
    visits = evening.model("Visit").objects
    visits.create(
        therapist=evening.model("Therapist").objects.create(name="Ada"),
        starts_at=EIGHT + MICROSECOND,
        busy_until=EIGHT + HOUR,
        permit=permit,
    )

    visits.update(busy_until=F("starts_at") + 2 * HOUR)
    visits.update(starts_at=TruncHour("starts_at"))

    visit = visits.get()
    assert (visit.starts_at, visit.busy_until) == (
        EIGHT,
        EIGHT + 2 * HOUR + MICROSECOND,
    )


def test_a_missing_moment_is_taken(evening):
    permit = make_permit(evening)

    evening.model("Visit").objects.create(
        therapist=evening.model("Therapist").objects.create(name="Ada"),
        starts_at=EIGHT,
        busy_until=EIGHT + HOUR,
        permit=permit,
        permit_until=None,
    )

    assert evening.model("Visit").objects.get().permit_until is None
