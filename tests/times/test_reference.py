"""The calculation against a slow reference that shares no code with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from booking.times import SLOT_INTERVALS, Busy, Change, Hours, Load, Rules, free_slots
from tests.times.given import (
    BEIRUT,
    BERLIN,
    DAY,
    LORD_HOWE,
    NEW_YORK,
    SANTIAGO,
    examples,
)
from tests.times.reference import reference_slots

EVENINGS = [
    (BERLIN, date(2026, 12, 7)),
    (BERLIN, date(2027, 3, 27)),
    (BERLIN, date(2027, 10, 30)),
    (NEW_YORK, date(2027, 3, 13)),
    (NEW_YORK, date(2027, 11, 6)),
    (LORD_HOWE, date(2027, 4, 3)),
    (LORD_HOWE, date(2027, 10, 2)),
    (SANTIAGO, date(2027, 4, 3)),
    (SANTIAGO, date(2027, 9, 4)),
    (BEIRUT, date(2027, 3, 27)),
    (BEIRUT, date(2027, 10, 30)),
]


def numbers(step, least, most):
    """Multiples of a step from least to most."""
    return st.integers(least // step, most // step).map(lambda number: number * step)


def clocks(step):
    return numbers(step, 0, 24 * 60 - step).map(
        lambda minutes: time(minutes // 60, minutes % 60)
    )


def moments(step, day):
    """Within two days before and after the midnight of a date."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return numbers(step, -48 * 60, 72 * 60).map(
        lambda minutes: midnight + timedelta(minutes=minutes)
    )


def rarely(strategy, *, else_):
    """A fixed value in most examples, so that most clinics have something to offer."""
    return st.one_of(st.just(else_), st.just(else_), strategy)


@st.composite
def clinics(draw, step):
    """A small clinic around a night, its times multiples of `step` minutes.

    Opening and extra hours are always on whole steps: rounded inward, one that ends
    off them would leave its last minutes to another evening.
    """
    zone, day = draw(st.sampled_from(EVENINGS))
    whose = st.integers(1, 3)
    opened = st.builds(
        Hours,
        st.sampled_from([1, 1, 1, 2, 3]),
        st.integers(-1, 1).map(lambda number: (day + number * DAY).weekday()),
        clocks(5),
        clocks(5),
        rarely(st.sampled_from([day, day + DAY]), else_=None),
        rarely(st.sampled_from([day - DAY, day]), else_=None),
        st.just(False),
    )
    second = st.builds(
        lambda row, first: row._replace(valid_from=first, every_second_week=True),
        opened,
        st.integers(-16, 1).map(lambda number: day + number * DAY),
    )
    lengths = numbers(step, step, 5 * 60).map(lambda some: timedelta(minutes=some))
    changed = st.builds(
        lambda kind, one, begins, lasts: Change(
            kind,
            one if kind == "time_off" else None,
            one if kind == "room_out" else None,
            begins,
            begins + lasts,
        ),
        st.sampled_from(["time_off", "closure", "room_out"]),
        whose,
        moments(step, day),
        lengths,
    )
    extra = st.builds(
        lambda one, begins, lasts: Change("extra", one, None, begins, begins + lasts),
        whose,
        moments(5, day),
        numbers(5, 5, 24 * 60).map(lambda some: timedelta(minutes=some)),
    )
    taken = st.builds(
        lambda one, room, begins, lasts: Busy(one, room, begins, begins + lasts),
        whose,
        whose,
        moments(step, day),
        lengths,
    )
    long_before = datetime.combine(day - 3 * DAY, time(12), UTC)
    since = day - draw(st.integers(0, 1)) * DAY
    return {
        "hours": draw(st.lists(opened | second, min_size=2, max_size=6)),
        "changes": draw(st.lists(changed | extra, max_size=3)),
        "busy": draw(st.lists(taken, max_size=5)),
        "therapists": draw(st.sampled_from([[1], [2, 1], [1, 2, 3]])),
        "rooms": draw(st.sampled_from([[1], [1, 2, 3]])),
        "minutes": draw(numbers(step, 30, 90)),
        "buffer": draw(numbers(step, 0, 30)),
        "rules": Rules(
            zone=zone,
            now=draw(rarely(moments(step, day), else_=long_before)),
            lead_time=timedelta(minutes=draw(st.sampled_from([0, 95, 600]))),
            horizon_days=draw(rarely(st.sampled_from([1, 2]), else_=60)),
            slot_interval=draw(st.sampled_from(SLOT_INTERVALS)),
            latest_start=draw(rarely(clocks(step), else_=None)),
        ),
        "since": since,
        "until": since + draw(st.integers(1, 3)) * DAY,
    }


def without_overlaps(rows):
    """As the guard of the database leaves them."""
    kept = []
    for row in rows:
        own = [one for one in kept if one.therapist == row.therapist]
        if all(
            row.busy_until <= one.starts_at or one.busy_until <= row.starts_at
            for one in own
        ):
            kept.append(row)
    return kept


@st.composite
def laden(draw, step):
    """Such a clinic with load rules, and with sessions close behind one another."""
    clinic = draw(clinics(step))
    loads = st.builds(
        lambda most, rest_after, rest: Load(most, rest_after, timedelta(minutes=rest)),
        st.sampled_from([None, None, 2, 3]),
        st.sampled_from([None, 1, 2, 2, 3]),
        st.sampled_from([15, 20, 30]),
    )
    day = clinic["since"]
    opens, closes = draw(st.sampled_from([(12, 0), (16, 23), (18, 4), (22, 6)]))
    clinic["hours"].append(
        Hours(clinic["therapists"][0], day.weekday(), time(opens), time(closes))
    )
    rules = clinic["rules"]
    begins = datetime.combine(day, time(opens), rules.zone).astimezone(UTC)
    rows = []
    gaps, lengths = st.sampled_from([0, 15, 30, 60, 75]), st.sampled_from([30, 45])
    for gap, lasts in draw(st.lists(st.tuples(gaps, lengths), min_size=1, max_size=6)):
        begins += timedelta(minutes=gap)
        ends = begins + timedelta(minutes=lasts)
        rows.append(Busy(clinic["therapists"][0], 4, begins, ends))
        begins = ends
    clinic["busy"] = without_overlaps([*rows, *clinic["busy"]])
    clinic["minutes"], clinic["buffer"] = draw(st.sampled_from([(30, 0), (25, 5)]))
    clinic["rules"] = replace(rules, slot_interval=15, latest_start=None)
    clinic["loads"] = {one: draw(loads) for one in clinic["therapists"]}
    return clinic


@examples(200)
@given(laden(step=5))
def test_on_whole_steps_load_rules_are_those_of_the_reference(clinic):
    assert free_slots(**clinic) == reference_slots(**clinic)


@examples(60)
@given(laden(step=1))
def test_off_the_steps_load_rules_let_nothing_through(clinic):
    assert pairs(free_slots(**clinic)) <= pairs(reference_slots(**clinic))


@examples(150)
@given(clinics(step=5))
def test_on_whole_steps_the_slots_are_those_of_the_reference(clinic):
    assert free_slots(**clinic) == reference_slots(**clinic)


@examples(60)
@given(clinics(step=1))
def test_off_the_steps_nothing_is_offered_that_the_reference_would_not(clinic):
    """Rounding may cost a start, and never gives one."""
    assert pairs(free_slots(**clinic)) <= pairs(reference_slots(**clinic))


def pairs(slots):
    """Each start with each therapist and each room."""
    return {
        (start, who, where)
        for start, _ends, _evening, therapists, rooms in slots
        for who in therapists
        for where in rooms
    }
