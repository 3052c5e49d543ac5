"""The waiting list at the desk: who waits, what they said, and who leaves."""

import pytest
import time_machine

from booking.actions import offer_waiting
from booking.models import Message
from tests.factories import (
    NOW,
    TUESDAY,
    make_client,
    make_evening,
    make_user,
    make_waiting,
)
from tests.messages.rows import make_message
from tests.public.pages import words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def desk(client):
    client.force_login(make_user(role="Front desk"))
    return client


def waits(evening, **fields):
    who = make_client(name="Dorothy Vale", email="", phone="01632 960126")
    day = {"since": TUESDAY, "until": TUESDAY}
    return make_waiting(treatment=evening["treatment"], client=who, **day, **fields)


def url(waiting):
    return f"/calendar/waiting/{waiting.pk}/"


def test_the_list_says_who_waits_for_what_and_until_when_they_may_answer(evening, desk):
    waits(evening, wish=evening["therapist"].slug)
    offer_waiting(now=NOW)

    page = words(desk.get("/calendar/waiting/"))

    assert "Dorothy Vale Tuesday 8 December" in page
    assert f"With: {evening['therapist'].name}." in page
    assert "Offered" in page
    assert "kept until Monday 7 December, 16:00" in page


def test_who_has_no_e_mail_is_rung_and_a_yes_leads_to_the_questions(evening, desk):
    waiting = waits(evening)
    offer_waiting(now=NOW)
    offer = waiting.offers.get()

    calls = desk.get("/calendar/calls/")
    yes = desk.post(url(waiting), {"answer": "yes", "offer": offer.pk})

    assert "You asked us to tell you when a time is free." in words(calls)
    assert f'href="/calendar/waiting/#waits-{waiting.pk}"' in calls.content.decode()
    assert yes.url == f"/calendar/appointments/{offer.appointment.ref}/ask/"
    assert desk.get(yes.url).status_code == 200
    assert Message.objects.get().state == "cancelled"


@pytest.mark.parametrize(("said", "state"), [("no", "waiting"), ("leave", "left")])
def test_a_no_and_a_goodbye_are_noted_for_them(evening, desk, said, state):
    waiting = waits(evening)
    offer_waiting(now=NOW)
    offer = waiting.offers.get()

    answer = desk.post(url(waiting), {"answer": said, "offer": offer.pk})

    waiting.refresh_from_db()
    assert answer.url == "/calendar/waiting/"
    assert waiting.state == state
    assert waiting.offers.get().appointment.status == "cancelled"


def test_what_is_too_late_or_nonsense_changes_nothing(evening, desk):
    waiting = waits(evening)
    offer_waiting(now=NOW)
    offer = waiting.offers.get()

    nonsense = desk.post(url(waiting), {"answer": "perhaps"})
    unknown = desk.post(url(waiting), {"answer": "yes", "offer": "9" * 5000})
    with time_machine.travel(offer.answer_by, tick=False):
        desk.force_login(make_user(role="Front desk"))
        late = desk.post(url(waiting), {"answer": "yes", "offer": offer.pk})

    statuses = [nonsense.status_code, unknown.status_code, late.status_code]
    assert statuses == [422, 404, 409]
    assert waiting.offers.get().state == "waiting"


def test_the_page_of_messages_shows_one_about_no_appointment_too(evening, desk):
    make_message(kind="listed", waiting=waits(evening))

    assert desk.get("/calendar/messages/").status_code == 200
