"""From the hold to booked, page by page, as a browser would go."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from booking.models import Appointment, Client, Clinic, Message, Screening, Status
from tests.factories import make_evening, make_room
from tests.public.browser import browser_of
from tests.public.going import HANNAH, SEVEN, details, hold, lists, ticked, url
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

HEALTH_WORDS = ("clot", "pregnan", "device", "warm", "health answers", "private_word")


def press_seven(client, treatment):
    """Choose Tuesday 19:00 on the time page, as its form sends it."""
    page = html(client.get(f"/book/{treatment.slug}/?from=2026-12-08"))
    key = re.search(r'name="key" value="([^"]+)"', page)
    sent = {"start": SEVEN.isoformat(), "wish": "anyone"}
    return client.post(
        f"/book/{treatment.slug}/", sent | ({"key": key[1]} if key else {})
    )


def test_from_the_time_page_to_booked_in_four_screens(client):
    treatment, _therapist, _room = make_evening()

    response = press_seven(client, treatment)
    held = Appointment.objects.get()
    assert response["Location"] == url(held, "questions")
    response = client.post(url(held, "questions"), lists(held))
    assert response["Location"] == url(held, "details")
    response = client.post(url(held, "details"), details(held))

    assert response["Location"] == f"/appointments/{held.ref}/"
    booked = Appointment.objects.get()
    assert booked.status == Status.CONFIRMED
    assert booked.starts_at == SEVEN
    assert "You are booked" in words(client.get(response["Location"]))
    assert [m.kind for m in Message.objects.all()] == ["confirmed", "reminder"]


def test_a_not_now_ends_without_a_name_and_frees_the_time(client):
    treatment, _therapist, _room = make_evening()
    press_seven(client, treatment)
    held = Appointment.objects.get()

    client.post(url(held, "questions"), lists(held, today=["unwell"]))
    held.refresh_from_db()
    response = client.post(url(held, "more"), {"revision": held.revision}, follow=True)

    assert "Rest will do you more good just now" in words(response)
    assert 'name="name"' not in html(response)
    assert Client.objects.count() == 0
    press_seven(browser_of(), treatment)
    assert Appointment.objects.filter(status=Status.HELD, starts_at=SEVEN).exists()


def test_a_review_with_a_doctors_yes(client):
    treatment, _therapist, _room = make_evening()
    Clinic.objects.update(doctor_review_hours=4)
    press_seven(client, treatment)
    held = Appointment.objects.get()

    client.post(url(held, "questions"), lists(held, ask_first=["clotting"]))
    held.refresh_from_db()
    client.post(
        url(held, "more"), {"revision": held.revision, "clot_kind": "clot_past"}
    )
    client.post(url(held, "details"), details(held, phone="01632 960202"))
    yes = {"practice": "Westbrook", "said_on": "2026-12-07", "agreed": "on"}
    here = reverse("booking:appointment_doctor", args=[held.ref])
    response = client.post(here, yes, follow=True)

    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.review["doctor"]["practice"] == "Westbrook"
    assert "Westbrook" in words(response)


def test_answers_are_in_no_address_cookie_or_hidden_field():
    held = hold(starts_at=SEVEN + timedelta(days=7))
    client = browser_of(held)
    seen = []

    def keep(response):
        seen.append(response.get("Location", ""))
        seen.append(str(client.cookies))
        hidden = re.findall(r'<input type="hidden"[^>]*>', html(response))
        seen.extend(tag for tag in hidden if "lists-shown" not in tag)

    ticks = {"ask_first": ["clotting"], "comfort": ["private_word"]}
    keep(client.post(url(held, "questions"), lists(held, **ticks)))
    keep(client.get(url(held, "more")))
    held.refresh_from_db()
    keep(client.post(url(held, "more"), {"revision": held.revision}))
    keep(client.get(url(held, "details")))
    keep(client.post(url(held, "details"), details(held, phone="01632 960202")))

    for text in seen:
        assert not any(word in text for word in HEALTH_WORDS), text


def test_every_page_on_the_way_is_kept_by_nobody():
    held = hold()
    client = browser_of(held)
    pages = [client.get(url(held, "questions"))]
    client.post(url(held, "questions"), lists(held, comfort=["private_word"]))
    pages += [client.get(url(held, "more")), client.get(url(held, "talk"))]

    for page in pages:
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]


def test_back_and_reload_at_every_step_end_in_one_booking():
    held = hold()
    client = browser_of(held)

    for _again in range(2):
        client.post(url(held, "questions"), lists(held, comfort=["private_word"]))
        held.refresh_from_db()
        client.post(url(held, "more"), {"revision": held.revision})
        client.get(url(held, "details"))
        client.get(url(held, "more"))
        client.get(url(held, "questions"))
    last = details(held)
    for _again in range(2):
        client.post(url(held, "details"), last)

    booked = Appointment.objects.get()
    assert booked.status == Status.CONFIRMED
    assert Screening.objects.count() == 1
    assert Client.objects.count() == 1
    assert [m.kind for m in Message.objects.all()] == ["confirmed", "reminder"]


def test_an_answer_lost_on_its_way_is_sent_again_without_harm():
    held = hold()
    client = browser_of(held)
    client.post(url(held, "questions"), lists(held))
    sent = details(held)
    client.post(url(held, "details"), sent)

    response = client.post(url(held, "details"), sent, follow=True)

    assert "You are booked" in words(response)
    assert Client.objects.get().name == HANNAH["name"]


def test_two_tabs_of_the_lists_end_in_the_answers_sent_last():
    held = hold()
    client = browser_of(held)
    first, second = lists(held, health=["unsure"]), lists(held)

    client.post(url(held, "questions"), first)
    client.post(url(held, "questions"), second)

    held.refresh_from_db()
    assert held.screening.outcome == "clear"


def test_what_is_chosen_to_begin_with_is_no_scent_and_any_time():
    held = hold()
    client = browser_of(held)

    page = client.get(url(held, "questions"))

    assert len(ticked(page)) == 1
    make_room(step_free=True)
    client.post(url(held, "questions"), lists(held))
    (chosen,) = ticked(client.get(url(held, "details")))
    assert 'name="when_to_ring" value="any"' in chosen
