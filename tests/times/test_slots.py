"""Monday 18:00 to 22:00, 60 minutes, a start every half hour, unless a test says so."""

from datetime import timedelta

import pytest

from booking.times import Slot, by_evening, first_evening, free_starts
from tests.times.given import (
    BERLIN,
    DAY,
    MONDAY,
    TUESDAY,
    at,
    busy,
    change,
    hours,
    offered,
    rules,
    walls,
)

ALL = ["18:00", "18:30", "19:00", "19:30", "20:00", "20:30", "21:00"]
AWAY = [("time_off", {"therapist": 1}), ("closure", {}), ("room_out", {"room": 1})]


def test_an_empty_evening_is_offered_up_to_the_last_start_that_ends_at_closing():
    assert walls(offered()) == ALL


def test_a_slot_says_when_it_ends_which_evening_it_is_and_who_and_where():
    slots = offered(
        hours=[hours("18:00", "19:00", therapist=4), hours("18:00", "19:00")],
        therapists=[1, 4, 5],
        rooms=[7, 8],
    )

    assert slots == [Slot(at("18:00"), at("19:00"), MONDAY, (1, 4), (7, 8))]


@pytest.mark.parametrize(
    ("begins", "ends", "left"),
    [
        ("17:00", "18:00", ALL),
        ("17:00", "18:05", ALL[1:]),
        ("19:00", "20:00", ["18:00", "20:00", "20:30", "21:00"]),
        ("19:15", "19:45", ["18:00", "20:00", "20:30", "21:00"]),
        ("18:00", "22:00", []),
        ("17:00", "23:00", []),
        ("21:00", "22:00", ["18:00", "18:30", "19:00", "19:30", "20:00"]),
        ("22:00", "23:00", ALL),
    ],
    ids=[
        "touching before",
        "over the opening",
        "inside",
        "inside, between starts",
        "the same",
        "surrounding",
        "the last hour",
        "touching after",
    ],
)
def test_an_occupied_time_takes_the_starts_that_would_meet_it(begins, ends, left):
    assert walls(offered(busy=[busy(begins, ends)])) == left


def test_occupied_time_off_the_five_minutes_is_rounded_outward():
    late = busy("18:00", "19:01")
    early = busy("18:59", "19:30")
    every_five = rules(slot_interval=5)

    assert walls(offered(busy=[late], rules=every_five))[0] == "19:05"
    assert walls(offered(busy=[early], rules=every_five))[0] == "19:30"


def test_another_therapists_appointment_in_another_room_takes_nothing():
    assert walls(offered(busy=[busy("19:00", "20:00", therapist=2, room=2)])) == ALL


def test_a_room_cannot_be_in_two_appointments():
    elsewhere = busy("19:00", "20:00", therapist=2, room=1)

    assert walls(offered(busy=[elsewhere])) == ["18:00", "20:00", "20:30", "21:00"]


def test_any_free_room_will_do():
    taken = [
        busy("19:00", "20:00", therapist=2, room=1),
        busy("19:30", "20:30", therapist=3, room=2),
    ]

    slots = offered(busy=taken, rooms=[1, 2])

    assert [(f"{slot.starts_at:%H:%M}", slot.rooms) for slot in slots] == [
        ("17:00", (1, 2)),
        ("17:30", (2,)),
        ("19:00", (1,)),
        ("19:30", (1, 2)),
        ("20:00", (1, 2)),
    ]


def test_one_room_must_serve_the_whole_session():
    """At 19:00 one room is free for the first half and the other for the second."""
    taken = [
        busy("19:30", "20:30", therapist=2, room=1),
        busy("18:30", "19:30", therapist=3, room=2),
    ]

    assert "19:00" not in walls(offered(busy=taken, rooms=[1, 2]))


def test_without_a_therapist_or_a_room_there_is_no_slot():
    assert offered(therapists=[]) == []
    assert offered(rooms=[]) == []


@pytest.mark.parametrize("next_one", [{"room": 2}, {"therapist": 2}])
def test_own_buffer_keeps_clear_of_the_next_appointment_of_therapist_and_room(next_one):
    taken = [busy("20:00", "21:00", **next_one)]

    assert walls(offered(busy=taken)) == ["18:00", "18:30", "19:00", "21:00"]
    assert walls(offered(busy=taken, buffer=15)) == ["18:00", "18:30", "21:00"]


def test_a_buffer_may_end_as_the_next_appointment_begins():
    taken = [busy("20:00", "21:00")]

    assert walls(offered(busy=taken, buffer=30)) == ["18:00", "18:30", "21:00"]
    assert walls(offered(busy=taken, buffer=35)) == ["18:00", "21:00"]


def test_the_buffer_of_the_appointment_before_is_occupied_time():
    assert walls(offered(busy=[busy("18:00", "19:15")]))[0] == "19:30"


