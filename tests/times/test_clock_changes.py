"""The nights the clocks change, in five zones; a start every 5 minutes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.times.given import (
    BEIRUT,
    BERLIN,
    DAY,
    LORD_HOWE,
    NEW_YORK,
    SANTIAGO,
    at,
    busy,
    clock,
    hours,
    offered,
    rules,
    walls,
)


@dataclass(frozen=True)
class Night:
    """The local times `begins` to `ends` are skipped, or shown twice, on `day`."""

    zone: ZoneInfo
    day: date
    begins: str
    ends: str
    minutes: int

    def __str__(self):
        return f"{self.zone.key} {self.day}"

    def holds(self, moment):
        local = moment.astimezone(self.zone)
        end = clock(self.ends) if self.ends != "24:00" else time.max
        return local.date() == self.day and clock(self.begins) <= local.time() < end


GAPS = [
    Night(BERLIN, date(2027, 3, 28), "02:00", "03:00", 60),
    Night(NEW_YORK, date(2027, 3, 14), "02:00", "03:00", 60),
    Night(LORD_HOWE, date(2027, 10, 3), "02:00", "02:30", 30),
    Night(SANTIAGO, date(2027, 9, 5), "00:00", "01:00", 60),
    Night(BEIRUT, date(2027, 3, 28), "00:00", "01:00", 60),
]
FOLDS = [
    Night(BERLIN, date(2027, 10, 31), "02:00", "03:00", 60),
    Night(NEW_YORK, date(2027, 11, 7), "01:00", "02:00", 60),
    Night(LORD_HOWE, date(2027, 4, 4), "01:30", "02:00", 30),
    Night(SANTIAGO, date(2027, 4, 3), "23:00", "24:00", 60),
    Night(BEIRUT, date(2027, 10, 30), "23:00", "24:00", 60),
]
each_gap = pytest.mark.parametrize("night", GAPS, ids=str)
each_fold = pytest.mark.parametrize("night", FOLDS, ids=str)
each_night = pytest.mark.parametrize("night", GAPS + FOLDS, ids=str)


def every_day(opens, closes):
    return [hours(opens, closes, weekday=weekday) for weekday in range(7)]


def offered_on(night, *, opens="00:00", closes="00:00", days_before=1, **more):
    """The slots of the evening before the night and of the night's own date."""
    more = {"minutes": 30, "slot_interval": 5} | more
    settings = {
        name: more.pop(name)
        for name in ("slot_interval", "latest_start")
        if name in more
    }
    now = at("12:00", night.day - 9 * DAY, zone=night.zone)
    return offered(
        hours=every_day(opens, closes),
        rules=rules(zone=night.zone, now=now, **settings),
        since=night.day - days_before * DAY,
        until=night.day + DAY,
        **more,
    )


@each_night
def test_open_all_day_each_five_minutes_that_pass_are_offered_once(night):
    slots = offered_on(night)
    starts = [slot.starts_at for slot in slots]
    begins = at("00:00", night.day - DAY, zone=night.zone)
    ends = at("00:00", night.day + DAY, zone=night.zone)

    assert starts == [
        begins + number * timedelta(minutes=5)
        for number in range((ends - begins) // timedelta(minutes=5))
    ]


@each_night
def test_a_session_lasts_its_minutes_whatever_the_clock_shows(night):
    slots = offered_on(night, minutes=90)

    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=90)}


@each_gap
def test_no_start_is_offered_at_a_time_the_clocks_skip(night):
    slots = offered_on(night)
    shown = walls(slots, night.zone)

    assert not [slot for slot in slots if night.holds(slot.starts_at)]
    assert len([wall for wall in shown if night.begins <= wall < night.ends]) == (
        night.minutes // 5
    ), "only the date before shows them"


@each_fold
def test_a_start_at_a_time_the_clocks_repeat_is_offered_twice_with_its_own_offset(
    night,
):
    twice = [slot for slot in offered_on(night) if night.holds(slot.starts_at)]
    local = [slot.starts_at.astimezone(night.zone) for slot in twice]

    assert len(twice) == 2 * night.minutes // 5
    assert len({slot.starts_at for slot in twice}) == len(twice)
    assert len({moment.time() for moment in local}) == len(twice) // 2
    assert len({moment.utcoffset() for moment in local}) == 2


@each_night
def test_a_start_stands_on_the_interval_of_the_local_clock(night):
    slots = offered_on(night, slot_interval=20)

    assert {wall[3:] for wall in walls(slots, night.zone)} == {"00", "20", "40"}


@each_night
def test_only_opening_hours_by_the_wall_clock_are_offered(night):
    """20:00 to 05:00 holds every change; the last start is at 04:30."""
    slots = offered_on(night, opens="20:00", closes="05:00")
    shown = set(walls(slots, night.zone))

    assert not [wall for wall in shown if "04:30" < wall < "20:00"]
    assert {"20:00", "04:30"} <= shown


