"""Guards must not make writing slow."""

from django.db import connection

from tests.constraints.rows import HOUR, SEVEN, make_therapist, on_sqlite


def test_a_row_costs_the_same_however_many_lie_ahead(evening):
    """Counted in steps of SQLite; a scan of what lies ahead takes sixty times them."""
    if not on_sqlite():
        return  # PostgreSQL answers from the index of its constraint

    few = _steps_to_write(evening, ahead=0)
    many = _steps_to_write(evening, ahead=2_000)

    assert 0 < many < 2 * few


def _steps_to_write(evening, *, ahead):
    """A hundred visits, a day each, before the `ahead` that the therapist has."""
    therapist = make_therapist(evening)
    _write(evening, therapist, days=range(100, 100 + ahead))
    steps = 0

    def step():
        nonlocal steps
        steps += 1

    connection.connection.set_progress_handler(step, 100)
    _write(evening, therapist, days=range(100))
    connection.connection.set_progress_handler(None, 0)
    return steps


def _write(evening, therapist, *, days):
    Visit = evening.model("Visit")
    starts = [SEVEN + day * 24 * HOUR for day in days]
    Visit.objects.bulk_create(
        Visit(therapist=therapist, starts_at=start, busy_until=start + HOUR)
        for start in starts
    )