def test_a_buffer_may_run_past_closing():
    assert walls(offered(buffer=30)) == ALL


def test_a_buffer_past_closing_keeps_clear_of_an_appointment():
    assert walls(offered(buffer=15, busy=[busy("22:10", "23:00")]))[-1] == "20:30"


@pytest.mark.parametrize(("kind", "whose"), AWAY)
def test_time_taken_away_bounds_the_treatment_but_not_its_buffer(kind, whose):
    away = change(kind, at("20:00"), at("22:00"), **whose)

    assert walls(offered(buffer=15, changes=[away])) == ["18:00", "18:30", "19:00"]


@pytest.mark.parametrize(("kind", "whose"), AWAY)
def test_part_of_an_evening_can_be_taken_away(kind, whose):
    away = change(kind, at("19:10"), at("19:50"), **whose)

    slots = offered(changes=[away])

    assert walls(slots) == ["18:00", "20:00", "20:30", "21:00"]


def test_time_off_is_one_therapists_and_an_outage_one_rooms():
    away = [
        change("time_off", at("18:00"), at("22:00"), therapist=2),
        change("room_out", at("18:00"), at("22:00"), room=2),
    ]

    slots = offered(
        hours=[hours(), hours(therapist=2)],
        changes=away,
        therapists=[1, 2],
        rooms=[1, 2],
    )

    assert walls(slots) == ALL
    assert {(slot.therapists, slot.rooms) for slot in slots} == {((1,), (1,))}


def test_a_closure_of_weeks_closes_every_evening_in_it():
    closed = change("closure", at("20:30"), at("19:00", MONDAY + 14 * DAY))

    slots = offered(changes=[closed], until=MONDAY + 15 * DAY)

    assert [
        (slot.evening, wall) for slot, wall in zip(slots, walls(slots), strict=True)
    ] == [
        (MONDAY, "18:00"),
        (MONDAY, "18:30"),
        (MONDAY, "19:00"),
        (MONDAY, "19:30"),
        *((MONDAY + 14 * DAY, wall) for wall in ALL[2:]),
    ]


def test_a_day_can_have_several_hours_and_no_session_spans_the_gap_between():
    split = [hours("16:00", "17:30"), hours("19:00", "20:30")]

    assert walls(offered(hours=split)) == ["16:00", "16:30", "19:00", "19:30"]


def test_hours_past_midnight_belong_to_the_evening_they_open():
    night = [hours("22:00", "01:30")]

    slots = offered(hours=night)

    assert walls(slots) == ["22:00", "22:30", "23:00", "23:30", "00:00", "00:30"]
    assert {slot.evening for slot in slots} == {MONDAY}
    assert slots[-1].starts_at == at("00:30", TUESDAY)
    assert offered(hours=night, since=TUESDAY) == []


def test_each_night_is_asked_for_by_its_evening():
    nights = [hours("22:00", "01:00", weekday=weekday) for weekday in range(7)]

    slots = offered(hours=nights, since=TUESDAY)

    assert walls(slots) == ["22:00", "22:30", "23:00", "23:30", "00:00"]
    assert slots[0].starts_at == at("22:00", TUESDAY)


def test_one_start_on_two_therapists_evenings_is_one_slot_of_the_earlier():
    late = hours("23:00", "03:00")
    early = hours("01:00", "03:00", weekday=1, therapist=2)

    slots = offered(
        hours=[late, early], therapists=[1, 2], until=TUESDAY + DAY, minutes=120
    )

    assert [(slot.evening, slot.therapists) for slot in slots] == [
        (MONDAY, (1,)),
        (MONDAY, (1,)),
        (MONDAY, (1,)),
        (MONDAY, (1,)),
        (MONDAY, (1, 2)),
    ]
    assert [
        slot.therapists
        for slot in offered(
            hours=[late, early], therapists=[1, 2], since=TUESDAY, minutes=120
        )
    ] == [(2,)]


def test_a_time_in_two_evenings_of_one_therapist_belongs_to_the_earlier():
    both = [hours("23:00", "02:00"), hours("01:00", "04:00", weekday=1)]

    assert walls(offered(hours=both))[-1] == "01:30"
    assert walls(offered(hours=both, since=TUESDAY))[0] == "02:00"


@pytest.mark.parametrize(
    ("valid", "evenings"),
    [
        ({}, [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]),
        ({"valid_from": MONDAY + 7 * DAY}, [MONDAY + 7 * DAY, MONDAY + 14 * DAY]),
        ({"valid_from": MONDAY + 8 * DAY}, [MONDAY + 14 * DAY]),
        ({"valid_until": MONDAY + 7 * DAY}, [MONDAY, MONDAY + 7 * DAY]),
        ({"valid_until": MONDAY + 6 * DAY}, [MONDAY]),
        ({"valid_from": TUESDAY, "valid_until": MONDAY + 13 * DAY}, [MONDAY + 7 * DAY]),
    ],
)
def test_hours_hold_from_their_first_to_their_last_valid_date(valid, evenings):
    slots = offered(hours=[hours(**valid)], until=MONDAY + 21 * DAY)

    assert list(by_evening(slots)) == evenings


