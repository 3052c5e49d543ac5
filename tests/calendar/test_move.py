"""Moving a session in the calendar: the form, what is refused and why, and undo."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from booking.models import Message, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
SEVEN = at(TUESDAY, "19:00") + WEEK
FIVE = SEVEN - timedelta(hours=2)
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/calendar/"}


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


@pytest.fixture
def desk(client):
    client.force_login(make_user(role="Front desk"))
    return client


def url_of(booked):
    return reverse("calendar:move", args=[booked.ref])


def sent(starts_at, booked):
    return {"start": starts_at.isoformat(), "revision": booked.revision}


def test_the_form_offers_the_times_of_its_therapist(desk, booked):
    html = desk.get(url_of(booked)).content.decode()

    assert f'name="start" value="{FIVE.isoformat()}"' in html
    assert f'value="{SEVEN.isoformat()}"' not in html
    assert 'name="day"' in html


def test_a_pressed_time_moves_it_and_shows_the_week_it_went_to(desk, booked):
    answer = desk.post(url_of(booked), sent(FIVE, booked), follow=True)

    booked.refresh_from_db()
    assert booked.starts_at == FIVE
    assert answer.redirect_chain[0][0].startswith("/calendar/?on=2026-12-15&who=")
    html = answer.content.decode()
    assert "Hannah Whitlock: moved to Tuesday 15 December, 17:00." in html
    assert "Undo" in html


def test_a_typed_day_and_time_move_it(desk, booked):
    typed = {"day": "2026-12-16", "time": "18:30", "revision": booked.revision}

    desk.post(url_of(booked), typed)

    booked.refresh_from_db()
    assert booked.starts_at == at(TUESDAY, "18:30") + timedelta(days=8)


def test_the_time_it_has_already_changes_nothing(desk, booked):
    answer = desk.post(url_of(booked), sent(SEVEN, booked))

    booked.refresh_from_db()
    assert answer.status_code == 302
    assert booked.revision == 1
    assert not booked.messages.exists()


def test_undo_takes_it_back_and_nobody_is_told(desk, booked):
    desk.post(url_of(booked), sent(FIVE, booked))
    booked.refresh_from_db()

    answer = desk.post(url_of(booked), sent(SEVEN, booked), follow=True)

    booked.refresh_from_db()
    assert booked.starts_at == SEVEN
    waiting = Message.objects.filter(state=Message.State.WAITING)
    assert [message.kind for message in waiting] == ["reminder"]
    assert "Undo" not in answer.content.decode()


def test_undo_is_offered_for_five_minutes(desk, booked):
    shown = desk.post(url_of(booked), sent(FIVE, booked)).url

    before = desk.get(shown).content.decode()
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        after = desk.get(shown).content.decode()

    assert "Undo" in before
    assert "Undo" not in after


def test_a_clash_is_refused_with_a_sentence_and_moves_nothing(desk, booked):
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=FIVE,
    )

    answer = desk.post(url_of(booked), sent(FIVE, booked))

    booked.refresh_from_db()
    assert answer.status_code == 409
    assert "That time is not free" in answer.content.decode()
    assert booked.starts_at == SEVEN


def test_a_refused_drop_says_why_in_a_line(desk, booked):
    make_held(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=FIVE,
    )

    answer = desk.post(url_of(booked), sent(FIVE, booked), **HTMX)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.strip().startswith('<div id="moved" role="alert">')
    assert "That time is not free" in html


@pytest.mark.parametrize(
    ("shown", "leads_to"),
    [
        ("/calendar/?on=2026-12-07", "/calendar/?on=2026-12-15&who="),
        ("/calendar/day/2026-12-15/", "/calendar/day/2026-12-15/?moved="),
    ],
)
def test_a_drop_shows_the_page_it_was_dropped_on(desk, booked, shown, leads_to):
    headers = HTMX | {"HTTP_HX_CURRENT_URL": f"http://testserver{shown}"}

    answer = desk.post(url_of(booked), sent(FIVE, booked), **headers)

    assert answer.headers["HX-Redirect"].startswith(leads_to)


def test_an_old_page_shows_how_it_stands_now(desk, booked):
    old = sent(FIVE, booked)
    desk.post(url_of(booked), sent(FIVE + timedelta(hours=1), booked))

    answer = desk.post(url_of(booked), old)
    dropped = desk.post(url_of(booked), old, **HTMX)

    booked.refresh_from_db()
    assert (answer.status_code, dropped.status_code) == (409, 409)
    assert "has changed meanwhile" in dropped.content.decode()
    assert booked.starts_at == FIVE + timedelta(hours=1)


@pytest.mark.parametrize(
    "start",
    [
        "",
        "soon",
        "2026-12-15T17:00",
        "9999-12-31T00:00:00+00:00",
        "0000-01-01T00:00:00Z",
        "1" * 5000,
        "2026-12-15T17:00:00Z\0",
    ],
)
def test_what_is_no_time_is_refused(desk, booked, start):
    answer = desk.post(url_of(booked), {"start": start, "revision": "²"})

    booked.refresh_from_db()
    assert answer.status_code == 422
    assert booked.starts_at == SEVEN


def test_a_time_that_has_passed_is_refused(desk, booked):
    answer = desk.post(url_of(booked), sent(NOW - timedelta(hours=1), booked))

    assert answer.status_code == 422
    assert "has passed" in answer.content.decode()


def test_what_must_be_asked_first_is_said_without_a_word_of_the_answers(desk, booked):
    answer = desk.post(url_of(booked), sent(at(TUESDAY, "19:00"), booked))

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "asked a few more questions first" in html
    assert "unwell" not in html


def test_a_review_stays_where_nobody_could_decide_before(desk, booked):
    review = make_review(
        treatment=booked.treatment,
        therapist=booked.therapist,
        room=booked.room,
        starts_at=FIVE,
    )

    answer = desk.post(url_of(review), sent(at(TUESDAY, "17:00"), review))

    assert answer.status_code == 409
    assert "Nobody could decide before then" in answer.content.decode()


def test_answers_that_run_out_before_are_said_so(desk, booked):
    later = NOW + timedelta(days=50)
    with time_machine.travel(later, tick=False):
        far = booked.cleared_until.replace(hour=19, minute=0) + timedelta(days=1)
        desk.force_login(make_user(role="Front desk"))
        booked.starts_at += timedelta(days=50)
        booked.ends_at += timedelta(days=50)
        booked.busy_until += timedelta(days=50)
        booked.save()

        answer = desk.post(url_of(booked), sent(far, booked))

    assert answer.status_code == 409
    assert "not good for so long" in answer.content.decode()


def test_a_therapist_moves_their_own_and_nobody_else_s(client, booked):
    user = make_user(role="Therapist")
    client.force_login(user)
    foreign = client.post(url_of(booked), sent(FIVE, booked))
    booked.therapist.user = user
    booked.therapist.save()

    own = client.post(url_of(booked), sent(FIVE, booked))

    assert (foreign.status_code, own.status_code) == (404, 302)
    assert booked.events.last().by == user


def test_what_is_over_leads_to_its_page(desk, booked):
    booked.status = Status.COMPLETED
    booked.save()

    answer = desk.get(url_of(booked))

    assert answer.url == reverse("calendar:appointment", args=[booked.ref])


def test_another_week_can_be_looked_at(desk, booked):
    html = desk.get(url_of(booked), {"from": "2026-12-21"}).content.decode()

    assert "Monday <b>21</b> December" in html
    assert "?from=2026-12-28" in html


def test_somebody_else_s_session_is_not_said_to_be_moved(client, booked):
    client.force_login(make_user(role="Therapist"))

    html = client.get("/calendar/", {"moved": booked.ref}).content.decode()

    assert "Hannah" not in html
