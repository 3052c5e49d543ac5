"""Clients: found, opened, corrected, and two rows of one person joined."""

import pytest
import time_machine
from django.utils import timezone

from booking.actions import cancel
from booking.messages.links import find_link, make_link
from booking.models import ClientMerge, Message, PhoneOnly
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Hannah Whitlock",
    "phone": "01632 960201",
    "email": "hannah@whitlock.example",
    "when_to_ring": "any",
}


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def desk(client, evening):
    client.force_login(make_user(role="Front desk"))
    return client


@pytest.fixture
def hannah(evening):
    hannah = make_client()
    make_confirmed(client=hannah, starts_at=at(MONDAY, "19:00"), **evening)
    return hannah


def test_nobody_is_listed_before_something_is_typed(desk, hannah):
    assert "Hannah" not in desk.get("/calendar/clients/").text


def test_a_search_shows_who_came_last_and_masks_the_rest(desk, evening, hannah):
    long_ago = make_client(name="Hanno Berg", phone="", email="hanno@berg.example")
    make_confirmed(
        client=long_ago,
        starts_at=at(MONDAY.replace(month=11, day=2), "19:00"),
        now=at(MONDAY.replace(month=11, day=1), "12:00"),
        status="completed",
        **evening,
    )

    page = desk.get("/calendar/clients/?q=hann").text

    assert page.index("Hanno Berg") < page.index("Hannah Whitlock")
    assert "last here Monday 2 November 2026" in page
    assert "h•••@berg.example" in page
    assert "hanno@berg.example" not in page


@pytest.mark.parametrize("typed", ["%00%00", "%25%25", "__", "%ED%A0%80x", "x" * 5000])
def test_a_search_for_nonsense_finds_nobody(desk, hannah, typed):
    answer = desk.get(f"/calendar/clients/?q={typed}")

    assert answer.status_code == 200
    assert answer.context["clients"] == []


def test_their_page_shows_how_to_reach_them_and_every_time(desk, evening, hannah):
    make_confirmed(
        client=hannah,
        starts_at=at(MONDAY, "16:00"),
        status="completed",
        now=at(MONDAY.replace(day=6), "12:00"),
        **evening,
    )
    with time_machine.travel(at(MONDAY, "18:00"), tick=False):
        page = desk.get(f"/calendar/clients/{hannah.pk}/")

    assert 'href="tel:01632960201"' in page.text
    assert [each.starts_at for each in page.context["to_come"]] == [at(MONDAY, "19:00")]
    assert [each.starts_at for each in page.context["past"]] == [at(MONDAY, "16:00")]


def test_it_says_by_phone_only_and_not_why(desk, hannah):
    PhoneOnly.objects.create(
        client=hannah,
        reason={"why": "sensitive"},
        by=make_user(role="Manager"),
        since=NOW,
    )

    page = desk.get(f"/calendar/clients/{hannah.pk}/").text

    assert "By phone only" in page
    assert "sensitive" not in page


def test_a_therapist_sees_clients_of_their_own_column_only(client, evening, hannah):
    foreign = make_client(name="Somebody Else")
    make_confirmed(
        treatment=evening["treatment"],
        therapist=make_therapist(treatments=[evening["treatment"]]),
        room=make_room(),
        starts_at=at(TUESDAY, "19:00"),
        client=foreign,
    )
    evening["therapist"].user = make_user(role="Therapist")
    evening["therapist"].save()
    client.force_login(evening["therapist"].user)

    assert client.get(f"/calendar/clients/{hannah.pk}/").status_code == 200
    assert client.get(f"/calendar/clients/{foreign.pk}/").status_code == 404
    assert "Somebody" not in client.get("/calendar/clients/?q=some").text


def test_what_is_corrected_is_kept(desk, hannah):
    typed = TYPED | {"phone": "01632 960999", "may_leave_message": "on"}

    desk.post(f"/calendar/clients/{hannah.pk}/", typed | {"when_to_ring": "evening"})

    hannah.refresh_from_db()
    assert (hannah.phone, hannah.when_to_ring) == ("01632 960999", "evening")
    assert hannah.may_leave_message


