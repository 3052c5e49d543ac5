"""Changing hours: nobody is left without their time unless somebody has seen it."""

from datetime import date, time, timedelta

import pytest

from booking.actions import (
    Weekly,
    add_hours,
    block,
    close_clinic,
    copy_day,
    end_hours,
    open_extra,
    remove_change,
)
from booking.actions.problems import HoursOverlap, Strands
from booking.models import HoursChange, OpeningHours
from booking.times import Span
from booking.times.standing import around
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_confirmed,
    make_evening,
    make_held,
    make_therapist,
)

DAY = timedelta(days=1)
EVENING = Span(at(TUESDAY, "16:00"), at(TUESDAY, "22:00"))
Kind = HoursChange.Kind


@pytest.fixture
def evening(db):
    return make_evening()


@pytest.fixture
def booked(evening):
    """Tuesday, 19:00 to 20:00, buffer until 20:15."""
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )


def weekly(**fields):
    wanted = {"weekdays": [0], "opens": time(10), "closes": time(12)} | fields
    return Weekly(**wanted)


def test_time_off_over_somebody_unseen_is_refused_and_nothing_is_written(booked):
    with pytest.raises(Strands) as refused:
        block(therapist=booked.therapist, spans=[EVENING], now=NOW)

    assert [row for row, _why in refused.value.stranded] == [booked]
    assert not HoursChange.objects.exists()


def test_who_was_seen_does_not_stop_it(booked):
    block(therapist=booked.therapist, spans=[EVENING], seen=[booked.pk], now=NOW)

    assert HoursChange.objects.get().kind == Kind.TIME_OFF


def test_who_was_stranded_before_does_not_stop_it_again(booked):
    make_change(kind=Kind.CLOSURE, starts_at=EVENING.starts_at, ends_at=EVENING.ends_at)

    block(therapist=booked.therapist, spans=[EVENING], now=NOW)

    assert HoursChange.objects.filter(kind=Kind.TIME_OFF).exists()


def test_what_is_off_already_is_written_once(evening):
    for _press in range(2):
        block(therapist=evening[1], spans=[EVENING], now=NOW)

    assert HoursChange.objects.count() == 1


def test_a_hold_of_somebody_typing_stops_nothing(evening):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )

    block(therapist=therapist, spans=[EVENING], now=NOW)

    assert HoursChange.objects.exists()


def test_a_closure_looks_at_everybody(booked):
    make_therapist(treatments=[booked.treatment])

    with pytest.raises(Strands):
        close_clinic(spans=[EVENING], now=NOW)

    assert not HoursChange.objects.exists()


def test_extra_hours_are_a_day_long_at_most(evening):
    begins = at(TUESDAY, "10:00")

    with pytest.raises(HoursOverlap):
        open_extra(
            therapist=evening[1],
            span=Span(begins, begins + DAY + timedelta(minutes=5)),
            now=NOW,
        )

    assert open_extra(therapist=evening[1], span=Span(begins, begins + DAY), now=NOW)


def test_extra_hours_somebody_is_booked_in_are_not_taken_back_unseen(evening):
    treatment, therapist, room = evening
    extra = make_change(
        kind=Kind.EXTRA,
        therapist=therapist,
        starts_at=at(TUESDAY, "10:00"),
        ends_at=at(TUESDAY, "13:00"),
    )
    row = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "11:00"),
    )

    with pytest.raises(Strands):
        remove_change(change=extra, now=NOW)
    remove_change(change=extra, kept=[row], now=NOW)

    kept = HoursChange.objects.get()
    assert (kept.starts_at, kept.ends_at) == (row.starts_at, row.ends_at)


def test_hours_for_several_days_are_added_or_none_at_all(evening):
    therapist = evening[1]
    therapist.opening_hours.filter(weekday=0).delete()

    with pytest.raises(HoursOverlap):
        add_hours(
            therapist=therapist,
            weekly=weekly(weekdays=[0, 1], opens=time(15), closes=time(17)),
            now=NOW,
        )

    assert not therapist.opening_hours.filter(weekday=0).exists()


def test_hours_of_alternate_weeks_lie_beside_each_other(evening):
    therapist = evening[1]
    fields = {"every_second_week": True}

    for first in (MONDAY, MONDAY + 7 * DAY):
        add_hours(
            therapist=therapist, weekly=weekly(valid_from=first, **fields), now=NOW
        )

    assert therapist.opening_hours.filter(opens=time(10)).count() == 2


def test_a_copied_day_that_overlaps_is_refused(evening):
    with pytest.raises(HoursOverlap):
        copy_day(therapist=evening[1], weekday=0, to=[1], now=NOW)

    assert evening[1].opening_hours.count() == 7


@pytest.mark.parametrize(
    ("until", "stands"),
    [(TUESDAY, True), (MONDAY, False), (date(2026, 12, 1), False), (None, False)],
)
def test_hours_end_after_their_last_day(booked, until, stands):
    row = booked.therapist.opening_hours.get(weekday=1)

    if stands:
        end_hours(hours=row, until=until, now=NOW)
    else:
        with pytest.raises(Strands):
            end_hours(hours=row, until=until, now=NOW)

    row.refresh_from_db()
    assert row.valid_until == (until if stands else None)


def test_hours_that_would_end_before_they_begin_are_gone(evening):
    row = evening[1].opening_hours.get(weekday=1)
    OpeningHours.objects.filter(pk=row.pk).update(valid_from=TUESDAY)
    row.refresh_from_db()

    end_hours(hours=row, until=MONDAY, now=NOW)

    assert not OpeningHours.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("kept", "pieces"),
    [
        ([], [("16:00", "22:00")]),
        ([("19:00", "20:15")], [("16:00", "19:00"), ("20:15", "22:00")]),
        ([("16:00", "17:00")], [("17:00", "22:00")]),
        ([("21:00", "23:00")], [("16:00", "21:00")]),
        ([("15:00", "23:00")], []),
        (
            [("18:00", "19:00"), ("17:00", "18:00")],
            [("16:00", "17:00"), ("19:00", "22:00")],
        ),
        ([("12:00", "13:00")], [("16:00", "22:00")]),
    ],
)
def test_a_stretch_goes_around_what_is_kept(kept, pieces):
    holes = [Span(at(TUESDAY, since), at(TUESDAY, until)) for since, until in kept]

    left = around(EVENING, holes)

    assert left == [Span(at(TUESDAY, a), at(TUESDAY, b)) for a, b in pieces]
