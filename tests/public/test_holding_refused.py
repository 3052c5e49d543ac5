"""A press that cannot be meant holds nothing, and the page says what to do."""

import pytest

from booking.models import Appointment, Clinic
from tests.factories import (
    make_evening,
    make_therapist,
)
from tests.public import pages
from tests.public.pages import starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

PAGE = "/book/parasympathetic-evening-60/"
SEVEN = "2026-12-08T19:00:00+00:00"


def press(client, start=SEVEN, *, page=None, **sent):
    page = page or client.get(PAGE + "?from=2026-12-08")
    return pages.press(client, start, page=page, **sent)


# What cannot be meant


@pytest.mark.parametrize(
    "start",
    [
        "",
        "now",
        "19:00",
        "2026-12-08T19:00:00",
        "2026-12-08",
        "0000-01-01T00:00:00+00:00",
        "9999-12-31T23:59:00+00:00",
        "2026-12-08T19:00:00+99:99",
        "2026-12-08T19:00:00+00:00\x00",
        "9" * 5000,
        "\u0662\u0660\u0662\u0666-12-08T19:00:00+00:00",
    ],
)
def test_a_start_that_cannot_be_read_is_said_so(client, start):
    make_evening()

    answer = press(client, start)

    assert answer.status_code == 422
    assert "Nothing was kept or changed." in words(answer)
    assert len(starts(answer)) > 3
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("wish", ["nobody", "man", "neither", "\x00", "w" * 5000, "é"])
def test_a_wish_nobody_meets_holds_nothing_and_says_so(client, wish):
    make_evening()

    answer = press(client, wish=wish)

    assert answer.status_code == 422
    assert "Nothing was kept or changed." in words(answer)
    assert not Appointment.objects.exists()


def test_a_therapist_who_does_not_give_the_treatment_cannot_be_wished_for(client):
    make_evening()
    make_therapist(slug="ines", treatments=[])

    answer = press(client, wish="ines")

    assert answer.status_code == 422
    assert "Nobody here gives this treatment in the way you asked for." in words(answer)
    assert not Appointment.objects.exists()


def test_a_bedtime_that_cannot_be_read_holds_nothing(client):
    make_evening()

    answer = press(client, bedtime="half ten")

    assert answer.status_code == 422
    assert "Please write your bedtime like this: 22:30." in words(answer)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("key", ["x", "0" * 32, "\x00", "9" * 5000])
def test_a_key_nobody_made_is_not_found(client, key):
    make_evening()

    assert press(client, key=key).status_code == 404
    assert not Appointment.objects.exists()


def test_a_broken_form_is_refused(client):
    make_evening()

    broken = client.post(
        PAGE, b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x"
    )
    other = client.post(PAGE, b"\xff" * 100, content_type="application/json")
    huge = client.post(PAGE, {"start": "9" * 1_100_000})

    assert [a.status_code for a in (broken, other, huge)] == [422, 422, 400]
    assert not Appointment.objects.exists()


# When nothing can be booked


def test_while_booking_is_closed_a_press_says_so(client):
    make_evening()
    page = client.get(PAGE)
    Clinic.objects.update(booking_open=False, booking_closed_text="Back in January.")

    answer = press(client, page=page)

    assert answer.status_code == 409
    assert "Back in January." in words(answer)
    assert not Appointment.objects.exists()


def test_a_treatment_no_longer_offered_is_not_found(client):
    treatment, _therapist, _room = make_evening()
    page = client.get(PAGE)
    treatment.active = False
    treatment.save()

    assert press(client, page=page).status_code == 404


def test_nothing_is_kept_by_robots_or_browsers_of_a_press(client):
    make_evening()

    answer = press(client)

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
