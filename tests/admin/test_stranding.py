"""What takes time away names whom it strands, asks for a tick, and changes none."""

import pytest
from django.urls import reverse

from booking.models import HoursChange, OpeningHours, Room, Status, Therapist, Treatment
from tests.admin.pages import change_url, posted, signed_in
from tests.factories import (
    MONDAY,
    TUESDAY,
    at,
    make_change,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_therapist,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def booked(evening):
    """Tuesday, 19:00 to 20:00."""
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(name="Hannah Whitlock"),
    )


@pytest.fixture
def manager(client):
    return signed_in(client, role="Manager")


def tuesday_row(page):
    """The prefix of the row with Tuesday's hours."""
    formset = page.context["inline_admin_formsets"][0].formset
    return next(f.prefix for f in formset.forms if f.instance.weekday == 1)


def assert_asks(response, booked):
    assert response.status_code == 200
    text = response.content.decode()
    assert "Hannah Whitlock" in text
    assert "Tuesday 8 December, 19:00 to 20:00" in text
    assert f'name="strand" value="{booked.pk}"' in text
    assert "was changed successfully" not in text


def assert_stays(booked):
    revision = booked.revision
    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED
    assert booked.revision == revision


def test_shorter_hours_ask_and_save_nothing(client, manager, evening, booked):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)

    response = client.post(
        change_url(evening[1]), posted(page, **{f"{row}-closes": "19:30"})
    )

    assert_asks(response, booked)
    assert "It lies outside the therapist&#x27;s hours." in response.content.decode()
    assert f"{OpeningHours.objects.get(weekday=1).closes:%H:%M}" == "22:00"


def test_shorter_hours_are_saved_with_the_tick_and_the_appointment_stays(
    client, manager, evening, booked
):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)
    changes = {f"{row}-closes": "19:30", "strand": str(booked.pk)}

    response = client.post(change_url(evening[1]), posted(page, **changes))

    assert response.status_code == 302
    assert f"{OpeningHours.objects.get(weekday=1).closes:%H:%M}" == "19:30"
    assert_stays(booked)


def test_a_tick_for_one_appointment_does_not_cover_another(
    client, manager, evening, booked
):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)
    changes = {f"{row}-closes": "19:30", "strand": str(booked.pk + 1)}

    response = client.post(change_url(evening[1]), posted(page, **changes))

    assert_asks(response, booked)


def test_hours_that_still_hold_the_session_ask_nothing(
    client, manager, evening, booked
):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)

    response = client.post(
        change_url(evening[1]), posted(page, **{f"{row}-closes": "20:00"})
    )

    assert response.status_code == 302
    assert f"{OpeningHours.objects.get(weekday=1).closes:%H:%M}" == "20:00"


def test_deleting_hours_asks(client, manager, evening, booked):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)

    response = client.post(
        change_url(evening[1]), posted(page, **{f"{row}-DELETE": "on"})
    )

    assert_asks(response, booked)
    assert OpeningHours.objects.filter(weekday=1).exists()


def test_hours_that_end_before_the_session_ask(client, manager, evening, booked):
    page = client.get(change_url(evening[1]))
    row = tuesday_row(page)

    response = client.post(
        change_url(evening[1]), posted(page, **{f"{row}-valid_until": str(MONDAY)})
    )

    assert_asks(response, booked)


def test_two_rows_that_touch_serve_a_session_across_them(
    client, manager, evening, booked
):
    page = client.get(change_url(evening[1]))
    row, new = tuesday_row(page), "opening_hours-7"
    split = {
        f"{row}-closes": "19:30",
        f"{new}-weekday": "1",
        f"{new}-opens": "19:30",
        f"{new}-closes": "22:00",
    }

    response = client.post(change_url(evening[1]), posted(page, **split))

    assert response.status_code == 302


@pytest.mark.parametrize(("row", "name"), [(1, "active"), (2, "active"), (0, "active")])
def test_switching_off_therapist_room_or_treatment_asks(
    client, manager, evening, booked, row, name
):
    url = change_url(evening[row])
    page = client.get(url)

    response = client.post(url, posted(page, **{name: None}))

    assert_asks(response, booked)
    for model in (Therapist, Room, Treatment):
        assert model.objects.get().active