def test_the_night_of_the_last_valid_date_runs_on_past_midnight():
    last = [hours("22:00", "01:00", valid_until=MONDAY)]

    assert walls(offered(hours=last))[-1] == "00:00"


def test_extra_hours_open_an_evening_without_weekly_hours():
    extra = change("extra", at("17:00", TUESDAY), at("18:30", TUESDAY), therapist=1)

    assert walls(offered(changes=[extra], since=TUESDAY)) == ["17:00", "17:30"]
    assert offered(changes=[extra], since=TUESDAY, therapists=[2]) == []


def test_a_session_may_run_across_the_joint_of_weekly_and_extra_hours():
    extra = change("extra", at("22:00"), at("23:00"), therapist=1)

    assert walls(offered(changes=[extra])) == [*ALL, "21:30", "22:00"]


def test_a_session_may_run_across_the_joint_of_two_evenings():
    nights = [hours("22:00", "00:00"), hours("00:00", "01:00", weekday=1)]

    assert walls(offered(hours=nights)) == ["22:00", "22:30", "23:00", "23:30"]
    assert walls(offered(hours=nights, since=TUESDAY)) == ["00:00"]


def test_extra_hours_belong_to_the_evening_of_the_date_they_begin():
    extra = change("extra", at("23:00"), at("01:00", TUESDAY), therapist=1)

    slots = offered(hours=[], changes=[extra])

    assert walls(slots) == ["23:00", "23:30", "00:00"]
    assert {slot.evening for slot in slots} == {MONDAY}


def test_time_off_is_stronger_than_extra_hours():
    extra = change("extra", at("22:00"), at("23:00"), therapist=1)
    off = change("time_off", at("21:30"), at("22:30"), therapist=1)

    assert walls(offered(changes=[extra, off]))[-1] == "20:30"


def test_open_time_off_the_five_minutes_is_rounded_inward():
    odd = [hours("18:01", "19:34")]
    every_five = rules(slot_interval=5)

    slots = offered(hours=odd, rules=every_five)

    assert walls(slots) == ["18:05", "18:10", "18:15", "18:20", "18:25", "18:30"]


@pytest.mark.parametrize(
    ("interval", "starts"),
    [
        (5, ["18:10", "18:15", "18:20", "18:25"]),
        (10, ["18:10", "18:20"]),
        (15, ["18:15"]),
        (20, ["18:20"]),
        (30, []),
    ],
)
def test_starts_stand_on_the_interval_counted_from_the_full_hour(interval, starts):
    slots = offered(
        hours=[hours("18:10", "19:25")], rules=rules(slot_interval=interval)
    )

    assert walls(slots) == starts


@pytest.mark.parametrize("interval", [0, 7, 12, 45, 90])
def test_an_interval_that_is_not_whole_steps_dividing_the_hour_is_refused(interval):
    with pytest.raises(ValueError, match="slot interval"):
        rules(slot_interval=interval)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (at("17:00"), "19:00"),
        (at("17:00") + timedelta.resolution, "19:30"),
        (at("17:00") - timedelta.resolution, "19:00"),
    ],
)
def test_a_start_exactly_at_the_lead_time_is_offered(now, first):
    slots = offered(rules=rules(now=now, lead_time=timedelta(hours=2)))

    assert walls(slots)[0] == first


def test_an_evening_that_is_over_is_not_offered():
    assert offered(rules=rules(now=at("21:30"))) == []


def test_yesterdays_evening_is_offered_while_its_night_lasts():
    night = [hours("22:00", "02:00")]

    slots = offered(hours=night, rules=rules(now=at("00:20", TUESDAY)))

    assert walls(slots) == ["00:30", "01:00"]


@pytest.mark.parametrize(("days", "offered_evenings"), [(6, 0), (7, 0), (8, 1)])
def test_the_horizon_ends_that_many_dates_from_today(days, offered_evenings):
    week_before = rules(now=at("23:59", MONDAY - 7 * DAY), horizon_days=days)

    assert len(by_evening(offered(rules=week_before))) == offered_evenings


def test_the_horizon_is_a_matter_of_the_evening_not_of_the_moment():
    today_only = rules(now=at("10:00"), horizon_days=1)

    slots = offered(
        hours=[hours("22:00", "02:00"), hours(weekday=1)],
        rules=today_only,
        until=MONDAY + 7 * DAY,
    )

    assert walls(slots)[-1] == "01:00"
    assert {slot.evening for slot in slots} == {MONDAY}


