"""The page asks whether anything is new, and takes every answer kindly."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import cancel
from booking.models import Message, Questionnaire, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_questionnaire,
    starting_document,
)
from tests.public.browser import browser_of
from tests.public.going import lists, ticked, url
from tests.public.pages import html, links, words

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SEVEN = at(TUESDAY, "19:00")
ASKED = "Anything new since you booked?"


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening(slug="hands-feet-scalp-45")
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        now=NOW - 72 * HOUR,
    )


@pytest.fixture
def client(booked):
    return browser_of(booked)


@pytest.fixture
def clock():
    """The noon before: 31 hours to the start."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def page(client, booked):
    return client.get(booked.get_absolute_url())


def tell(client, booked, *, now=NOW, **boxes):
    """Send the lists, and once more where a tick is to be looked over."""
    here = url(booked, "anything-new")
    posted = lists(booked, now=now, news=True, **boxes)
    posted |= {"revision": booked.revision, "sure": "1"}
    response = client.post(here, posted, follow=True)
    booked.refresh_from_db()
    return response


@pytest.mark.parametrize(
    ("before", "asked"),
    [(49 * HOUR, False), (47 * HOUR, True), (HOUR, True), (-HOUR, False)],
)
def test_it_asks_from_two_days_before_until_the_start(booked, before, asked):
    with time_machine.travel(SEVEN - before, tick=False):
        client = browser_of(booked)
        shown = words(page(client, booked))
        answer = client.get(url(booked, "anything-new"))

    assert (ASKED in shown) is asked
    assert answer.status_code == (200 if asked else 302)


@pytest.mark.usefixtures("clock")
def test_nothing_new_is_one_press(client, booked):
    answer = client.post(url(booked, "nothing-new"), follow=True)

    text = words(answer)
    assert "Thank you. It is noted, and all stays as it is." in text
    assert "On Monday 7 December, 12:00 you told us that nothing is new." in text
    assert "Nothing new" not in text
    assert url(booked, "anything-new") in links(answer)


@pytest.mark.usefixtures("clock")
def test_reading_the_pages_writes_nothing(client, booked):
    for method in (client.get, client.head):
        method(booked.get_absolute_url())
        method(url(booked, "anything-new"))
        method(url(booked, "nothing-new"))

    booked.refresh_from_db()
    assert (booked.events.count(), booked.revision) == (0, 1)


@pytest.mark.usefixtures("clock")
def test_it_opens_what_changes_most_and_shows_no_answer_from_before(client, booked):
    answer = client.get(url(booked, "anything-new"))

    text = html(answer)
    assert 'name="today"' in text
    assert 'name="ask_first"' in text
    assert 'value="unwell"' in text  # asked only within two days
    assert 'name="health"' not in text
    assert 'name="comfort"' not in text
    assert ticked(answer) == []


@pytest.mark.usefixtures("clock")
def test_a_new_version_is_asked_whole(client, booked):
    Questionnaire.objects.update(status="retired", retired_at=NOW)
    make_questionnaire(number=2, document=starting_document() | {"version": 2})

    text = html(client.get(url(booked, "anything-new")))

    assert 'name="health"' in text


@pytest.mark.usefixtures("clock")
def test_what_still_clears_stays_booked(client, booked):
    answer = tell(client, booked)

    assert booked.status == Status.CONFIRMED
    text = words(answer)
    assert "You are still booked" in text
    assert "you told us what is new" in text


@pytest.mark.usefixtures("clock")
def test_a_tick_is_looked_at_once_more_before_it_decides(client, booked):
    posted = lists(booked, news=True, today=["unwell"])

    answer = client.post(url(booked, "anything-new"), posted)

    assert answer.status_code == 422
    assert "Nothing is decided yet" in words(answer)
    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED


@pytest.mark.usefixtures("clock")
def test_an_empty_form_is_told_what_is_missing(client, booked):
    answer = client.post(url(booked, "anything-new"), {})

    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


@pytest.mark.usefixtures("clock")
def test_what_needs_a_look_is_kept_for_it(client, booked):
    answer = tell(client, booked, ask_first=["skin"])

    assert booked.status == Status.REVIEW
    assert "We are keeping your place" in words(answer)


@pytest.mark.usefixtures("clock")
def test_whoever_left_no_number_is_asked_where_to_ring(booked):
    booked.client.phone = ""
    booked.client.save()

    answer = tell(browser_of(booked), booked, ask_first=["skin"])

    assert answer.redirect_chain[-1][0] == url(booked, "talk")


def test_a_not_now_is_told_kindly_and_nothing_is_late(booked, clock):
    near = SEVEN - 3 * HOUR
    clock.move_to(near)

    answer = tell(browser_of(booked), booked, now=near, today=["unwell"])

    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, False)
    text = words(answer)
    assert "Not this evening" in text
    assert "Thank you for being open with us." in text
    assert "Rest will do you more" in text
    assert "it does not count as late" in text
    (mail,) = booked.messages.all()
    assert mail.kind == Message.Kind.CANCELLED


def test_where_nobody_can_look_in_time_it_says_so_and_offers_a_call(booked, clock):
    near = SEVEN - 3 * HOUR
    clock.move_to(near)

    answer = tell(browser_of(booked), booked, now=near, ask_first=["skin"])

    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, False)
    text = words(answer)
    assert "nobody could before it began" in text
    assert "Ask a therapist to look" in text


def test_who_is_unwell_stays_at_home_without_the_lists_and_is_not_late(booked, clock):
    clock.move_to(SEVEN - HOUR)
    client = browser_of(booked)

    answer = client.post(
        url(booked, "anything-new"),
        {"not_coming": "1", "revision": booked.revision},
        follow=True,
    )

    booked.refresh_from_db()
    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, False)
    assert booked.events.last().reason == "safety"
    text = words(answer)
    assert "Nothing is owed, and it does not count as late. Rest, and get well." in text
    assert "See other evenings" not in text


def test_who_would_cancel_late_is_told_of_it(booked, clock):
    clock.move_to(SEVEN - HOUR)

    answer = browser_of(booked).get(url(booked, "cancel"))

    assert url(booked, "anything-new") in links(answer)


@pytest.mark.usefixtures("clock")
def test_a_page_from_before_a_change_shows_how_it_stands(client, booked):
    posted = {"not_coming": "1", "revision": booked.revision + 1}

    answer = client.post(url(booked, "anything-new"), posted)

    assert answer.status_code == 409
    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED


@pytest.mark.usefixtures("clock")
def test_over_is_over(client, booked):
    cancel(appointment=booked, now=NOW)

    for page in ("anything-new", "nothing-new"):
        answer = client.post(url(booked, page), {"not_coming": "1"})
        assert (answer.status_code, answer.url) == (302, booked.get_absolute_url())


@pytest.mark.usefixtures("clock")
def test_an_urgent_tick_is_answered_before_all_else(client, booked):
    posted = lists(booked, news=True, today=["emergency_signs"], consents=())

    text = html(client.post(url(booked, "anything-new"), posted))

    assert text.index('role="alert" tabindex="-1">Please call') < text.index("<h1>")


@pytest.mark.usefixtures("clock")
def test_nobody_elses_browser_is_asked(booked):
    other = browser_of(
        make_confirmed(
            treatment=booked.treatment,
            therapist=booked.therapist,
            room=booked.room,
            starts_at=SEVEN + 2 * HOUR,
            client=make_client(name="Somebody Else"),
        )
    )

    for page in ("anything-new", "nothing-new"):
        assert other.post(url(booked, page)).status_code == 404
