"""Guards must not make writing slow."""

from time import perf_counter

from tests.constraints.rows import HOUR, SEVEN, make_therapist

ROWS = 500


def test_a_row_costs_the_same_however_many_lie_ahead(evening):
    """A rule that scans what lies ahead would need some twenty times as long."""
    few = _seconds_to_write(evening, ahead=0)

    many = _seconds_to_write(evening, ahead=20 * ROWS)

    assert many < 5 * few


def _seconds_to_write(evening, *, ahead):
    """A visit a day for a therapist who has `ahead` of them already, later on."""
    Visit = evening.model("Visit")
    therapist = make_therapist(evening)

    def visit(day):
        start = SEVEN + day * 24 * HOUR
        return Visit(therapist=therapist, starts_at=start, busy_until=start + HOUR)

    Visit.objects.bulk_create(visit(ROWS + day) for day in range(ahead))
    began = perf_counter()
    Visit.objects.bulk_create(visit(day) for day in range(ROWS))
    return perf_counter() - began
