"""The table of a week: what each cell shows, and that every row adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.calendar.scale import Row, Scale, evening_at
from booking.models import Status
from booking.times import Span
from tests.calendar.boards import (
    LONDON,
    cards_of,
    column_of,
    laid_out,
    local,
    make_away,
    make_board,
    make_session,
    make_sheet,
)
from tests.factories import MONDAY, NOW, TUESDAY

BACK = date(2026, 10, 24)  # a Saturday; its night the clocks go back at 2
FORWARD = date(2026, 3, 28)  # a Saturday; its night they go forward at 1


def kinds(sheet, number=0):
    return [(clock, cell.kind, cell.rows) for clock, cell in column_of(sheet, number)]


def test_a_session_covers_its_rows_and_then_its_buffer():
    board = make_board(sessions=[make_session(starts_at=local(MONDAY, "19:00"))])

    found = kinds(make_sheet(board))

    assert ("19:00", "appt", 4) in found
    assert ("20:00", "buffer", 1) in found


def test_free_time_has_a_link_for_each_hour_that_says_from_when_to_when():
    board = make_board(
        since=TUESDAY,
        days=1,
        hours=[(TUESDAY, Span(local(TUESDAY, "17:10"), local(TUESDAY, "19:00")))],
    )

    cells = [cell for _clock, cell in column_of(make_sheet(board), 0) if cell.url]

    assert [cell.spoken for cell in cells] == [
        "Tuesday 17:10 to 18:00, book for a client",
        "Tuesday 18:00 to 19:00, book for a client",
    ]
    assert cells[0].url == "/calendar/book/?therapist=rowan&start=2026-12-08T17%3A10Z"


def test_before_and_after_the_hours_it_is_shut_and_says_when_it_opens():
    evenings = [
        (MONDAY, Span(local(MONDAY, "16:00"), local(MONDAY, "22:00"))),
        (TUESDAY, Span(local(TUESDAY, "17:00"), local(TUESDAY, "21:00"))),
    ]

    found = column_of(make_sheet(make_board(hours=evenings)), 1)

    assert (found[0][1].kind, found[0][1].words) == ("shut", "Opens 17:00")
    assert (found[-1][0], found[-1][1].spoken) == ("21:00", "Closed")


def test_an_evening_without_hours_says_so():
    evenings = [(MONDAY, Span(local(MONDAY, "16:00"), local(MONDAY, "22:00")))]

    [(_clock, cell)] = column_of(make_sheet(make_board(hours=evenings)), 1)

    assert (cell.kind, cell.words) == ("shut", "Not working")


def test_time_off_and_closures_are_named_and_other_people_s_are_not_shown():
    off = make_away(
        starts_at=local(MONDAY, "18:00"),
        ends_at=local(MONDAY, "19:00"),
        note="training",
    )
    closed = make_away(
        kind="closure",
        starts_at=local(TUESDAY, "00:00"),
        ends_at=local(TUESDAY, "24:00"),
    )
    theirs = make_away(starts_at=local(MONDAY, "20:00"), ends_at=local(MONDAY, "21:00"))
    theirs = theirs._replace(change=theirs.change._replace(therapist=2))

    sheet = make_sheet(make_board(away=[off, closed, theirs]))

    assert [c.words for _at, c in column_of(sheet, 0) if c.kind == "off"] == [
        "Time off, training"
    ]
    assert [c.words for _at, c in column_of(sheet, 1)] == ["Clinic closed"]


def test_a_session_inside_time_off_is_still_there():
    session = make_session(starts_at=local(MONDAY, "18:00"))
    off = make_away(starts_at=local(MONDAY, "17:00"), ends_at=local(MONDAY, "20:00"))

    sheet = make_sheet(make_board(sessions=[session], away=[off]))

    assert [card.ref for card in cards_of(sheet)] == [session.ref]


def test_where_every_room_is_taken_it_says_so():
    taken = make_session(starts_at=local(MONDAY, "18:00"), therapist=2, buffer=0)

    sheet = make_sheet(make_board(rooms=[1], others=[taken]))

    [(clock, cell)] = [(at, c) for at, c in column_of(sheet, 0) if c.kind == "full"]
    assert (clock, cell.rows, cell.words) == ("18:00", 4, "No room free")


@pytest.mark.parametrize(
    ("status", "fields", "said"),
    [
        (Status.HELD, {"expires_at": NOW + timedelta(minutes=20)}, "Held to 12:20"),
        (Status.REVIEW, {"expires_at": NOW + timedelta(hours=4)}, "Decide by 16:00"),
        (Status.REVIEW, {"expires_at": NOW + timedelta(days=3)}, "Decide by Thu"),
        (Status.CONFIRMED, {}, "Confirmed"),
        (Status.CONFIRMED, {"arrived_at": NOW}, "Arrived"),
        (Status.COMPLETED, {}, "Came"),
        (Status.NO_SHOW, {}, "Did not come"),
    ],
)
def test_every_status_is_said_in_words(status, fields, said):
    session = make_session(
        starts_at=local(TUESDAY, "19:00"), status=status, name="", **fields
    )

    [card] = cards_of(make_sheet(make_board(sessions=[session])))

    assert (card.said, card.status, card.name) == (said, status, "Being booked")


def test_only_what_is_booked_and_still_to_come_can_be_moved():
    sessions = [
        make_session(starts_at=local(MONDAY, "10:00"), name="Over"),
        make_session(starts_at=local(MONDAY, "19:00"), name="Booked"),
        make_session(
            starts_at=local(TUESDAY, "19:00"), name="Held", status=Status.HELD
        ),
    ]

    cards = cards_of(make_sheet(make_board(sessions=sessions)))

    assert [card.name for card in cards if card.move_url] == ["Booked"]


def test_off_the_grid_it_rounds_into_rows_and_says_its_true_times():
    sessions = [
        make_session(starts_at=local(MONDAY, "19:00"), minutes=50, buffer=0),
        make_session(starts_at=local(MONDAY, "19:50"), minutes=50, buffer=10),
    ]

    sheet = make_sheet(make_board(sessions=sessions))

    assert ("19:00", "appt", 4) in kinds(sheet)
    assert ("20:00", "appt", 3) in kinds(sheet)
    assert [card.times for card in cards_of(sheet)] == [
        "19:00 to 19:50",
        "19:50 to 20:40",
    ]


def test_sessions_that_share_one_row_share_its_cell():
    sessions = [
        make_session(starts_at=local(MONDAY, "19:00"), minutes=5, buffer=0, name="A"),
        make_session(starts_at=local(MONDAY, "19:05"), minutes=5, buffer=5, name="B"),
    ]

    sheet = make_sheet(make_board(sessions=sessions))

    [cell] = [cell for _clock, cell in column_of(sheet, 0) if cell.cards]
    assert [card.name for card in cell.cards] == ["A", "B"]
    assert [card.buffer for card in cell.cards] == ["", "5 min buffer"]


def test_past_midnight_it_stays_in_the_column_of_its_evening():
    evenings = [(MONDAY, Span(local(MONDAY, "20:00"), local(MONDAY, "25:30")))]
    session = make_session(starts_at=local(MONDAY, "24:15"), buffer=0)

    sheet = make_sheet(make_board(hours=evenings, sessions=[session]))

    assert ("00:15", "appt", 4) in kinds(sheet)
    assert sheet.lines[-1].row.clock == "01:15"


def test_the_line_for_now_is_in_tonight_s_column_only():
    board = make_board(now=local(MONDAY, "17:40"))

    sheet = make_sheet(board)

    marked = [
        (at, c.now, n) for n in range(7) for at, c in column_of(sheet, n) if c.now
    ]
    assert marked == [("17:30", "now-row-0 now-part-2", 0)]


def test_the_line_for_now_lies_inside_the_session_it_is_in():
    session = make_session(starts_at=local(MONDAY, "17:00"))

    sheet = make_sheet(make_board(now=local(MONDAY, "17:35"), sessions=[session]))

    [cell] = [cell for _clock, cell in column_of(sheet, 0) if cell.now]
    assert (cell.kind, cell.now) == ("appt", "now-row-2 now-part-1")


def test_free_time_that_has_passed_is_not_offered():
    sheet = make_sheet(make_board(now=local(MONDAY, "17:40")))

    first = next(cell for _clock, cell in column_of(sheet, 0) if cell.url)

    assert first.spoken.startswith("Monday 17:45 to 18:00")


# The nights the clocks change


def night(day, until):
    return [(day, Span(local(day, "22:00"), until))]


def test_the_hour_that_comes_twice_has_rows_for_both():
    first = make_session(starts_at=local(BACK, "25:00"), minutes=45, name="First")
    again = make_session(starts_at=local(BACK, "25:00", fold=1), minutes=45, name="Two")
    board = make_board(
        since=date(2026, 10, 19),
        now=NOW.replace(month=10, day=19),
        hours=night(BACK, local(BACK, "27:00")),
        sessions=[first, again],
    )

    sheet = make_sheet(board)

    rows = [line.row for line in sheet.lines]
    assert rows.count(Row(25 * 60)) == rows.count(Row(25 * 60, again=True)) == 1
    cells = [(at, cell) for at, cell in column_of(sheet, 5) if cell.cards]
    assert [(at, cell.rows, cell.cards[0].name) for at, cell in cells] == [
        ("01:00", 3, "First"),
        ("01:00", 3, "Two"),
    ]
    assert [cell.cards[0].times for _at, cell in cells] == [
        "01:00 (UTC+1) to 01:45 (UTC+1)",
        "01:00 (UTC+0) to 01:45 (UTC+0)",
    ]


def test_the_hour_that_is_skipped_is_nobody_s():
    session = make_session(starts_at=local(FORWARD, "24:30"), minutes=60, buffer=0)
    board = make_board(
        since=date(2026, 3, 23),
        now=NOW.replace(month=3, day=23),
        hours=night(FORWARD, local(FORWARD, "27:00")),
        sessions=[session],
    )

    sheet = make_sheet(board)

    [(clock, cell)] = [(at, c) for at, c in column_of(sheet, 5) if c.cards]
    assert (clock, cell.cards[0].times) == ("00:30", "00:30 to 02:30")
    assert cell.rows == 8


@pytest.mark.parametrize("day", [MONDAY, BACK, FORWARD])
def test_every_moment_of_a_night_has_its_row_in_order(day):
    begins, ends = local(day, "20:00"), local(day, "29:00")
    scale = Scale.over([(day, Span(begins, ends))], LONDON)
    length = (ends - begins) // timedelta(minutes=5)
    moments = [begins + timedelta(minutes=5 * n) for n in range(length)]

    rows = [scale.row_of(moment, day) for moment in moments]

    assert rows == sorted(rows)
    shown = scale.moments(day)
    for moment, row in zip(moments, rows, strict=True):
        assert shown[row] <= moment < shown[row] + timedelta(minutes=15)


# Whatever is in a week, its table is whole

minutes5 = st.integers(1, 30).map(lambda n: 5 * n)
# Often so short, and so close, that several meet in one row.
runs = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 7]),
        st.sampled_from([5, 10, 20, 50, 60, 90]),
        st.sampled_from([0, 0, 1, 3]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(
    monday=st.sampled_from([MONDAY, date(2026, 10, 19), date(2026, 3, 23)]),
    evenings=st.lists(runs, min_size=7, max_size=7),
    first=st.integers(0, 80),
    open_for=st.lists(st.integers(0, 120), min_size=7, max_size=7),
    off=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 100), minutes5)),
    now=st.integers(0, 7 * 24 * 12),
)
def test_every_row_adds_up_and_every_session_is_there_once(
    monday, evenings, first, open_for, off, now
):
    days = [monday + timedelta(days=n) for n in range(7)]
    start = [local(day, "12:00") + timedelta(minutes=5 * first) for day in days]
    sessions = [
        session
        for begins, evening in zip(start, evenings, strict=True)
        for session in in_a_row(begins, evening)
    ]
    board = make_board(
        since=monday,
        now=local(monday, "00:00") + timedelta(minutes=5 * now),
        hours=[
            (day, Span(begins, begins + timedelta(minutes=5 * length)))
            for day, begins, length in zip(days, start, open_for, strict=True)
            if length
        ],
        sessions=sessions,
        away=[
            make_away(starts_at=at, ends_at=at + timedelta(minutes=length))
            for day, steps, length in off
            for at in [start[day] + timedelta(minutes=5 * steps)]
        ],
        rooms=[1],
    )

    sheet = make_sheet(board)

    places = laid_out(sheet)
    assert sorted(card.ref for card in cards_of(sheet)) == sorted(
        session.ref for session in sessions
    )
    for session in sessions:
        column = (evening_at(session.starts_at, LONDON) - monday).days
        held = {
            card.ref
            for row in places
            for card in row[column].cards
            if row[column].cards
        }
        assert session.ref in held


def in_a_row(begins, evening):
    """Sessions one after the other, each with a pause before and a buffer after it.

    Those that would begin in the small hours are left out: they are another evening's.
    """
    sessions, day = [], evening_at(begins, LONDON)
    for pause, minutes, buffer in evening:
        begins += timedelta(minutes=5 * pause)
        if evening_at(begins, LONDON) != day:
            break
        sessions.append(
            make_session(starts_at=begins, minutes=minutes, buffer=5 * buffer)
        )
        begins = sessions[-1].busy_until
    return sessions
