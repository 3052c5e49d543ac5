"""A therapist falls ill: one screen, and everyone booked is asked."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from booking.actions import lapse_proposal, tidy
from booking.management.upkeep import go_round
from booking.models import (
    Appointment,
    HoursChange,
    Message,
    Proposal,
    Room,
    Status,
)
from booking.models.appointment import GIVEN
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
)
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

State = Proposal.State
ILL_AT = at(MONDAY, "14:00")


@pytest.fixture(autouse=True)
def _two_o_clock():
    with time_machine.travel(ILL_AT, tick=False):
        yield


@pytest.fixture
def clinic():
    """Ines has four sessions from 17:00 on; Sadia and Piotr are free."""
    treatment, ines, room = make_evening()
    ines.slug, ines.name, ines.listed_as = "ines", "Ines Duarte", "woman"
    ines.save()
    make_therapist(
        treatments=[treatment],
        slug="sadia",
        name="Sadia Karim",
        listed_as="woman",
        trainings=["pregnancy"],
    )
    make_therapist(
        treatments=[treatment], slug="piotr", name="Piotr Lis", listed_as="man"
    )
    make_room(name="Hazel")
    make_room(name="Fern", step_free=True)
    hours = ("17:00", "18:15", "19:30", "20:45")
    names = ("Hana Brook", "Lena Novak", "Omar Reyes", "Iris Fell")
    wishes = ("anyone", "woman", "ines", "anyone")
    return [
        make_confirmed(
            treatment=treatment,
            therapist=ines,
            room=room,
            starts_at=at(MONDAY, hour),
            wish=wish,
            client=make_client(
                name=name,
                email="" if name == "Iris Fell" else f"{name.split()[0]}@home.example",
            ),
        )
        for hour, name, wish in zip(hours, names, wishes, strict=True)
    ]


@pytest.fixture
def desk():
    browser = Browser()
    browser.force_login(make_user(role="Front desk"))
    return browser


def url(slug="ines", query="?on=2026-12-07"):
    return reverse("calendar:cannot_happen", args=[slug]) + query


def checked(page):
    """What the form sends when it is left as it is."""
    found = {}
    for tag in re.findall(r"<input type=\"radio\"[^>]*>", page):
        if " checked" in tag:
            name, value = (
                re.search(rf'{key}="([^"]*)"', tag).group(1)
                for key in ("name", "value")
            )
            found[name] = value.replace("&#x27;", "'")
    return found


def ask_all(browser, query="?on=2026-12-07", **changed):
    page = browser.get(url(query=query)).content.decode()
    return browser.post(url(query=query), checked(page) | changed)


def fresh(row):
    return Appointment.objects.get(pk=row.pk)


def test_it_proposes_by_wish_the_same_time_first_and_changes_nothing(desk, clinic):
    page = desk.get(url()).content.decode()

    chosen = checked(page)
    hana, lena, omar, iris = (chosen[f"do-{row.ref}"] for row in clinic)
    assert hana.split("@")[0] in ("sadia", "piotr")
    assert hana.split("@")[1].startswith("2026-12-07T17:00")
    assert lena == "sadia@2026-12-07T18:15:00+00:00"
    assert omar == "ines@2026-12-08T19:30:00+00:00"
    assert iris.split("@")[1].startswith("2026-12-07T20:45")
    assert not Proposal.objects.exists()
    assert not HoursChange.objects.exists()


def test_one_press_saves_the_time_off_and_asks_everyone(desk, clinic):
    response = ask_all(desk)

    asked = Proposal.objects.all()
    assert response.status_code == 302
    assert response.url == reverse("calendar:asked", args=[asked[0].batch])
    assert {row.appointment for row in asked} == set(clinic)
    assert len({row.batch for row in asked}) == 1
    off = HoursChange.objects.get()
    assert (off.kind, off.starts_at) == ("time_off", at(MONDAY, "16:00"))
    for row in asked:
        assert row.offer.therapist.meets(row.appointment.wish)
        assert row.answer_by == row.appointment.starts_at - timedelta(hours=1)
    assert Message.objects.filter(kind="proposed", channel="email").count() == 3
    assert Message.objects.filter(kind="proposed", channel="call").count() == 4


def test_two_say_yes_one_chooses_another_time_one_is_silent_and_nobody_is_lost(
    desk, clinic
):
    """The whole afternoon: what is promised to whoever falls ill at two."""
    hana, lena, omar, iris = clinic
    there = ask_all(desk).url
    go_round()

    for row in (hana, lena):
        asked = row.proposals.get()
        browser_of(row).post(
            f"{row.get_absolute_url()}proposal/", {"answer": "yes", "asked": asked.pk}
        )
    later = at(TUESDAY, "20:45")
    browser_of(omar).post(
        f"{omar.get_absolute_url()}move/", {"start": later.isoformat()}
    )
    go_round()
    with time_machine.travel(iris.starts_at - timedelta(hours=1), tick=False):
        go_round()
        page = desk.get(there).content.decode()

    states = [row.proposals.get().state for row in clinic]
    assert states == ["accepted", "accepted", "other_time", "lapsed"]
    assert [fresh(row).status in GIVEN for row in clinic] == [True, True, True, False]
    assert fresh(iris).status == Status.CANCELLED
    assert fresh(omar).starts_at == later
    assert (fresh(omar).therapist.slug, fresh(lena).therapist.slug) == ("ines", "sadia")
    assert Appointment.objects.occupying().count() == 3
    assert [
        page.count(said) for said in ("Said yes", "Chose another", "Did not an")
    ] == [
        2,
        1,
        1,
    ]
    sorry = iris.messages.get(kind="sorry")
    assert (sorry.channel, sorry.state) == ("call", "waiting")
    assert len([m for m in mail.outbox if "Hana" in "".join(m.to)]) == 2


def test_a_single_one_is_changed_and_one_cancelled(desk, clinic):
    hana, _lena, omar, _iris = clinic
    other = "piotr@2026-12-09T17:00:00+00:00"

    ask_all(desk, **{f"do-{hana.ref}": other, f"do-{omar.ref}": "cancel"})

    assert (
        hana.proposals.get().offer.starts_at.isoformat() == "2026-12-09T17:00:00+00:00"
    )
    assert fresh(omar).status == Status.CANCELLED
    assert omar.messages.filter(kind="sorry").exists()
    assert Proposal.objects.count() == 3


def test_proposals_do_not_take_each_others_time(desk, clinic):
    ask_all(desk)

    offers = [row.offer for row in Proposal.objects.all()]
    assert len({(row.therapist_id, row.starts_at) for row in offers}) == 4
    assert len({(row.room_id, row.starts_at) for row in offers}) == 4


def test_a_time_that_went_meanwhile_gives_way_to_the_next(desk, clinic):
    _hana, lena, _omar, _iris = clinic
    page = desk.get(url()).content.decode()
    sent = checked(page)
    make_confirmed(
        treatment=lena.treatment,
        therapist=Proposal.objects.model._meta.get_field("offer")
        .related_model.objects.first()
        .therapist.__class__.objects.get(slug="sadia"),
        room=Room.objects.get(name="Hazel"),
        starts_at=lena.starts_at,
    )

    response = desk.post(url(), sent, follow=True)

    offer = lena.proposals.get().offer
    assert offer.starts_at != lena.starts_at
    assert offer.therapist.slug in ("sadia", "ines")
    assert "that time had just gone" in response.content.decode()


def test_somebody_who_booked_between_looking_and_asking_is_shown_first(desk, clinic):
    sent = checked(desk.get(url()).content.decode())
    new = make_confirmed(
        treatment=clinic[0].treatment,
        therapist=clinic[0].therapist,
        room=Room.objects.get(name="Hazel"),
        starts_at=at(MONDAY, "15:30"),
        client=make_client(name="Newly Booked"),
    )
    query = "?on=2026-12-07&from=15:00&until=23:00"

    response = desk.post(url(query=query), sent)

    assert response.status_code == 409
    assert "Newly Booked" in response.content.decode()
    assert not Proposal.objects.exists()
    assert not HoursChange.objects.exists()
    assert fresh(new).status == Status.CONFIRMED


def test_asked_twice_is_asked_once(desk, clinic):
    sent = checked(desk.get(url()).content.decode())
    desk.post(url(), sent)

    response = desk.post(url(), sent)

    assert response.url == reverse(
        "calendar:asked", args=[Proposal.objects.first().batch]
    )
    assert Proposal.objects.count() == 4
    assert HoursChange.objects.count() == 1


def test_part_of_an_evening_asks_only_those_in_it(desk, clinic):
    ask_all(desk, query="?on=2026-12-07&from=19:15&until=22:00")

    assert {row.appointment for row in Proposal.objects.all()} == set(clinic[2:])


def test_who_was_asked_to_come_to_this_evening_is_asked_anew(desk, clinic):
    hana = clinic[0]
    ask_all(desk)
    other = hana.proposals.get().offer.therapist.slug

    page = desk.get(url(slug=other)).content.decode()
    desk.post(url(slug=other), checked(page))

    assert "That question is taken back" in page
    states = sorted(row.state for row in hana.proposals.all())
    assert states == ["waiting", "withdrawn"]
    assert hana.proposals.get(state="waiting").offer.therapist.slug != other


def test_in_a_clinic_of_one_room_the_same_time_is_still_to_be_had(desk, clinic):
    """Whoever falls ill leaves their own room free."""
    own = clinic[0].room
    Room.objects.exclude(pk=own.pk).update(active=False)

    ask_all(desk)

    hana = clinic[0].proposals.get().offer
    assert (hana.starts_at, hana.room) == (clinic[0].starts_at, own)
    assert Proposal.objects.count() == 4


def test_a_review_of_that_evening_is_asked_and_keeps_its_deadline(desk):
    treatment, ines, room = make_evening()
    ines.slug = "ines"
    ines.save()
    make_therapist(treatments=[treatment], slug="sadia")
    review = make_review(
        treatment=treatment,
        therapist=ines,
        room=room,
        starts_at=at(MONDAY, "20:00"),
        now=ILL_AT,
    )
    Appointment.objects.filter(pk=review.pk).update(expires_at=at(MONDAY, "16:00"))

    ask_all(desk)
    asked = review.proposals.get()
    browser_of(review).post(
        f"{review.get_absolute_url()}proposal/", {"answer": "yes", "asked": asked.pk}
    )

    taken = fresh(review)
    assert (taken.status, taken.therapist.slug) == (Status.REVIEW, "sadia")
    assert taken.expires_at == at(MONDAY, "16:00")


def test_a_session_that_is_going_on_is_left_alone(desk, clinic):
    hana = clinic[0]

    with time_machine.travel(at(MONDAY, "17:30"), tick=False):
        ask_all(desk)

    assert not hana.proposals.exists()
    assert HoursChange.objects.get().starts_at == hana.ends_at
    assert Proposal.objects.count() == 3


def test_a_hold_of_somebody_typing_is_named_and_left_to_run_out(desk, clinic):
    held = make_held(
        treatment=clinic[0].treatment,
        therapist=clinic[0].therapist,
        room=Room.objects.get(name="Hazel"),
        starts_at=at(MONDAY, "15:30"),
        now=ILL_AT,
    )
    query = "?on=2026-12-07&from=15:00&until=23:00"

    page = desk.get(url(query=query)).content.decode()
    response = ask_all(desk, query=query)

    assert "is being booked at this moment" in page
    assert response.status_code == 302
    assert fresh(held).status == Status.HELD


def test_the_front_desk_learns_nothing_of_a_training(desk):
    treatment, ines, room = make_evening()
    ines.slug, ines.trainings = "ines", ["pregnancy"]
    ines.save()
    review = make_review(
        treatment=treatment,
        therapist=ines,
        room=room,
        starts_at=at(MONDAY, "20:00"),
        now=ILL_AT,
        ask_first=["pregnancy"],
    )
    lead = Browser()
    lead.force_login(make_user(role="Lead therapist"))

    by_desk, by_lead = (each.get(url()).content.decode() for each in (desk, lead))

    assert review.client.name in by_desk
    assert "regnan" not in by_desk
    assert "pregnancy" in by_lead


def test_nobody_booked_is_saved_as_time_off(desk):
    _treatment, ines, _room = make_evening()
    ines.slug = "ines"
    ines.save()

    response = desk.post(url())

    assert response.url == reverse("calendar:time_off", args=["ines"])
    assert HoursChange.objects.get().kind == "time_off"


def test_an_evening_that_is_over_says_so(desk, clinic):
    response = desk.get(url(query="?on=2026-12-01"))

    assert "is over" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["?on=", "?on=0000-01-01", "?on=9999-12-31", "?on=x%00", "?on=2026-02-30"],
)
def test_a_date_that_is_none_is_refused(desk, clinic, query):
    assert desk.get(url(query=query)).status_code == 400


@pytest.mark.parametrize(
    "value", ["", "x", "sadia@", "@2026-12-07T18:15:00+00:00", "no@" + "9" * 5000, "\0"]
)
def test_a_choice_that_is_none_asks_nobody(desk, clinic, value):
    response = ask_all(desk, **{f"do-{clinic[0].ref}": value})

    assert response.status_code == 409
    assert not Proposal.objects.exists()


def test_a_yes_on_the_phone_is_written_down_with_who_did(desk, clinic):
    there = ask_all(desk).url
    asked = clinic[3].proposals.get()

    desk.post(there, {"answer": "yes", "asked": asked.pk})

    event = clinic[3].events.last()
    assert (event.what, event.reason) == ("handed_over", "by_phone")
    assert event.by.groups.get().name == "Front desk"


def test_who_has_answered_is_for_who_asked_and_who_runs_every_column(desk, clinic):
    there = ask_all(desk).url
    other, lead = Browser(), Browser()
    other.force_login(make_user(role="Therapist"))
    lead.force_login(make_user(role="Lead therapist"))

    assert other.get(there).status_code == 404
    assert lead.get(there).status_code == 200


@pytest.mark.parametrize("tidied_first", [True, False])
def test_the_round_lapses_and_tidies_in_any_order(desk, clinic, tidied_first):
    ask_all(desk)
    asked = clinic[0].proposals.get()
    jobs = [
        lambda: tidy(appointment=asked.offer, now=asked.answer_by),
        lambda: lapse_proposal(proposal=asked, now=asked.answer_by),
    ]

    for job in jobs if tidied_first else jobs[::-1]:
        job()

    assert fresh(clinic[0]).status == Status.CANCELLED
    assert clinic[0].proposals.get().state == State.LAPSED
    assert asked.answer_by > NOW