@pytest.mark.parametrize(
    ("latest", "last"), [("20:30", "20:30"), ("20:29", "20:00"), ("23:00", "21:00")]
)
def test_the_latest_start_is_itself_offered(latest, last):
    slots = offered(rules=rules(latest_start=at(latest).astimezone(BERLIN).time()))

    assert walls(slots)[-1] == last


def test_after_midnight_is_later_than_any_latest_start():
    nights = [hours("22:00", "02:00", weekday=weekday) for weekday in range(7)]
    until_eleven = rules(latest_start=at("23:00").astimezone(BERLIN).time())

    slots = offered(hours=nights, rules=until_eleven, until=MONDAY + 2 * DAY)

    assert walls(slots) == ["22:00", "22:30", "23:00"] * 2


@pytest.mark.parametrize(
    ("minutes", "last"), [(58, "21:00"), (60, "21:00"), (61, "20:30")]
)
def test_a_treatment_takes_whole_steps(minutes, last):
    slots = offered(minutes=minutes)

    assert walls(slots)[-1] == last
    assert slots[0].ends_at - slots[0].starts_at == timedelta(minutes=minutes)


def test_an_occupied_time_may_begin_before_and_end_after_what_is_asked_for():
    long = busy("18:00", "19:00")._replace(starts_at=at("12:00", MONDAY - 9 * DAY))
    longer = long._replace(busy_until=at("12:00", MONDAY + 9999 * DAY))
    day_and_night = busy("18:30", "18:30")._replace(starts_at=at("18:30", MONDAY - DAY))

    assert walls(offered(busy=[long]))[0] == "19:00"
    assert offered(busy=[longer]) == []
    assert walls(offered(busy=[day_and_night]))[0] == "18:30"


def test_asking_for_no_evening_or_for_long_ago_or_far_ahead_finds_none():
    assert offered(since=TUESDAY, until=MONDAY) == []
    assert offered(since=MONDAY - 9000 * DAY) == []
    assert offered(since=MONDAY + 9000 * DAY) == []


def test_asking_for_a_hundred_years_is_kept_to_the_horizon():
    slots = offered(
        since=MONDAY - 9000 * DAY,
        until=MONDAY + 27000 * DAY,
        rules=rules(horizon_days=9),
    )

    assert list(by_evening(slots)) == [MONDAY, MONDAY + 7 * DAY]


def test_more_therapists_and_rooms_than_fit_in_a_byte():
    many = range(1, 21)
    rows = [hours("18:00", "19:00", therapist=one) for one in many if one % 3]
    taken = [busy("18:00", "19:00", therapist=99, room=one) for one in many if one % 2]

    [slot] = offered(hours=rows, busy=taken, therapists=many, rooms=many)

    assert slot.therapists == (1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20)
    assert slot.rooms == (2, 4, 6, 8, 10, 12, 14, 16, 18, 20)


def test_the_same_question_about_one_evening_gives_that_evening_of_the_month():
    """The re-check under the lock asks so, for one therapist and one room."""
    rows = [
        hours("20:00", "01:00", weekday=weekday, therapist=one)
        for weekday in range(7)
        for one in (1, 2)
    ]
    taken = [busy("21:00", "22:15"), busy("22:30", "23:45", therapist=2, room=2)]
    month = offered(
        hours=rows, busy=taken, therapists=[1, 2], rooms=[1, 2], until=MONDAY + 30 * DAY
    )

    alone = offered(hours=rows, busy=taken)

    assert [slot.starts_at for slot in alone] == [
        slot.starts_at
        for slot in by_evening(month)[MONDAY]
        if 1 in slot.therapists and 1 in slot.rooms
    ]


def test_slots_are_grouped_by_evening_and_the_first_evening_is_found():
    slots = offered(
        hours=[hours(), hours(weekday=3)],
        busy=[busy("17:00", "23:00")],
        until=MONDAY + 8 * DAY,
    )
    thursday, next_monday = MONDAY + 3 * DAY, MONDAY + 7 * DAY

    grouped = by_evening(slots)

    assert list(grouped) == [thursday, next_monday]
    assert walls(grouped[thursday]) == ALL
    assert first_evening(slots) == thursday
    assert first_evening([]) is None


def test_starts_can_be_counted_without_making_slots():
    question = {
        "hours": [hours(), hours("19:00", therapist=2)],
        "changes": [],
        "busy": [],
        "therapists": [1, 2],
        "rooms": [1],
        "minutes": 60,
        "buffer": 0,
        "rules": rules(),
        "since": MONDAY,
    }

    free = free_starts(**question, until=TUESDAY)

    assert free.therapist_starts() == 7 + 5
    assert free.steps.bit_count() == 7
    assert free_starts(**question, until=MONDAY) is None
