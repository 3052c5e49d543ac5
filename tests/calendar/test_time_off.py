"""Time off, hours and closures: who would be stranded is shown before it is saved."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.models import (
    Appointment,
    HoursChange,
    OpeningHours,
    Proposal,
    Room,
    Status,
    Therapist,
)
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_client,
    make_confirmed,
    make_hours,
    make_user,
)
from tests.proposing import make_two

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY
Kind = HoursChange.Kind


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clinic():
    """(treatment, Ines, Sadia, room)"""
    return make_two()[:4]


@pytest.fixture
def booked(clinic):
    """Friday 18:30 and 20:00, with Ines."""
    treatment, ines, _sadia, room = clinic
    return [
        make_confirmed(
            treatment=treatment,
            therapist=ines,
            room=room,
            starts_at=at(FRIDAY, wall),
            client=make_client(name=name),
        )
        for wall, name in (("18:30", "Beth Ingle"), ("20:00", "Kofi Mensah"))
    ]


@pytest.fixture
def ines(clinic):
    """Her own browser."""
    user = make_user(role="Therapist")
    Therapist.objects.filter(slug="ines").update(user=user)
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def manager(clinic):
    browser = Browser()
    browser.force_login(make_user(role="Manager"))
    return browser


OFF = {"since_on": "2026-12-11", "since_at": "18:00", "until_on": "2026-12-11"}
HERE = "/calendar/ines/time-off/"


def checked(page):
    found = {}
    for tag in re.findall(r"<input type=\"radio\"[^>]*>", page):
        if " checked" in tag:
            name, value = (
                re.search(rf'{key}="([^"]*)"', tag).group(1)
                for key in ("name", "value")
            )
            found[name] = value
    return found


def fresh(row):
    return Appointment.objects.get(pk=row.pk)


# Time off


def test_time_off_that_strands_nobody_is_saved_at_once(ines):
    response = ines.post(HERE, {"since_on": "2026-12-10", "until_on": "2026-12-11"})

    off = HoursChange.objects.get()
    assert response.url == HERE
    assert (off.kind, off.starts_at) == (Kind.TIME_OFF, at(FRIDAY, "00:00") - DAY)
    assert off.ends_at == at(FRIDAY, "00:00") + DAY


def test_who_is_booked_is_shown_before_anything_is_saved(ines, booked):
    response = ines.post(HERE, OFF)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Before it is saved" in page
    assert "Beth Ingle" in page
    assert "Kofi Mensah" in page
    assert not HoursChange.objects.exists()
    assert checked(page) == {
        f"do-{row.ref}": f"sadia@{row.starts_at.isoformat()}" for row in booked
    }


def test_one_press_more_saves_it_and_asks_them(ines, booked):
    chosen = checked(ines.post(HERE, OFF).content.decode())

    response = ines.post(HERE, OFF | {"decided": "1"} | chosen)

    asked = Proposal.objects.all()
    assert response.url == reverse("calendar:asked", args=[asked[0].batch])
    assert {row.appointment for row in asked} == set(booked)
    assert {row.why for row in asked} == {Proposal.Why.HOURS}
    off = HoursChange.objects.get()
    assert off.starts_at == at(FRIDAY, "18:00")
    assert off.ends_at == at(FRIDAY, "00:00") + DAY


def test_the_time_off_goes_around_what_is_kept_with_its_buffer(ines, booked):
    beth, kofi = booked
    chosen = {f"do-{beth.ref}": "keep", f"do-{kofi.ref}": "cancel"}

    response = ines.post(HERE, OFF | {"decided": "1"} | chosen)

    pieces = HoursChange.objects.order_by("starts_at")
    assert response.url == HERE
    assert [(row.starts_at, row.ends_at) for row in pieces] == [
        (at(FRIDAY, "18:00"), beth.starts_at),
        (beth.busy_until, at(FRIDAY, "00:00") + DAY),
    ]
    assert fresh(beth).status == Status.CONFIRMED
    assert fresh(kofi).status == Status.CANCELLED
    assert kofi.messages.filter(kind="sorry").exists()


def test_words_are_shown_on_the_clients_page_only(ines, booked):
    beth, kofi = booked
    chosen = {
        f"do-{beth.ref}": "keep",
        f"do-{kofi.ref}": "cancel",
        f"words-{kofi.ref}": "I am <b>so</b> sorry.\x00\u202e",
    }

    ines.post(HERE, OFF | {"decided": "1"} | chosen)

    assert fresh(kofi).review["words"] == "I am <b>so</b> sorry."


def test_who_appeared_meanwhile_is_shown_first(ines, clinic, booked):
    treatment, therapist, _sadia, _room = clinic
    chosen = checked(ines.post(HERE, OFF).content.decode())
    new = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=Room.objects.last(),
        starts_at=at(FRIDAY, "21:15"),
        client=make_client(name="Newly Booked"),
    )
    therapist.opening_hours.update(closes="23:00")

    response = ines.post(HERE, OFF | {"decided": "1"} | chosen)

    assert response.status_code == 409
    assert "Newly Booked" in response.content.decode()
    assert not HoursChange.objects.exists()
    assert not Proposal.objects.exists()
    assert fresh(new).status == Status.CONFIRMED


def test_a_choice_that_is_none_saves_nothing(ines, booked):
    chosen = {f"do-{row.ref}": "whatever\0" for row in booked}

    response = ines.post(HERE, OFF | {"decided": "1"} | chosen)

    assert response.status_code == 409
    assert not HoursChange.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"since_on": "2026-12-11", "until_on": "2026-12-10"},
        {"since_on": "2026-12-11", "until_on": "2026-12-11", "until_at": "00:00"},
        {"since_on": "0000-01-01", "until_on": "9999-12-31"},
        {"since_on": "2026-12-11", "until_on": "2036-12-11"},
        {"since_on": "2026-12-11\0", "until_on": "x" * 5000},
        {"since_on": "2026-12-11", "until_on": "2026-12-11", "since_at": "99:99"},
        {"since_on": "2026-12-11", "until_on": "2026-12-11", "note": "a\0b"},
    ],
)
def test_what_cannot_be_meant_is_said_and_kept(ines, typed):
    response = ines.post(HERE, typed)

    assert response.status_code == 422
    assert not HoursChange.objects.exists()


def test_time_off_is_taken_back_with_one_press(ines, clinic):
    off = make_change(
        kind=Kind.TIME_OFF,
        therapist=clinic[1],
        starts_at=at(FRIDAY, "18:00"),
        ends_at=at(FRIDAY, "20:00"),
    )

    response = ines.post(f"{HERE}{off.pk}/remove/")

    assert response.url == HERE
    assert not HoursChange.objects.exists()


def test_nobody_takes_back_somebody_elses(ines, clinic):
    off = make_change(
        kind=Kind.TIME_OFF,
        therapist=clinic[2],
        starts_at=at(FRIDAY, "18:00"),
        ends_at=at(FRIDAY, "20:00"),
    )

    ines.post(f"{HERE}{off.pk}/remove/")

    assert HoursChange.objects.filter(pk=off.pk).exists()


def test_the_desk_looks_and_changes_nothing(clinic):
    desk = Browser()
    desk.force_login(make_user(role="Front desk"))

    page, refused = desk.get(HERE).content.decode(), desk.post(HERE, OFF)

    assert "More time off" not in page
    assert refused.status_code == 403


# Weekly hours


ADD = {"weekdays": ["0", "1"], "opens": "10:00", "closes": "12:00"}
HOURS = "/calendar/ines/hours/"


def test_hours_are_added_on_every_day_that_is_ticked(ines):
    response = ines.post(HOURS, ADD)

    rows = OpeningHours.objects.filter(therapist__slug="ines", opens="10:00")
    assert response.url == HOURS
    assert sorted(rows.values_list("weekday", flat=True)) == [0, 1]


def test_hours_that_overlap_are_refused_and_none_is_added(ines):
    response = ines.post(HOURS, ADD | {"closes": "17:00"})

    assert response.status_code == 422
    assert "overlap with Monday 16:00" in response.content.decode()
    assert not OpeningHours.objects.filter(opens="10:00").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"every_second_week": "on"},
        {"valid_from": "2026-12-10", "valid_until": "2026-12-09"},
        {"weekdays": ["7"]},
        {"weekdays": []},
        {"opens": "x"},
        {"valid_from": "9999-12-31"},
    ],
)
def test_hours_that_cannot_be_meant_are_refused(ines, typed):
    before = OpeningHours.objects.count()

    response = ines.post(HOURS, ADD | typed)

    assert response.status_code == 422
    assert OpeningHours.objects.count() == before


def test_a_day_is_copied_with_all_its_spans(ines, clinic):
    OpeningHours.objects.filter(therapist=clinic[1]).exclude(weekday=0).delete()
    make_hours(therapist=clinic[1], weekday=0, opens="10:00", closes="12:00")

    ines.post(f"{HOURS}copy/", {"weekday": "0", "to": ["2", "4"]})

    rows = OpeningHours.objects.filter(therapist=clinic[1])
    assert sorted(rows.values_list("weekday", flat=True)) == [0, 0, 2, 2, 4, 4]


def test_hours_end_on_a_day_and_who_comes_later_is_shown_first(ines, clinic, booked):
    friday = clinic[1].opening_hours.get(weekday=4)
    ending = {"do": "end", "until": "2026-12-10"}
    url = f"{HOURS}{friday.pk}/end/"

    shown = ines.post(url, ending)
    keeping = {f"do-{row.ref}": "keep" for row in booked}
    saved = ines.post(url, ending | {"decided": "1"} | keeping)

    friday.refresh_from_db()
    assert "Beth Ingle" in shown.content.decode()
    assert saved.url == HOURS
    assert friday.valid_until.isoformat() == "2026-12-10"
    extra = HoursChange.objects.filter(kind=Kind.EXTRA).order_by("starts_at")
    assert [row.starts_at for row in extra] == [row.starts_at for row in booked]


def test_hours_are_removed_at_once(ines, clinic):
    friday = clinic[1].opening_hours.get(weekday=4)

    ines.post(f"{HOURS}{friday.pk}/end/", {"do": "remove"})

    assert not OpeningHours.objects.filter(pk=friday.pk).exists()


def test_nobody_ends_somebody_elses_hours(ines, clinic):
    theirs = clinic[2].opening_hours.get(weekday=4)

    ines.post(f"{HOURS}{theirs.pk}/end/", {"do": "remove"})

    assert OpeningHours.objects.filter(pk=theirs.pk).exists()


def test_extra_hours_open_one_evening_past_midnight(ines):
    ines.post(
        f"{HOURS}extra/", {"on": "2026-12-12", "opens": "22:00", "closes": "01:00"}
    )

    extra = HoursChange.objects.get()
    assert extra.kind == Kind.EXTRA
    assert extra.ends_at - extra.starts_at == timedelta(hours=3)


# Closures


def test_several_days_are_closed_at_once(manager):
    manager.post(
        "/calendar/closures/",
        {"day_1": "2026-12-25", "day_2": "2026-12-26", "note": "Christmas"},
    )

    rows = HoursChange.objects.filter(kind=Kind.CLOSURE)
    assert [row.starts_at.date().isoformat() for row in rows] == [
        "2026-12-25",
        "2026-12-26",
    ]
    assert {row.note for row in rows} == {"Christmas"}


def test_a_closure_offers_no_keeping_and_no_hands_of_that_day(manager, booked):
    response = manager.post("/calendar/closures/", {"day_1": "2026-12-11"})

    page = response.content.decode()
    assert 'value="keep"' not in page
    assert not any("2026-12-11" in value for value in checked(page).values())
    assert not HoursChange.objects.exists()


def test_keeping_cannot_be_smuggled_into_a_closure(manager, booked):
    keeping = {f"do-{row.ref}": "keep" for row in booked}

    response = manager.post(
        "/calendar/closures/", {"day_1": "2026-12-11", "decided": "1"} | keeping
    )

    assert response.status_code == 409
    assert not HoursChange.objects.exists()


def test_a_closure_is_opened_again(manager):
    closure = make_change(
        kind=Kind.CLOSURE, starts_at=at(TUESDAY, "00:00"), ends_at=at(TUESDAY, "23:00")
    )

    manager.post(f"/calendar/closures/{closure.pk}/remove/")

    assert not HoursChange.objects.exists()


# One appointment


def test_one_is_handed_over_by_asking(ines, booked):
    beth = booked[0]
    to = f"sadia@{beth.starts_at.isoformat()}"

    response = ines.post(
        f"/calendar/appointments/{beth.ref}/hand-over/",
        {"to": to, "revision": beth.revision},
    )

    asked = Proposal.objects.get()
    assert response.url == reverse("calendar:asked", args=[asked.batch])
    assert asked.offer.therapist.slug == "sadia"
    assert fresh(beth).therapist.slug == "ines"


def test_one_is_handed_over_at_once_after_a_yes_on_the_phone(ines, booked):
    beth = booked[0]
    to = f"sadia@{beth.starts_at.isoformat()}"

    ines.post(
        f"/calendar/appointments/{beth.ref}/hand-over/",
        {"to": to, "agreed": "on", "revision": beth.revision},
    )

    event = fresh(beth).events.last()
    assert fresh(beth).therapist.slug == "sadia"
    assert (event.what, event.reason) == ("handed_over", "by_phone")
    assert event.by.therapist.slug == "ines"


def test_a_wish_for_one_therapist_offers_nobody_else(ines, booked):
    beth = booked[0]
    Appointment.objects.filter(pk=beth.pk).update(wish="ines")

    page = ines.get(f"/calendar/appointments/{beth.ref}/hand-over/").content.decode()
    refused = ines.post(
        f"/calendar/appointments/{beth.ref}/hand-over/",
        {"to": f"sadia@{beth.starts_at.isoformat()}"},
    )

    assert "sadia@" not in page
    assert refused.status_code == 422


def test_an_old_page_hands_nothing_over(ines, booked):
    beth = booked[0]

    response = ines.post(
        f"/calendar/appointments/{beth.ref}/hand-over/",
        {"to": f"sadia@{beth.starts_at.isoformat()}", "revision": "0"},
    )

    assert response.status_code == 409
    assert not Proposal.objects.exists()
