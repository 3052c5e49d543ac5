"""One evening: who is now and next, the list, and everyone beside each other."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.actions.screened import cleared_by, store
from booking.calendar.listing import entries, now_and_next
from booking.models import Status
from tests.calendar.boards import (
    THERAPIST,
    local,
    make_away,
    make_board,
    make_session,
)
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_confirmed,
    make_evening,
    make_therapist,
    make_user,
)

URL = "/calendar/day/2026-12-07/"


# The list


def listed(board, day=MONDAY):
    return [
        (entry.kind, f"{entry.starts_at:%H:%M}", f"{entry.ends_at:%H:%M}")
        for entry in entries(board, THERAPIST, day)
    ]


def test_sessions_and_free_time_follow_one_another():
    session = make_session(starts_at=local(TUESDAY, "18:00"))
    board = make_board(sessions=[session])

    found = listed(board, TUESDAY)

    assert found == [
        ("free", "16:00", "18:00"),
        ("session", "18:00", "19:00"),
        ("free", "19:15", "22:00"),
    ]


def test_what_has_passed_is_not_free_and_now_has_its_line():
    board = make_board(now=local(MONDAY, "17:40") + timedelta(seconds=50))

    assert listed(board) == [
        ("now", "17:40", "17:40"),
        ("free", "17:45", "22:00"),
    ]


def test_time_off_is_named_as_far_as_it_meets_the_hours():
    off = make_away(
        starts_at=local(TUESDAY, "12:00"),
        ends_at=local(TUESDAY, "18:00"),
        note="dentist",
    )
    board = make_board(away=[off])

    assert listed(board, TUESDAY) == [
        ("off", "16:00", "18:00"),
        ("free", "18:00", "22:00"),
    ]
    assert entries(board, THERAPIST, TUESDAY)[0].words == "Time off, dentist"


def test_where_a_room_is_missing_it_says_so():
    taken = make_session(starts_at=local(TUESDAY, "18:00"), therapist=2, buffer=0)
    board = make_board(rooms=[1], others=[taken])

    assert listed(board, TUESDAY) == [
        ("free", "16:00", "18:00"),
        ("full", "18:00", "19:00"),
        ("free", "19:00", "22:00"),
    ]


def test_a_few_minutes_between_two_sessions_are_no_free_time():
    sessions = [
        make_session(starts_at=local(TUESDAY, "16:00"), buffer=0),
        make_session(starts_at=local(TUESDAY, "17:10"), minutes=290, buffer=0),
    ]

    assert listed(make_board(sessions=sessions), TUESDAY) == [
        ("session", "16:00", "17:00"),
        ("session", "17:10", "22:00"),
    ]


# Now and next


def evening_of_two(now, **fields):
    sessions = [
        make_session(starts_at=local(MONDAY, "18:00"), name="Nadia Osei", **fields),
        make_session(starts_at=local(MONDAY, "19:15"), name="Joan Petrie"),
    ]
    return now_and_next(
        make_board(now=local(MONDAY, now), sessions=sessions), THERAPIST
    )


def test_before_the_first_it_says_how_long():
    found = evening_of_two("17:40")

    assert (found.session.name, found.when) == (
        "Nadia Osei",
        "Nobody now. In 20 min:",
    )
    assert found.then is None


def test_while_one_is_in_it_says_who_comes_then():
    found = evening_of_two("18:30")

    assert (found.session.name, found.when) == ("Nadia Osei", "Now:")
    assert found.then.name == "Joan Petrie"


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.NO_SHOW, Status.HELD])
def test_who_is_done_or_only_holding_a_time_is_not_expected(status):
    assert evening_of_two("17:40", status=status).session.name == "Joan Petrie"


def test_after_the_last_nobody_is_next():
    assert evening_of_two("20:15") is None


# The pages


@pytest.fixture
def evening(db):
    with time_machine.travel(NOW, tick=False):
        treatment, therapist, room = make_evening()
        therapist.name = "Mina Okafor"
        therapist.save()
        yield treatment, therapist, room


def signed_in(client, role, therapist=None):
    user = make_user(role=role)
    client.force_login(user)
    if therapist is not None:
        therapist.user = user
        therapist.save()


def book(evening, starts_at, **fields):
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        **fields,
    )


def test_now_and_next_says_who_when_where_and_which_visit(client, evening):
    signed_in(client, "Therapist", evening[1])
    person = make_client(name="Nadia Osei")
    before = book(evening, at(MONDAY, "10:00"), client=person)
    before.status = Status.COMPLETED
    before.save()
    book(evening, at(MONDAY, "18:00"), client=person)

    html = client.get(URL).content.decode()

    assert "Now and next" in html
    assert ">Nadia</a></p>" in html
    assert "Which visit: Second, last on 7 December." in html
    assert evening[2].name in html
    assert "No cautions." in html


def adapted(evening):
    """Booked with answers that change how the session is given."""
    booked = book(evening, at(MONDAY, "18:00"))
    answers = given(
        treatment=booked.treatment,
        starts_at=booked.starts_at,
        health=["high_pressure"],
        pressure_now="controlled",
    )
    screening = store(
        booked,
        answers,
        treatment=booked.treatment,
        starts_at=booked.starts_at,
        now=NOW,
    )
    for name, value in cleared_by(screening, now=NOW).items():
        setattr(booked, name, value)
    booked.save()
    return booked


def test_a_therapist_reads_what_to_leave_out(client, evening):
    signed_in(client, "Therapist", evening[1])
    adapted(evening)

    html = client.get(URL).content.decode()

    assert '<ul class="cautions">' in html
    assert "Leave out: Firm pressure" in html


def test_the_front_desk_reads_no_caution(client, evening):
    signed_in(client, "Front desk")
    adapted(evening)

    html = client.get(URL, {"who": evening[1].slug}).content.decode()

    assert "Now and next" in html
    assert "aution" not in html
    assert "Leave out" not in html


def test_who_is_in_already_is_let_in_no_second_time(client, evening):
    signed_in(client, "Therapist", evening[1])
    booked = book(evening, at(MONDAY, "13:00"))
    waiting = client.get(URL).content.decode()
    booked.arrived_at = NOW
    booked.save()

    there = client.get(URL).content.decode()

    arrive = reverse("calendar:appointment_arrive", args=[booked.ref])
    late = reverse("calendar:appointment_late", args=[booked.ref])
    assert [path in waiting for path in (arrive, late)] == [True, True]
    assert [path in there for path in (arrive, late)] == [False, False]


def test_only_tonight_has_a_now_and_next(client, evening):
    signed_in(client, "Therapist", evening[1])
    book(evening, at(TUESDAY, "18:00"))

    html = client.get("/calendar/day/2026-12-08/").content.decode()

    assert "Now and next" not in html
    assert "Hannah Whitlock" in html


def test_everyone_is_a_table_with_a_column_for_each(client, evening):
    make_therapist(treatments=[evening[0]], name="Ines Duarte")
    signed_in(client, "Front desk")
    book(evening, at(MONDAY, "18:00"))

    html = client.get(URL).content.decode()

    assert html.count('<th scope="col"') == 2
    assert "Hannah Whitlock" in html


def test_a_therapist_s_day_is_their_own(client, evening):
    other = make_therapist(treatments=[evening[0]], name="Ines Duarte", slug="ines")
    signed_in(client, "Therapist", evening[1])

    html = client.get(URL).content.decode()

    assert "Mina" in html
    assert "Ines" not in html
    assert client.get(URL, {"who": other.slug}).status_code == 404


def test_after_midnight_tonight_is_still_the_evening_before(client, evening):
    with time_machine.travel(at(TUESDAY, "00:30"), tick=False):
        signed_in(client, "Therapist", evening[1])
        html = client.get("/calendar/").content.decode()

    assert 'href="/calendar/day/2026-12-07/' in html
    assert '<th scope="col" class="today"><a href="/calendar/day/2026-12-07/' in html


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "0000-00-00", "9999-01-01"])
def test_a_day_that_is_none_is_404(client, evening, day):
    signed_in(client, "Therapist", evening[1])

    assert client.get(f"/calendar/day/{day}/").status_code == 404


def test_the_list_takes_as_few_queries_for_five_as_for_one(client, evening):
    signed_in(client, "Therapist", evening[1])
    start = at(MONDAY, "16:00")
    book(evening, start)
    with CaptureQueriesContext(connection) as for_one:
        client.get(URL)
    for number in range(1, 5):
        starts_at = start + timedelta(minutes=75 * number)
        book(evening, starts_at, client=make_client(name=f"Person {number}"))

    with CaptureQueriesContext(connection) as for_five:
        client.get(URL)

    assert len(for_five) == len(for_one) <= 18
