"""The same time every week: the plan, the press, and the dates afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from booking.actions import answer as answer_again
from booking.models import Appointment, Status
from tests.factories import NOW, given, make_held, make_room
from tests.public.browser import browser_of
from tests.public.going import SEVEN, answer, details, hold, lists, url
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def keep(client, held, *starts, **more):
    held.refresh_from_db()
    posted = {"every": 1, "times": 4, "revision": held.revision}
    return client.post(
        url(held, "series"),
        posted | {"start": [start.isoformat() for start in starts]} | more,
    )


def booked_series(client, held, *starts):
    keep(client, held, *starts)
    answer(client, held)
    client.post(url(held, "details"), details(held))
    return list(Appointment.objects.order_by("starts_at"))


def live():
    rows = Appointment.objects.filter(status=Status.HELD).order_by("starts_at")
    return [row.starts_at for row in rows]


def test_the_way_offers_the_same_time_every_week(client, held):
    page = html(client.get(url(held, "questions")))

    assert "The same time every week?" in page
    assert url(held, "series") in page


def test_a_plan_is_only_looked_at(client, held):
    page = words(client.get(url(held, "series"), {"every": "2", "times": "4"}))

    for day in ("Tuesday 22 December", "Tuesday 5 January", "Tuesday 19 January"):
        assert day in page
    assert Appointment.objects.count() == 1


def test_a_time_that_is_not_free_offers_what_is_near_it(client, held):
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=SEVEN + WEEK,
    )

    page = client.get(url(held, "series"), {"every": "1", "times": "3"})

    assert "Tuesday 15 December, 19:00 is not free" in words(page)
    assert html(page).count('name="start-1"') == 4  # three times, and none
    assert html(page).count('name="start"') == 1


def test_a_date_beyond_the_horizon_is_said_and_not_offered(client, held):
    page = words(client.get(url(held, "series"), {"every": "2", "times": "6"}))

    assert "is further ahead than we take bookings" in page


def test_the_press_keeps_the_evenings_and_goes_on(client, held):
    instead = (SEVEN + 2 * WEEK + DAY).isoformat()

    response = keep(client, held, SEVEN + WEEK, **{"start-2": instead, "start-3": ""})

    assert response["Location"] == url(held, "questions")
    assert live() == [SEVEN, SEVEN + WEEK, SEVEN + 2 * WEEK + DAY]
    page = words(client.get(url(held, "questions")))
    assert "And these evenings with it" in page
    assert "Tuesday 15 December" in page


def test_a_series_with_a_date_left_out_is_looked_at_whole_again(client, held):
    keep(client, held, SEVEN + WEEK, SEVEN + 3 * WEEK)

    page = html(client.get(url(held, "questions")))

    assert url(held, "series") + "?every=1&amp;times=4" in page


def test_where_one_has_gone_nothing_is_kept_and_the_plan_is_shown_again(client, held):
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=SEVEN + 2 * WEEK,
    )

    response = keep(client, held, SEVEN + WEEK, SEVEN + 2 * WEEK)

    assert response.status_code == 409
    assert "One of these has just gone" in words(response)
    assert live() == [SEVEN, SEVEN + 2 * WEEK]


@pytest.mark.parametrize("start", ["soon", "2026-12-08T19:00:00+00:00"])
def test_what_no_plan_offers_is_a_bad_request(client, held, start):
    response = client.post(url(held, "series"), {"every": 1, "start": start})

    assert response.status_code == 400
    assert live() == [SEVEN]


def test_another_time_gives_the_others_back_and_says_so(client, held):
    keep(client, held, SEVEN + WEEK)
    start = (SEVEN + timedelta(minutes=30)).isoformat()

    page = client.post(url(held, "questions"), {"start": start}, follow=True)

    assert "The other evenings of your series have gone back" in words(page)
    assert live() == [SEVEN + timedelta(minutes=30)]


def test_a_held_date_has_no_page_of_its_own(client, held):
    keep(client, held, SEVEN + WEEK)
    along = Appointment.objects.get(starts_at=SEVEN + WEEK)

    assert client.get(url(along, "questions")).status_code == 404


def test_once_booked_each_date_shows_the_others_and_opens(client, held):
    _first, second, _third = booked_series(client, held, SEVEN + WEEK, SEVEN + 2 * WEEK)

    page = client.get(held.get_absolute_url())
    other = client.get(second.get_absolute_url())

    assert "All evenings of this series" in words(page)
    assert second.get_absolute_url() in html(page)
    assert other.status_code == 200
    assert "You are booked" in words(other)


def test_a_stranger_with_one_date_of_their_own_opens_none_of_a_series(client, held):
    first, second = booked_series(client, held, SEVEN + WEEK)
    foreign = make_held(
        treatment=first.treatment,
        therapist=first.therapist,
        room=first.room,
        starts_at=SEVEN + DAY,
    )

    stranger = browser_of(foreign)

    assert stranger.get(second.get_absolute_url()).status_code == 404


def test_one_is_cancelled_or_this_and_the_later_ones(client, held):
    rows = booked_series(client, held, SEVEN + WEEK, SEVEN + 2 * WEEK, SEVEN + 3 * WEEK)
    _first, second, third, last = rows

    page = words(client.get(url(third, "cancel")))
    client.post(url(second, "cancel"), {"revision": second.revision})
    client.post(url(third, "cancel"), {"revision": third.revision, "rest": "1"})

    assert "Cancel this and the one after it" in page
    assert [row.status for row in Appointment.objects.order_by("starts_at")] == [
        Status.CONFIRMED,
        Status.CANCELLED,
        Status.CANCELLED,
        Status.CANCELLED,
    ]


def test_a_level_way_in_is_asked_for_every_date(client, held):
    make_room(step_free=True)
    keep(client, held, SEVEN + WEEK)
    answer(client, held)

    response = client.post(url(held, "details"), details(held, step_free="on"))

    assert response.status_code == 302
    rows = Appointment.objects.exclude(client=None)
    assert {row.step_free for row in rows} == {True}
    assert {row.room.step_free for row in rows} == {True}


def test_a_date_beyond_the_answers_asks_its_client_again_in_time(client, held):
    far = SEVEN + 6 * WEEK
    keep(client, held, far)
    answer(client, held)
    held.refresh_from_db()
    brought = given(treatment=held.treatment, starts_at=SEVEN)
    only = replace(brought, good_until=NOW + 28 * DAY)
    answer_again(appointment=held, given=only, now=NOW)
    client.post(url(held, "details"), details(held))
    waits = Appointment.objects.get(starts_at=far)

    before = words(client.get(waits.get_absolute_url()))
    with time_machine.travel(far - 14 * DAY, tick=False):
        mailed = browser_of(waits)  # opened by the link of the mail
        page = mailed.get(waits.get_absolute_url())
        posted = lists(waits, now=far - 14 * DAY)
        response = mailed.post(url(waits, "questions"), posted, follow=True)

    assert "From Tuesday 22 December we ask you how you are" in before
    assert url(waits, "questions") in html(page)
    assert "You are booked" in words(response)
    waits.refresh_from_db()
    assert waits.cleared_until >= far
