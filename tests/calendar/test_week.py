"""The week in the calendar: whose it is, what it says to whom, and what it costs."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.models import Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_client,
    make_clinic,
    make_confirmed,
    make_evening,
    make_held,
    make_questionnaire,
    make_review,
    make_room,
    make_therapist,
    make_treatment,
    make_user,
)

pytestmark = pytest.mark.django_db

URL = "/calendar/"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    therapist.name = "Mina Okafor"
    therapist.save()
    return treatment, therapist, room


def signed_in(client, role, therapist=None):
    user = make_user(role=role)
    client.force_login(user)
    if therapist is not None:
        therapist.user = user
        therapist.save()
    return user


def book(evening, starts_at, **fields):
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        **fields,
    )


def test_a_therapist_sees_their_own_week(client, evening):
    signed_in(client, "Therapist", evening[1])
    booked = book(evening, at(TUESDAY, "19:00"))

    html = client.get(URL).content.decode()

    assert "Mina’s week" in html
    assert "7 to 13 December 2026" in html
    assert "Hannah Whitlock" in html
    assert reverse("calendar:appointment", args=[booked.ref]) in html


def test_a_therapist_sees_nobody_else_s_week(client, evening):
    treatment, therapist, room = evening
    other = make_therapist(treatments=[treatment], slug="other", name="Other Name")
    make_confirmed(
        treatment=treatment, therapist=other, room=room, starts_at=at(TUESDAY, "19:00")
    )
    signed_in(client, "Therapist", therapist)

    own = client.get(URL).content.decode()

    assert "Hannah" not in own
    assert "Other" not in own
    assert client.get(URL, {"who": "other"}).status_code == 404
    assert client.get(URL, {"who": "nobody"}).status_code == 404


@pytest.mark.parametrize("role", ["Front desk", "Lead therapist", "Manager"])
def test_who_runs_every_calendar_chooses_a_therapist(client, evening, role):
    treatment, _therapist, _room = evening
    make_therapist(treatments=[treatment], slug="other", name="Other Name")
    signed_in(client, role)

    html = client.get(URL, {"who": "other"}).content.decode()

    assert "Other’s week" in html
    assert "Everyone" in html
    assert 'href="/calendar/?on=2026-12-07&amp;who=' in html


def test_a_lead_therapist_begins_with_their_own_week(client, evening):
    treatment, _therapist, _room = evening
    own = make_therapist(treatments=[treatment], name="Zoe Last")
    signed_in(client, "Lead therapist", own)

    assert "Zoe’s week" in client.get(URL).content.decode()


def test_somebody_without_a_column_is_told_so(client, evening):
    signed_in(client, "Therapist")

    assert "No calendar is yours yet" in client.get(URL).content.decode()


def test_another_week_is_shown_by_any_of_its_days(client, evening):
    signed_in(client, "Therapist", evening[1])

    html = client.get(URL, {"on": "2026-12-30"}).content.decode()

    assert "28 December 2026 to 3 January 2027" in html
    assert 'href="/calendar/?on=2026-12-21&amp;who=' in html
    assert 'href="/calendar/?on=2027-01-04&amp;who=' in html


@pytest.mark.parametrize(
    "day", ["", "soon", "0000-00-00", "9999-12-31", "1" * 5000, "2026-12-07\0", "²"]
)
def test_a_day_nobody_can_read_shows_this_week(client, evening, day):
    signed_in(client, "Therapist", evening[1])

    answer = client.get(URL, {"on": day, "moved": day})

    assert answer.status_code == 200
    assert "7 to 13 December 2026" in answer.content.decode()


@pytest.mark.parametrize("day", ["2000-01-01", "2099-12-31"])
def test_the_first_and_the_last_week_can_be_shown(client, evening, day):
    signed_in(client, "Therapist", evening[1])

    assert client.get(URL, {"on": day}).status_code == 200


def test_the_table_says_what_it_is_to_a_screen_reader(client, evening):
    signed_in(client, "Therapist", evening[1])

    html = client.get(URL).content.decode()

    assert "Mina Okafor, 7 to 13 December 2026." in html
    assert html.count('<th scope="col"') == 7
    assert '<th scope="row"><time>16:00</time>' in html
    assert 'Free<span class="hide-words"> Monday 16:00 to 17:00, book' in html


def test_closures_and_time_off_are_named(client, evening):
    signed_in(client, "Therapist", evening[1])
    change = make_change(
        kind="closure", starts_at=at(TUESDAY, "00:00"), ends_at=at(TUESDAY, "23:00")
    )
    change.note = "Boiler <b>check</b>"
    change.save()

    html = client.get(URL).content.decode()

    assert "Clinic closed, Boiler &lt;b&gt;check&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("role", "closures", "notes"),
    [
        ("Therapist", False, True),
        ("Front desk", False, False),
        ("Manager", True, True),
    ],
)
def test_it_leads_only_where_one_may_go(client, evening, role, closures, notes):
    signed_in(client, role, evening[1])

    html = client.get(URL).content.decode()

    assert (reverse("calendar:closures") in html) == closures
    assert (reverse("calendar:note_list") in html) == notes


CAUTIONS = ("clot", "Clot", "caution", "Leave out", "reason", "answers")


def test_the_front_desk_sees_no_caution_or_reason(client, evening):
    treatment, therapist, room = evening
    make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00") + WEEK,
    )
    signed_in(client, "Front desk")

    html = client.get(URL, {"on": "2026-12-15"}).content.decode()
    shown = html[html.index("<main") : html.index("</main>")]

    assert "Decide by" in shown
    assert "Hannah Whitlock" in shown
    assert [word for word in CAUTIONS if word in shown] == []


def test_a_hold_that_ran_out_is_not_there(client, evening):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        now=NOW - timedelta(hours=1),
    )
    signed_in(client, "Therapist", therapist)

    assert "Being booked" not in client.get(URL).content.decode()


# What it costs: eight therapists, fully booked


def fill(therapists, treatment, rooms, days, starts, most=10_000):
    client_row, count = make_client(), 0
    one = None
    for number, therapist in enumerate(therapists):
        for day in days:
            for wall in starts:
                if count >= most:
                    return
                fields = {"name": f"Person {count}"}
                if one is None:
                    one = make_confirmed(
                        treatment=treatment,
                        therapist=therapist,
                        room=rooms[number],
                        starts_at=at(day, wall),
                        client=client_row,
                    )
                else:
                    copy(one, therapist, rooms[number], at(day, wall), fields)
                count += 1


def copy(one, therapist, room, starts_at, person):
    """The same appointment again for a client of its own, without its answers."""
    return make_held(
        treatment=one.treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        client=make_client(**person),
        expires_at=NOW + timedelta(hours=1),
    )


@pytest.fixture
def eight():
    make_clinic()
    make_questionnaire()
    treatment = make_treatment()
    therapists = [
        make_therapist(treatments=[treatment], name=f"Name{n} Last", slug=f"slug-{n}")
        for n in range(8)
    ]
    return treatment, therapists, [make_room() for _n in range(8)]


STARTS = ("16:00", "17:15", "18:30", "19:45", "21:00")
PAGES = ["/calendar/", "/calendar/day/2026-12-07/"]


@pytest.mark.parametrize("most", [1, 200])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_twelve_queries_at_most(client, eight, path, most):
    treatment, therapists, rooms = eight
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    fill(therapists, treatment, rooms, days, STARTS, most)
    signed_in(client, "Front desk")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(path)

    assert answer.status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"][:120] for query in asked)


@pytest.mark.parametrize("path", PAGES)
def test_a_full_page_is_small(client, eight, path):
    treatment, therapists, rooms = eight
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    fill(therapists, treatment, rooms, days, STARTS, 280)
    signed_in(client, "Front desk")
    client.get(path)

    began = time.process_time()
    answer = client.get(path)
    took = time.process_time() - began

    assert answer.content.count(b"appt appt-held") + 1 >= 35
    assert len(answer.content) <= 200_000
    assert took < 0.5, took  # about a tenth of that, without the load of other tests


def test_status_is_in_words_and_in_a_class(client, evening):
    signed_in(client, "Therapist", evening[1])
    booked = book(evening, at(MONDAY, "09:00"))
    booked.status = Status.COMPLETED
    booked.save()

    html = client.get(URL).content.decode()

    assert "appt appt-completed" in html
    assert '<span class="status status-completed">Came</span>' in html
