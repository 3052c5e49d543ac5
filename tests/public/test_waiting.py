"""Wait for a time: one form, one's own page, and the answer to what is offered."""

import re
from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from booking.actions import offer_waiting
from booking.management.waiting import look_for_waiting
from booking.messages import tell_next
from booking.models import Appointment, Message, Status, WaitingRequest
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_waiting,
)
from tests.public.browser import browser_of
from tests.public.pages import links, starts, words

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(TUESDAY, "19:00")
TYPED = {
    "since": "2026-12-08",
    "until": "2026-12-08",
    "weekdays": list(range(7)),
    "wish": "anyone",
    "name": "Hannah Whitlock",
    "email": "hannah@whitlock.example",
}


@pytest.fixture
def evening():
    """Tuesday is taken, from four to ten."""
    treatment, therapist, room = make_evening()
    rows = {"treatment": treatment, "therapist": therapist, "room": room}
    with time_machine.travel(NOW, tick=False):
        for wall in ("16:00", "17:30", "19:00", "20:30"):
            make_confirmed(starts_at=at(TUESDAY, wall), **rows)
        yield rows


@pytest.fixture
def path(evening):
    return f"/book/{evening['treatment'].slug}/waiting/"


def free(start):
    Appointment.objects.filter(starts_at=start).update(status=Status.CANCELLED)


def test_a_full_evening_leads_to_the_form_with_its_day_and_wish(client, evening, path):
    week = client.get(f"/book/{evening['treatment'].slug}/?bedtime=23:15")

    (link,) = [url for url in links(week) if "until=2026-12-08" in url]
    page = client.get(link)

    assert link == f"{path}?bedtime=23%3A15&from=2026-12-08&until=2026-12-08"
    values = re.findall(r'value="(\d{4}-\d\d-\d\d|\d\d:\d\d)"', page.content.decode())
    assert values == ["2026-12-08", "2026-12-08", "23:15"]


def test_who_joins_comes_to_their_place_which_is_nobody_elses(client, path):
    joined = client.post(path, TYPED)

    waiting = WaitingRequest.objects.get()
    assert joined.url == waiting.get_absolute_url()
    assert waiting.weekdays == 0b10
    assert "You are first" in words(client.get(joined.url))
    assert Browser().get(joined.url).status_code == 404


def test_the_place_counts_who_asked_before_for_the_same_times(evening, client, path):
    treatment, day = evening["treatment"], {"since": TUESDAY, "until": TUESDAY}
    make_waiting(treatment=treatment)
    make_waiting(treatment=treatment, wish=evening["therapist"].slug, **day)
    make_waiting(treatment=treatment, wish="woman", **day)
    make_waiting(treatment=treatment, weekdays=0b1111101)
    make_waiting(treatment=treatment, latest=time(17), earliest=time(16))
    make_waiting(treatment=treatment, state="left", ended_at=NOW, **day)
    make_waiting(treatment=treatment, joined_at=NOW + timedelta(hours=1), **day)

    joined = client.post(
        path, TYPED | {"earliest": "19:00", "latest": "20:00", "email": "a@b.example"}
    )

    assert "2 people who could take the same times" in words(client.get(joined.url))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "", "phone": ""}, "Type an e-mail address, or a phone number"),
        ({"until": "2026-12-01"}, "Choose a day that is still to come."),
        ({"until": "2027-12-01"}, "We take bookings only up to the day above."),
        ({"weekdays": [0, 2]}, "None of these days lies between"),
        ({"earliest": "20:00", "latest": "18:00"}, "before the earliest start"),
        ({"wish": "man"}, "Select a valid choice"),
        ({"name": "A\x00"}, "that cannot be shown"),
        ({"since": "0000-00-00", "bedtime": "9" * 5000}, "Type a time"),
    ],
)
def test_what_cannot_be_waited_for_is_said_and_kept(client, path, typed, said):
    page = client.post(path, TYPED | typed)

    assert page.status_code == 422
    assert said in words(page)
    assert "hannah@whitlock.example" in page.content.decode() or "email" in typed
    assert not WaitingRequest.objects.exists()


