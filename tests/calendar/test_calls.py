"""Calls to make: whom, the number, what to say, by when, and what came of it."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import cancel, note_call
from booking.actions.steps import tell
from booking.models import CallTry, Message
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY, "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def user(evening):
    return make_user(role="Front desk", name="Grace")


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def call(evening, user):
    """Femi's evening was cancelled by the clinic, and he has no e-mail."""
    femi = make_client(name="Femi Ade", email="", phone="+44 1632 960145")
    appointment = make_confirmed(starts_at=SEVEN, client=femi, **evening)
    cancel(appointment=appointment, now=NOW, by=user)
    return Message.objects.get()


def page(browser):
    return browser.get("/calendar/calls/")


def note(browser, call, result, **typed):
    typed = {"result": result, "revision": call.attempts} | typed
    return browser.post(f"/calendar/calls/{call.pk}/", typed)


def test_it_says_whom_the_number_what_and_by_when(desk, call):
    text = page(desk).text

    assert "Femi Ade" in text
    assert 'href="tel:+441632960145"' in text
    assert "“Your evening, Monday 7 December, 19:00, is cancelled." in text
    assert '<time datetime="2026-12-07T19:00:00+00:00">19:00</time>' in text
    assert "Has no e-mail." in text
    assert "Please leave no message." in text
    assert 'value="message_left"' not in text


def test_when_they_like_to_be_rung_is_shown(desk, call):
    client = call.appointment.client
    client.when_to_ring, client.may_leave_message = "evening", True
    client.save()

    text = page(desk).text

    assert "Would like to be rung: In the evening." in text
    assert 'value="message_left"' in text


def test_reached_it_leaves_the_list_and_stands_below(desk, call):
    note(desk, call, "reached")

    answer = page(desk)
    assert answer.context["calls"] == []
    assert 'Reached</span> Femi Ade <span class="soft">by Grace' in answer.text


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ({"again": "30"}, NOW + timedelta(minutes=30)),
        ({"again": "120"}, NOW + timedelta(hours=2)),
        ({"again": "tomorrow"}, at(TUESDAY, "10:00")),
        ({"again": "time", "again_time": "18:15"}, at(MONDAY, "18:15")),
        ({"again": "time", "again_time": "09:00"}, at(TUESDAY, "09:00")),
    ],
)
def test_no_answer_says_when_to_try_again(desk, call, typed, again):
    note(desk, call, "no_answer", **typed)

    call.refresh_from_db()
    assert (call.state, call.due_at) == ("waiting", again)
    assert "Try again at" in page(desk).text or again >= SEVEN


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"again": "never"},
        {"again": "time", "again_time": ""},
        {"again": "time", "again_time": "25:99"},
        {"again": "9" * 400},
    ],
)
def test_no_answer_without_a_time_is_not_noted(desk, call, typed):
    answer = note(desk, call, "no_answer", **typed)

    assert answer.status_code == 422
    assert "Say when to try again" in answer.text
    assert not CallTry.objects.exists()


@pytest.mark.parametrize("result", ["", "shouted", "\x00"])
def test_nonsense_is_no_result(desk, call, result):
    assert note(desk, call, result).status_code == 422


def test_a_message_nobody_may_leave_is_not_noted(desk, call):
    answer = note(desk, call, "message_left")

    assert answer.status_code == 422
    assert "They want no message left." in answer.text


def test_pressed_twice_or_by_two_it_is_noted_once(desk, call):
    note(desk, call, "reached")

    answer = note(desk, call, "no_answer", again="30")

    assert answer.url == "/calendar/calls/"
    assert CallTry.objects.count() == 1


def test_a_call_that_became_pointless_is_not_listed(desk, call):
    with time_machine.travel(SEVEN, tick=False):
        assert page(desk).context["calls"] == []


def test_a_call_past_its_time_asks_whether_it_is_too_late(desk, call):
    Message.objects.update(call_by=NOW)

    assert "Too late?" in page(desk).text


def test_what_is_most_pressing_comes_first(desk, evening, call, user):
    sooner = make_confirmed(
        starts_at=at(MONDAY, "17:00"),
        client=make_client(email="", name="Ada"),
        **evening,
    )
    tell(sooner, Message.Kind.CONFIRMED, now=NOW)

    names = [each.client.name for each in page(desk).context["calls"]]

    assert names == ["Ada", "Femi Ade"]


def test_put_off_it_comes_last(desk, evening, call, user):
    again = NOW + timedelta(hours=1)
    note_call(message=call, result="no_answer", by=user, now=NOW, again_at=again)
    late = make_confirmed(
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(email="", name="Ada"),
        **evening,
    )
    tell(late, Message.Kind.CONFIRMED, now=NOW)

    names = [each.client.name for each in page(desk).context["calls"]]

    assert names == ["Ada", "Femi Ade"]


def test_a_therapist_rings_only_for_their_own_column(client, evening, call):
    own = make_therapist(treatments=[evening["treatment"]])
    own.user = make_user(role="Therapist")
    own.save()
    mine = make_confirmed(
        treatment=evening["treatment"],
        therapist=own,
        room=make_room(),
        starts_at=SEVEN,
        client=make_client(name="Mine", email=""),
    )
    tell(mine, Message.Kind.CONFIRMED, now=NOW)
    client.force_login(own.user)

    names = [each.client.name for each in page(client).context["calls"]]

    assert names == ["Mine"]
    assert note(client, call, "reached").status_code == 404


def test_a_review_is_a_call_back_for_the_desk_and_a_link_for_a_therapist(
    client, desk, evening
):
    waits = make_review(starts_at=SEVEN, **evening)
    tell(waits, Message.Kind.RING, now=NOW, channel="call")
    link = f"/calendar/review/{waits.ref}/"

    text = page(desk).text
    assert "“I am ringing about your evening, " in text
    assert link not in text
    assert "clot" not in text

    client.force_login(make_user(role="Lead therapist"))
    assert link in page(client).text


def test_asked_many_times_it_asks_the_database_no_more_often(
    desk, evening, call, django_assert_max_num_queries
):
    for hour in range(5):
        row = make_confirmed(
            starts_at=at(TUESDAY, "16:00") + timedelta(days=hour),
            client=make_client(email=""),
            **evening,
        )
        tell(row, Message.Kind.CONFIRMED, now=NOW)

    with django_assert_max_num_queries(25):
        page(desk)


def test_by_when_is_said_as_people_say_it(desk, evening, call):
    for day in (TUESDAY, TUESDAY.replace(day=10)):
        row = make_confirmed(
            starts_at=at(day, "19:00"), client=make_client(email=""), **evening
        )
        tell(row, Message.Kind.CONFIRMED, now=NOW)

    text = page(desk).text

    for when in ("today", "tomorrow", "Thursday 10 December"):
        assert f"by then, {when}<" in text
