"""However a row is written, it is checked as a row that is saved."""

import random

import pytest
from django.db import IntegrityError, transaction

from tests.constraints.rows import (
    EIGHT,
    HOUR,
    NINE,
    SEVEN,
    make_therapist,
    make_visit,
    on_sqlite,
    refused_by,
    run,
)

THERAPIST_FREE = "visit_therapist_free"


def test_bulk_create_is_refused_as_a_whole(evening):
    Visit = evening.model("Visit")
    therapist = make_therapist(evening)
    times = [(SEVEN, EIGHT), (EIGHT, NINE), (NINE - HOUR / 2, NINE)]

    with refused_by(THERAPIST_FREE):
        Visit.objects.bulk_create(
            Visit(therapist=therapist, starts_at=start, busy_until=end)
            for start, end in times
        )

    assert Visit.objects.count() == 0


def test_an_update_of_many_rows_is_refused_as_a_whole(evening):
    therapist = make_therapist(evening)
    make_visit(evening, therapist=therapist)
    make_visit(evening, therapist=therapist, starts_at=EIGHT, busy_until=NINE)

    with refused_by(THERAPIST_FREE):
        evening.model("Visit").objects.update(starts_at=SEVEN, busy_until=NINE)

    assert evening.model("Visit").objects.filter(busy_until=EIGHT).count() == 1


def test_raw_sql_is_refused(evening):
    visit = make_visit(evening)

    with refused_by(THERAPIST_FREE):
        run(
            "INSERT INTO evening_visit"
            " (therapist_id, starts_at, busy_until, status, note)"
            " VALUES (%s, '2026-12-01 19:30:00', '2026-12-01 20:30:00', 'held', '')",
            visit.therapist_id,
        )


@pytest.mark.parametrize(
    ("starts_at", "busy_until"),
    [
        ("2026-12-01T19:30:00", "2026-12-01T20:30:00"),
        ("2026-12-01T19:30:00+00:00", "2026-12-01T20:30:00+00:00"),
        ("2026-12-02 04:30:00+09:00", "2026-12-02 05:30:00+09:00"),
    ],
)
def test_raw_sql_with_other_spellings_of_the_time_is_refused(
    evening, starts_at, busy_until
):
    visit = make_visit(evening)

    with refused_by("visit_in_utc" if on_sqlite() else THERAPIST_FREE):
        run("SET TIME ZONE 'UTC'" if not on_sqlite() else "SELECT 1")
        run(
            "INSERT INTO evening_visit"
            " (therapist_id, starts_at, busy_until, status, note)"
            " VALUES (%s, %s, %s, 'held', '')",
            visit.therapist_id,
            starts_at,
            busy_until,
        )


def test_raw_replacement_of_a_row_is_checked_too(evening):
    if not on_sqlite():
        return  # PostgreSQL has no REPLACE
    visit = make_visit(evening)
    other = make_visit(
        evening, therapist=visit.therapist, starts_at=EIGHT, busy_until=NINE
    )

    with refused_by(THERAPIST_FREE):
        run(
            "REPLACE INTO evening_visit"
            " (id, therapist_id, starts_at, busy_until, status, note)"
            " VALUES (%s, %s, '2026-12-01 19:30:00', '2026-12-01 21:00:00',"
            " 'held', '')",
            other.pk,
            visit.therapist_id,
        )


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_a_plain_comparison_of_every_pair(evening, seed):
    therapists = [make_therapist(evening), make_therapist(evening)]
    dice = random.Random(seed)
    taken = {}
    refusals = 0

    for _step in range(250):
        pk, start = dice.randrange(1, 40), dice.randrange(100)
        row = (dice.choice(therapists), start, start + dice.randrange(5))
        counts = dice.random() < 0.9
        others = [other for key, other in taken.items() if key != pk]
        expected = counts and any(_overlap(row, other) for other in others)

        assert _is_refused(evening.model("Visit"), pk, row, counts) == expected

        refusals += expected
        if not expected:
            taken.pop(pk, None)
        if counts and not expected and row[1] < row[2]:
            taken[pk] = row

    assert len(taken) > 10
    assert refusals > 25


def _overlap(one, other):
    """One definition, the slow way; a row without length meets nothing."""
    same = one[0] == other[0]
    return same and one[1] < one[2] and one[1] < other[2] and other[1] < one[2]


def _is_refused(Visit, pk, row, counts):
    visit = Visit(
        pk=pk,
        therapist=row[0],
        starts_at=SEVEN + row[1] * HOUR / 4,
        busy_until=SEVEN + row[2] * HOUR / 4,
        status="held" if counts else "expired",
    )
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:
        return True
    return False