def test_nobody_waits_for_what_is_free_already(client, path):
    page = client.post(path, TYPED | {"until": "2026-12-09"})

    assert page.status_code == 422
    assert len(starts(page)) == 3
    assert all(start.startswith("2026-12-09") for start in starts(page))
    assert not WaitingRequest.objects.exists()


def test_a_fourth_for_one_mailbox_is_refused(client, evening, path):
    known = make_client()
    for _request in range(3):
        make_waiting(treatment=evening["treatment"], client=known)

    page = client.post(path, TYPED)

    assert page.status_code == 422
    assert "Three requests wait under that address already" in words(page)


def test_who_had_a_visit_need_not_say_who_they_are(evening, path):
    visit = Appointment.objects.get(starts_at=SEVEN)
    own = browser_of(visit)
    typed = {key: TYPED[key] for key in ("since", "until", "weekdays", "wish")}

    own.post(f"{path}?follows={visit.ref}", typed)
    foreign = Browser().post(f"{path}?follows={visit.ref}", typed)

    assert WaitingRequest.objects.get().client == visit.client
    assert foreign.status_code == 422


def test_from_the_mail_to_booked_by_two_presses(evening, mailoutbox):
    visit = Appointment.objects.get(starts_at=SEVEN)
    waiting = make_waiting(
        treatment=evening["treatment"], client=visit.client, since=TUESDAY
    )
    free(SEVEN)
    look_for_waiting(now=NOW)
    tell_next(now=NOW)
    browser = Browser()

    (link,) = re.findall(r"/open/[\w-]{43}/", mailoutbox[0].body)
    looked = browser.get(link)
    page = browser.get(browser.post(link).url)
    offer = waiting.offers.get()
    booked = browser.post(
        waiting.get_absolute_url(), {"answer": "yes", "offer": offer.pk}
    )

    assert "Open my page" in words(looked)
    assert "with Rowan" in words(page)
    assert "We keep it until" in words(page)
    assert booked.url == offer.appointment.get_absolute_url()
    assert "You are booked" in words(browser.get(booked.url))
    assert "You have got a time" in words(browser.get(waiting.get_absolute_url()))


def test_who_has_to_answer_first_is_led_to_the_questions(evening):
    waiting = make_waiting(treatment=evening["treatment"], since=TUESDAY, until=TUESDAY)
    free(SEVEN)
    offer_waiting(now=NOW)
    browser, offer = browser_of(waiting), waiting.offers.get()

    first, again = (
        browser.post(waiting.get_absolute_url(), {"answer": "yes", "offer": offer.pk})
        for _press in range(2)
    )

    assert first.url == f"/appointments/{offer.appointment.ref}/questions/"
    assert again.url == first.url
    assert browser.get(first.url).status_code == 200
    assert "You said yes" in words(browser.get(waiting.get_absolute_url()))


def test_a_late_answer_and_one_to_an_earlier_offer_change_nothing(evening):
    waiting = make_waiting(treatment=evening["treatment"], since=TUESDAY, until=TUESDAY)
    free(SEVEN)
    offer_waiting(now=NOW)
    browser, offer = browser_of(waiting), waiting.offers.get()
    url, yes = waiting.get_absolute_url(), {"answer": "yes", "offer": offer.pk}

    nonsense = browser.post(url, {"answer": "maybe"})
    foreign = browser.post(url, yes | {"offer": offer.pk + 1})
    with time_machine.travel(offer.answer_by, tick=False):
        shown, late = browser.get(url), browser.post(url, yes)

    assert (nonsense.status_code, foreign.status_code) == (422, 409)
    assert "could not keep the last time for you any longer" in words(shown)
    assert late.status_code == 409
    assert waiting.offers.get().state == "waiting"


def test_who_leaves_is_asked_no_more(evening):
    waiting = make_waiting(treatment=evening["treatment"], since=TUESDAY, until=TUESDAY)
    browser = browser_of(waiting)

    page = browser.get(
        browser.post(waiting.get_absolute_url(), {"answer": "leave"}).url
    )
    free(SEVEN)

    assert "You have left the list" in words(page)
    assert offer_waiting(now=NOW) == 0
    assert not Message.objects.filter(kind="offered").exists()
    assert "Leave the list" not in words(page)
