"""A time is pressed, once or many times over: one appointment."""

import threading
from datetime import time, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from booking.actions import Person, answer, book
from booking.models import Appointment, Status
from booking.public import visits
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_treatment,
)
from tests.public import pages
from tests.public.pages import links, starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

PAGE = "/book/parasympathetic-evening-60/"
SEVEN = "2026-12-08T19:00:00+00:00"
FIVE = "2026-12-08T17:00:00+00:00"
EIGHT = "2026-12-08T20:00:00+00:00"


def press(client, start=SEVEN, *, page=None, **sent):
    page = page or client.get(PAGE + "?from=2026-12-08")
    return pages.press(client, start, page=page, **sent)


def questions(appointment):
    return reverse("booking:appointment_questions", args=[appointment.ref])


def confirm(held, treatment):
    brought = given(treatment=treatment, starts_at=held.starts_at)
    answered = answer(appointment=held, given=brought, now=NOW)
    hannah = Person(name="Hannah", email="hannah@whitlock.example")
    return book(appointment=answered, person=hannah, now=NOW)


# One press


def test_a_pressed_time_is_held_and_leads_to_the_health_check(client):
    treatment, therapist, _room = make_evening()

    answer = press(client)

    held = Appointment.objects.get()
    assert answer.status_code == 303
    assert answer.url == questions(held)
    assert (held.status, held.treatment, held.therapist) == (
        Status.HELD,
        treatment,
        therapist,
    )
    assert held.starts_at == at(TUESDAY, "19:00")
    assert held.expires_at == NOW + timedelta(minutes=20)
    assert held.bedtime is None


def test_the_browser_that_pressed_may_open_it_and_no_other(client):
    make_evening()

    press(client)

    held = Appointment.objects.get()
    assert client.get(questions(held)).status_code == 200
    assert Client().get(questions(held)).status_code == 404


def test_wish_and_bedtime_are_kept_with_it(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment], slug="mina", listed_as="woman")
    make_room()

    page = client.get(PAGE + "?from=2026-12-08&wish=woman&bedtime=23:15")
    press(client, page=page)

    held = Appointment.objects.get()
    assert (held.wish, held.bedtime) == ("woman", time(23, 15))
    assert held.therapist.slug == "mina"


@pytest.mark.parametrize("page", ["/", "/treatments/parasympathetic-evening-60/"])
def test_a_time_on_other_pages_holds_it_too(client, page):
    make_evening()

    shown = client.get(page)
    answer = press(client, starts(shown)[0], page=shown)

    assert answer.status_code == 303
    assert Appointment.objects.get().starts_at == at(MONDAY, "19:30")


def test_a_press_needs_no_more_than_start_and_wish(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment], slug="mina", listed_as="woman")

    answer = client.post(PAGE, {"start": SEVEN, "wish": "mina"})

    assert answer.status_code == 303
    assert Appointment.objects.get().therapist.slug == "mina"


def test_a_start_in_another_offset_is_the_same_moment(client):
    make_evening()

    client.post(PAGE, {"start": "2026-12-08T21:00:00+02:00", "wish": "anyone"})

    assert Appointment.objects.get().starts_at == at(TUESDAY, "19:00")


def test_a_press_without_the_token_of_the_page_is_refused():
    make_evening()
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(PAGE, {"start": SEVEN, "wish": "anyone"})
    accepted = press(strict)

    assert refused.status_code == 403
    assert accepted.status_code == 303


# Many presses, one appointment


def test_pressed_twice_it_is_held_once(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment])
    make_room()
    page = client.get(PAGE)

    first, second = press(client, page=page), press(client, page=page)

    assert first.url == second.url == questions(Appointment.objects.get())


def test_tried_again_after_a_lost_answer_it_is_held_once(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment])
    make_room()
    page = client.get(PAGE)
    press(client, page=page)
    del client.cookies[visits.COOKIE]

    again = press(client, page=page)

    held = Appointment.objects.get()
    assert again.url == questions(held)
    assert client.get(questions(held)).status_code == 200


def test_without_the_forms_key_a_retry_is_known_by_browser_and_time(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment])
    make_room()
    client.get(PAGE)
    client.post(PAGE, {"start": SEVEN, "wish": "anyone"})
    del client.cookies[visits.COOKIE]

    client.post(PAGE, {"start": SEVEN, "wish": "anyone"})

    assert Appointment.objects.count() == 1


def test_back_and_another_time_gives_the_first_one_back(client):
    make_evening()
    page = client.get(PAGE + "?from=2026-12-08")
    press(client, FIVE, page=page)

    press(client, EIGHT, page=page)

    held = Appointment.objects.get()
    assert held.starts_at == at(TUESDAY, "20:00")
    assert FIVE in starts(Client().get(PAGE + "?from=2026-12-08"))