def test_taking_a_treatment_from_a_therapist_asks(client, manager, evening, booked):
    page = client.get(change_url(evening[1]))

    response = client.post(change_url(evening[1]), posted(page, treatments=None))

    assert_asks(response, booked)
    assert evening[0] in evening[1].treatments.all()


def test_taking_a_therapist_from_a_treatment_asks(client, manager, evening, booked):
    page = client.get(change_url(evening[0]))

    response = client.post(change_url(evening[0]), posted(page, given_by=None))

    assert_asks(response, booked)
    assert evening[0] in evening[1].treatments.all()


def new_change(**fields):
    """Tuesday from 18:00 to 21:00, unless said otherwise."""
    wanted = {
        "kind": "closure",
        "therapist": "",
        "room": "",
        "starts_at_0": "2026-12-08",
        "starts_at_1": "18:00",
        "ends_at_0": "2026-12-08",
        "ends_at_1": "21:00",
        "note": "",
    }
    return wanted | fields


@pytest.mark.parametrize("kind", ["time_off", "closure", "room_out"])
def test_time_off_closures_and_rooms_out_ask(client, manager, evening, booked, kind):
    whom = {
        "time_off": {"therapist": evening[1].pk},
        "room_out": {"room": evening[2].pk},
        "closure": {},
    }
    url = reverse("admin:booking_hourschange_add")

    response = client.post(url, new_change(kind=kind, **whom[kind]))

    assert_asks(response, booked)
    assert not HoursChange.objects.exists()


def test_a_closure_that_only_touches_the_session_asks_nothing(
    client, manager, evening, booked
):
    url = reverse("admin:booking_hourschange_add")

    response = client.post(url, new_change(starts_at_1="20:00"))

    assert response.status_code == 302
    assert HoursChange.objects.get().starts_at == at(TUESDAY, "20:00")


def test_time_off_of_somebody_else_asks_nothing(client, manager, evening, booked):
    other = make_therapist(treatments=[evening[0]])
    url = reverse("admin:booking_hourschange_add")

    response = client.post(url, new_change(kind="time_off", therapist=other.pk))

    assert response.status_code == 302


def test_deleting_extra_hours_asks_and_then_deletes(client, manager):
    treatment, therapist, room = make_evening()
    therapist.opening_hours.all().delete()
    extra = make_change(
        kind="extra",
        therapist=therapist,
        starts_at=at(TUESDAY, "18:00"),
        ends_at=at(TUESDAY, "21:00"),
    )
    booked = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )
    url = reverse("admin:booking_hourschange_delete", args=[extra.pk])

    asked = client.post(url, {"post": "yes"})
    still_there = HoursChange.objects.exists()
    deleted = client.post(url, {"post": "yes", "strand": str(booked.pk)})

    assert_asks(asked, booked)
    assert still_there
    assert deleted.status_code == 302
    assert not HoursChange.objects.exists()
    assert_stays(booked)


def test_an_appointment_stranded_before_is_not_asked_about_again(
    client, manager, evening, booked
):
    make_change(
        kind="closure", starts_at=at(TUESDAY, "18:00"), ends_at=at(TUESDAY, "21:00")
    )
    page = client.get(change_url(evening[2]))

    response = client.post(change_url(evening[2]), posted(page, active=None))

    assert response.status_code == 302


def test_a_hold_that_ran_out_is_not_asked_about(client, manager, evening):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        expires_at=at(MONDAY, "12:00"),
    )
    page = client.get(change_url(room))

    response = client.post(change_url(room), posted(page, active=None))

    assert response.status_code == 302


def test_a_hold_still_running_is_asked_about(client, manager, evening):
    treatment, therapist, room = evening
    make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )
    page = client.get(change_url(room))

    response = client.post(change_url(room), posted(page, active=None))

    assert "someone who is booking just now" in response.content.decode()