@each_night
def test_an_evening_offers_as_many_starts_as_time_really_passes(night):
    evening = night.day if night.ends == "24:00" else night.day - DAY
    change = -night.minutes if night in GAPS else night.minutes

    slots = offered_on(night, opens="20:00", closes="05:00")
    of_evening = [slot for slot in slots if slot.evening == evening]

    assert len(of_evening) == (9 * 60 - 30 + change) // 5 + 1


@each_night
def test_hours_that_open_and_close_within_the_change(night):
    """The skipped hour moves on by itself; the repeated hour is open both times."""
    closes = "00:00" if night.ends == "24:00" else night.ends
    first = at(night.begins, night.day, zone=night.zone)
    length = timedelta(0) if night in GAPS else timedelta(minutes=2 * night.minutes)

    slots = [
        slot
        for slot in offered_on(
            night, opens=night.begins, closes=closes, days_before=0, minutes=5
        )
        if slot.evening == night.day
    ]

    assert [slot.starts_at for slot in slots] == [
        first + number * timedelta(minutes=5)
        for number in range(length // timedelta(minutes=5))
    ]


@each_gap
def test_hours_that_open_in_the_gap_open_later_by_it(night):
    middle = f"{night.begins[:3]}15"

    slots = offered_on(night, opens=middle, closes="06:00", days_before=0)
    local = slots[0].starts_at.astimezone(night.zone).replace(tzinfo=None)

    assert local == datetime.combine(night.day, clock(middle)) + timedelta(
        minutes=night.minutes
    )


@each_gap
def test_hours_that_close_in_the_gap_close_when_as_much_time_has_passed(night):
    middle = f"{night.begins[:3]}15"

    slots = offered_on(night, opens="20:00", closes=middle)
    last = [slot for slot in slots if slot.evening == night.day - DAY][-1]

    opened = at("20:00", night.day - DAY, zone=night.zone)
    nominal = datetime.combine(night.day, clock(middle)) - datetime.combine(
        night.day - DAY, time(20)
    )
    assert last.ends_at - opened == nominal


@each_fold
def test_hours_that_close_in_the_fold_close_the_second_time(night):
    middle = f"{night.begins[:2]}:45"

    slots = offered_on(night, opens="20:00", closes=middle)
    evening = night.day if night.ends == "24:00" else night.day - DAY
    last = [slot for slot in slots if slot.evening == evening][-1]

    assert last.ends_at == at(middle, night.day, zone=night.zone, fold=1)


@each_fold
def test_hours_that_open_in_the_fold_open_the_first_time(night):
    middle = f"{night.begins[:2]}:45"

    slots = offered_on(night, opens=middle, closes="06:00", days_before=0)

    assert slots[0].starts_at == at(middle, night.day, zone=night.zone, fold=0)


@each_fold
def test_a_buffer_counts_the_time_that_passes_not_the_clock(night):
    """The time is taken from the second showing on."""
    second = at(night.begins, night.day, zone=night.zone, fold=1)
    taken = busy("00:00", "00:00")._replace(
        starts_at=second, busy_until=second + timedelta(hours=3)
    )

    slots = offered_on(night, minutes=20, buffer=10, busy=[taken], slot_interval=10)
    before = [slot.starts_at for slot in slots if slot.starts_at < second]

    assert before[-1] == second - timedelta(minutes=30)


@each_fold
def test_the_latest_start_in_the_fold_is_its_second_showing(night):
    latest = clock(f"{night.begins[:2]}:45")

    slots = offered_on(night, latest_start=latest)
    last = [slot for slot in slots if slot.evening == night.day][-1]

    assert last.starts_at == at(latest.isoformat(), night.day, zone=night.zone, fold=1)


def test_lead_time_counts_hours_that_pass():
    """At 01:30 on the night the clocks skip 02:00, two hours later is 04:30."""
    night = GAPS[0]
    slots = offered(
        hours=every_day("00:00", "06:00"),
        rules=rules(
            now=at("01:30", night.day), lead_time=timedelta(hours=2), slot_interval=30
        ),
        since=night.day,
    )

    assert walls(slots) == ["04:30", "05:00"]
    assert slots[0].starts_at == datetime(2027, 3, 28, 2, 30, tzinfo=UTC)


def test_a_month_over_the_change_keeps_its_evenings_hours():
    """Weekly hours stay at the wall clock's 18:00, an hour apart in UTC."""
    slots = offered(
        hours=every_day("18:00", "19:00"),
        rules=rules(now=at("12:00", date(2027, 3, 14))),
        since=date(2027, 3, 15),
        until=date(2027, 4, 12),
    )

    assert len(slots) == 28
    assert set(walls(slots)) == {"18:00"}
    assert {f"{slot.starts_at:%H:%M}" for slot in slots} == {"17:00", "16:00"}