def test_two_tabs_of_one_browser_hold_one_time(client):
    treatment, _therapist, _room = make_evening()
    make_therapist(treatments=[treatment])
    make_room()
    one, other = client.get(PAGE), client.get(PAGE)

    press(client, SEVEN, page=one)
    press(client, SEVEN, page=other)

    assert Appointment.objects.get().starts_at == at(TUESDAY, "19:00")


def test_another_treatment_in_another_tab_gives_the_first_one_back(client):
    _treatment, therapist, _room = make_evening()
    therapist.treatments.add(make_treatment(slug="hands-feet-scalp-45"))
    press(client)

    press(client, EIGHT, page=client.get("/book/hands-feet-scalp-45/"))

    held = Appointment.objects.get()
    assert held.treatment.slug == "hands-feet-scalp-45"
    assert held.minutes == 45


def test_a_reload_of_the_health_check_holds_nothing_more(client):
    make_evening()
    answer = press(client)

    client.get(answer.url)
    client.get(answer.url)

    assert Appointment.objects.count() == 1


def test_back_after_booking_and_pressed_again_shows_what_is_booked(client):
    treatment, _therapist, _room = make_evening()
    page = client.get(PAGE)
    press(client, page=page)
    booked = confirm(Appointment.objects.get(), treatment)

    answer = press(client, EIGHT, page=page)

    assert answer.url == booked.get_absolute_url()
    assert Appointment.objects.get().starts_at == at(TUESDAY, "19:00")


def test_from_a_fresh_page_another_evening_can_be_held_beside_it(client):
    treatment, _therapist, _room = make_evening()
    press(client)
    confirm(Appointment.objects.get(), treatment)

    press(client, "2026-12-09T19:00:00+00:00", page=client.get(PAGE))

    assert [a.status for a in Appointment.objects.order_by("pk")] == [
        Status.CONFIRMED,
        Status.HELD,
    ]


def test_a_key_of_another_browser_is_not_found(client):
    make_evening()
    page = client.get(PAGE)

    answer = press(Client(), page=page)

    assert answer.status_code == 404
    assert not Appointment.objects.exists()


# Somebody was quicker


def test_a_time_that_has_just_gone_brings_the_three_nearest(client):
    treatment, therapist, room = make_evening()
    page = client.get(PAGE + "?from=2026-12-08")
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )

    answer = press(client, page=page)

    assert answer.status_code == 409
    assert "That time has just gone" in words(answer)
    assert "Tuesday 8 December at 19:00" in words(answer)
    assert starts(answer)[:3] == [
        "2026-12-08T17:30:00+00:00",
        "2026-12-08T17:45:00+00:00",
        "2026-12-08T20:15:00+00:00",
    ]
    assert Appointment.objects.count() == 1


def test_one_of_the_nearest_can_be_pressed_at_once(client):
    treatment, therapist, room = make_evening()
    page = client.get(PAGE + "?from=2026-12-08&bedtime=23:00")
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )
    gone = press(client, page=page)

    answer = press(client, starts(gone)[0], page=gone)

    assert answer.status_code == 303
    held = Appointment.objects.latest("pk")
    assert held.starts_at == at(TUESDAY, "17:30")
    assert held.bedtime == time(23)


@pytest.mark.parametrize(
    "start",
    [
        "2026-12-07T11:00:00+00:00",  # an hour ago
        "2026-12-07T13:00:00+00:00",  # within the lead time
        "2026-12-08T03:00:00+00:00",  # at night
        "2026-12-08T19:07:00+00:00",  # off the slot interval
        "2027-06-01T19:00:00+00:00",  # beyond the horizon
        "2000-01-01T00:00:00Z",
        "2099-12-31T23:59:00Z",
    ],
)
def test_a_time_that_is_not_offered_is_not_held(client, start):
    make_evening()

    answer = press(client, start)

    assert answer.status_code == 409
    assert len(starts(answer)) > 3
    assert not Appointment.objects.exists()


def test_with_nothing_near_it_still_says_what_to_do(client):
    treatment, therapist, room = make_evening(booking_horizon_days=1)
    page = client.get(PAGE)
    therapist.opening_hours.all().delete()

    answer = press(client, "2026-12-07T19:00:00+00:00", page=page)

    assert answer.status_code == 409
    assert starts(answer) == []
    assert "/treatments/" in links(answer)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_one_is_held():
    make_evening()
    answers = []

    def arrive():
        answers.append(press(Client()).status_code)
        connections.close_all()

    people = [threading.Thread(target=arrive) for _n in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(answers) == [303, 409, 409, 409, 409, 409]
    assert Appointment.objects.count() == 1
