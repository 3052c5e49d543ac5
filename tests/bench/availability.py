"""Availability in process: queries, milliseconds, and what size and past cost.

What is asked of another clinic, or later, is held against the pure calculation of the
first question, which runs beside both: a machine that grows busy changes nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from booking.management.demo.removal import remove
from booking.models import Therapist, Treatment
from tests.bench.figures import Figure, Timing, ratio, timed
from tests.bench.occupancy import fill_past, half_book, make_clinic
from tests.bench.question import Question

PAST = 100_000
STARTS = 1470
RUNS = 30
Yardstick = Callable[[], object]


def measure() -> tuple[list[Figure], Timing]:
    """The figures of the first clinic and of a larger one; and the first timing."""
    question = _clinic(therapists=8, days=30)
    yardstick = question.calculation()
    asked, bare, pure = timed(question.ask, question.read_only, yardstick, runs=RUNS)
    figures = [*_first(question, asked, bare, pure), *_ruled(question, yardstick)]
    remove()
    large = _clinic(therapists=30, days=90)
    figures += _larger(large, yardstick, ratio(asked, pure))
    remove()
    return figures, asked


def measure_past(treatment: Treatment) -> list[Figure]:
    """The same question before and after the table filled up."""
    question = Question(treatment, days=30)
    yardstick = question.calculation()
    before = ratio(*timed(question.ask, yardstick, runs=RUNS))
    fill_past(treatment, before=question.since - timedelta(days=1), count=PAST)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = ratio(*timed(question.ask, yardstick, runs=RUNS)) / before
    name = f"with {PAST:,} past appointments: to without"
    return [Figure(name, times, "x", "<= 1.2 x", times <= 1.2)]


def _clinic(*, therapists: int, days: int) -> Question:
    treatment = make_clinic(therapists=therapists)
    question = Question(treatment, days=days)
    half_book(treatment, first=question.since, days=max(days, 60))
    return question


def _first(
    question: Question, asked: Timing, bare: Timing, pure: Timing
) -> list[Figure]:
    queries, times = question.queries(), ratio(asked, bare)
    starts = sum(len(slot.therapists) for slot in question.ask().slots)
    name = "8 therapists x 30 days"
    return [
        Figure(f"{name}: queries", queries, "", "= 6", queries == 6),
        Figure(f"{name}: therapist-starts", starts, "", "= 1,470", starts == STARTS),
        Figure(name, asked.median, "ms", "<= 10 ms", asked.median <= 10, asked.more),
        Figure(f"{name}: to a bare view", times, "x", "<= 2 x", times <= 2, bare.more),
        Figure(
            f"{name}: the pure calculation",
            pure.median,
            "ms",
            "<= 1 ms",
            pure.median <= 1,
            pure.more,
        ),
    ]


def _ruled(question: Question, without: Yardstick) -> list[Figure]:
    """What it costs that all have load rules, and keep their evenings together."""
    Therapist.objects.update(
        most_sessions=4, rest_after=2, rest_minutes=30, keep_together=True
    )
    queries = question.queries()
    ruled, plain = timed(question.calculation(), without, runs=RUNS)
    times, name = ratio(ruled, plain), "8 therapists with load rules"
    more = ruled.more
    return [
        Figure(f"{name}: queries", queries, "", "= 6", queries == 6),
        Figure(f"{name}: to without", times, "x", "<= 2 x", times <= 2, more),
    ]


def _larger(question: Question, yardstick: Yardstick, first: float) -> list[Figure]:
    queries = question.queries()
    asked, beside = timed(question.ask, yardstick, runs=RUNS // 2)
    times = ratio(asked, beside) / first
    name = "30 therapists x 90 days"
    return [
        Figure(f"{name}: queries", queries, "", "= 6", queries == 6),
        Figure(f"{name}: to the first", times, "x", "<= 8 x", times <= 8, asked.more),
    ]