def test_a_new_mailbox_closes_the_links_of_the_old_one(desk, hannah):
    appointment = hannah.appointments.get()
    token = make_link(appointment).rstrip("/").rpartition("/")[2]
    waiting = Message.objects.create(
        key="k",
        kind="confirmed",
        appointment=appointment,
        recipient=hannah.email,
        due_at=NOW,
    )

    desk.post(f"/calendar/clients/{hannah.pk}/", TYPED | {"email": "new@box.example"})

    waiting.refresh_from_db()
    assert find_link(token, now=timezone.now()) is None
    assert waiting.recipient == "new@box.example"


def test_the_same_mailbox_keeps_its_links(desk, hannah):
    token = make_link(hannah.appointments.get()).rstrip("/").rpartition("/")[2]

    desk.post(
        f"/calendar/clients/{hannah.pk}/", TYPED | {"email": "Hannah@Whitlock.example"}
    )

    assert find_link(token, now=timezone.now()) is not None


def test_without_a_mailbox_what_waits_becomes_a_call(desk, hannah):
    waiting = Message.objects.create(
        key="k",
        kind="confirmed",
        appointment=hannah.appointments.get(),
        recipient=hannah.email,
        due_at=NOW,
    )

    desk.post(f"/calendar/clients/{hannah.pk}/", TYPED | {"email": ""})

    waiting.refresh_from_db()
    assert (waiting.channel, waiting.recipient) == ("call", "01632 960201")


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "", "email": ""},
        {"name": " "},
        {"email": "nobody"},
        {"name": "x" * 200},
        {"name": "a\u202eb"},
    ],
)
def test_nobody_is_left_out_of_reach(desk, hannah, typed):
    answer = desk.post(f"/calendar/clients/{hannah.pk}/", TYPED | typed)

    hannah.refresh_from_db()
    assert answer.status_code == 422
    assert (hannah.name, hannah.phone) == ("Hannah Whitlock", "01632 960201")


def test_two_rows_are_named_before_they_are_joined(desk, hannah):
    double = make_client(name="H. Whitlock", email="hw@work.example")

    page = desk.get(f"/calendar/clients/{double.pk}/merge/?into={hannah.pk}").text

    assert "H. Whitlock and Hannah Whitlock are one person" in page
    assert "hw@work.example" in page
    assert not ClientMerge.objects.exists()


def test_joined_they_show_each_other_and_all_their_times(desk, evening, hannah):
    double = make_client(name="H. Whitlock")
    make_confirmed(client=double, starts_at=at(TUESDAY, "19:00"), **evening)

    desk.post(f"/calendar/clients/{double.pk}/merge/", {"into": hannah.pk})

    page = desk.get(f"/calendar/clients/{hannah.pk}/")
    assert len(page.context["to_come"]) == 2
    assert "The same person" in page.text
    assert "Joined with Hannah" in desk.get(f"/calendar/clients/{double.pk}/").text


def test_the_search_for_the_other_row_leaves_out_this_one(desk, hannah):
    double = make_client(name="Hannah W")

    answer = desk.get(f"/calendar/clients/{double.pk}/merge/?q=hannah")

    assert answer.context["clients"] == [hannah]


@pytest.mark.parametrize("into", ["", "x", "999999", "9" * 30, "²"])
def test_a_row_that_is_none_joins_nothing(desk, hannah, into):
    answer = desk.post(f"/calendar/clients/{hannah.pk}/merge/", {"into": into})

    assert answer.status_code in (404, 422)
    assert not ClientMerge.objects.exists()


def test_a_row_is_not_joined_with_itself(desk, hannah):
    answer = desk.post(f"/calendar/clients/{hannah.pk}/merge/", {"into": hannah.pk})

    assert answer.status_code == 422
    assert not ClientMerge.objects.exists()


def test_a_number_no_row_can_have_is_not_found(desk):
    assert desk.get(f"/calendar/clients/{10**30}/").status_code == 404


def test_what_is_off_is_not_to_come(desk, hannah):
    cancel(appointment=hannah.appointments.get(), now=NOW)

    page = desk.get(f"/calendar/clients/{hannah.pk}/")

    assert page.context["to_come"] == []
    assert len(page.context["past"]) == 1
