"""Every message: how it stands, why it was not told, and what can be done about it."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions.steps import tell
from booking.messages import tell_next
from booking.models import Message, Status
from booking.models.message import CAME_BACK, DIED, TURNED_OFF
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_room,
    make_therapist,
    make_user,
)
from tests.messages.rows import make_booked, make_message, put

pytestmark = pytest.mark.django_db(transaction=True)

Kind, State = Message.Kind, Message.State
PAGE = "/calendar/messages/"
LEASE = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def booked():
    return make_booked()


@pytest.fixture
def desk(client):
    client.force_login(make_user(role="Front desk", name="Grace"))
    return client


@pytest.fixture
def boss(client):
    client.force_login(make_user(role="Manager", name="Ines"))
    return client


def names(answer):
    return [(each.message.kind, each.who) for each in answer.context["lines"]]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due_at": at(TUESDAY, "07:00")}, "Waits until 07:00"),
        ({"error": "ConnectionRefusedError"}, "The mail server was away."),
        ({"error": "SMTPDataError 451", "attempts": 2}, "The mail server put it off."),
        (
            {"state": State.FAILED, "error": "SMTPRecipientsRefused 550"},
            "The address was refused.",
        ),
        ({"state": State.FAILED, "error": DIED}, "Its worker died each time."),
        ({"state": State.FAILED, "error": CAME_BACK}, "It came back"),
        ({"state": State.FAILED, "error": "BadHeaderError"}, "could not be written"),
        ({"state": State.CANCELLED}, "No longer true when its turn came."),
        ({"state": State.CANCELLED, "error": TURNED_OFF}, "was turned off"),
        ({"state": State.SENDING, "lease_until": NOW}, "Its worker died. It is told"),
        ({"state": State.SENDING, "lease_until": NOW + LEASE}, "Being sent now."),
        ({"state": State.SENT, "sent_at": NOW}, "The mail server took it."),
    ],
)
def test_it_says_in_plain_words_why_something_was_not_told(desk, booked, fields, words):
    make_message(kind=Kind.DECLINED, appointment=booked, **fields)

    assert words in desk.get(PAGE).text


def test_it_says_how_often_it_was_tried_and_when_it_is_tried_next(desk, booked):
    make_message(
        kind=Kind.CONFIRMED,
        appointment=booked,
        attempts=2,
        error="SMTPDataError 451",
        due_at=NOW + timedelta(minutes=5),
    )

    text = desk.get(PAGE).text

    assert "Next at 12:05." in text
    assert "Tried 2 times." in text


def test_the_newest_is_first_and_the_rest_is_on_the_next_page(desk, booked):
    for number in range(51):
        make_message(kind=Kind.CONFIRMED, appointment=booked, key=f"m{number}")

    first, second = desk.get(PAGE), desk.get(f"{PAGE}?page=2")

    assert [line.message.key for line in first.context["lines"]][:2] == ["m50", "m49"]
    assert [line.message.key for line in second.context["lines"]] == ["m0"]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("", [Kind.MOVED, Kind.RING, Kind.CONFIRMED]),
        ("?state=sent", [Kind.CONFIRMED]),
        ("?channel=call", [Kind.RING]),
        ("?kind=moved", [Kind.MOVED]),
        ("?q=otto", [Kind.MOVED]),
        ("?q=OTTO@x.example", [Kind.MOVED]),
        ("?q=nobody", []),
        ("?state=x&channel=y&kind=z&page=9999999999999", None),
        ("?q=%00%ed%a0%80&page=" + "9" * 5000, []),
    ],
)
def test_it_is_narrowed_by_what_is_chosen_and_typed(desk, booked, asked, kinds):
    otto = make_booked_again(booked)
    make_message(kind=Kind.CONFIRMED, appointment=booked, state="sent", sent_at=NOW)
    make_message(kind=Kind.RING, appointment=booked, channel="call")
    make_message(kind=Kind.MOVED, appointment=otto, recipient="otto@x.example")

    answer = desk.get(PAGE + asked)

    wanted = [Kind.MOVED, Kind.RING, Kind.CONFIRMED] if kinds is None else kinds
    assert [kind for kind, _who in names(answer)] == wanted


def make_booked_again(booked):
    return make_confirmed(
        treatment=booked.treatment,
        therapist=make_therapist(treatments=[booked.treatment]),
        room=make_room(),
        starts_at=booked.starts_at,
        client=make_client(name="Otto", email="otto@x.example", phone=""),
    )


@pytest.mark.parametrize("link", ["{}", "http://testserver/calendar/appointments/{}/"])
def test_it_finds_an_appointments_messages_by_its_reference_or_its_link(
    desk, booked, link
):
    make_message(kind=Kind.CONFIRMED, appointment=booked)
    make_message(kind=Kind.MOVED, appointment=make_booked_again(booked))

    answer = desk.get(PAGE, {"q": link.format(booked.ref)})

    assert names(answer) == [(Kind.CONFIRMED, "Hannah Whitlock")]


def test_told_again_it_goes_out_and_the_list_stays_as_it_was_narrowed(
    desk, booked, mailoutbox
):
    row = make_message(kind=Kind.CONFIRMED, appointment=booked)
    tell_next(now=NOW)

    answer = desk.post(f"{PAGE}{row.pk}/again/?state=sent&next=//evil.example")
    tell_next(now=NOW)

    assert answer.url == f"{PAGE}?state=sent"
    assert len(mailoutbox) == 2


def test_what_is_no_longer_so_offers_no_button_and_says_why_when_pressed(desk, booked):
    row = make_message(
        kind=Kind.CONFIRMED,
        appointment=put(booked, Status.CANCELLED),
        state="cancelled",
    )
    assert "Tell again" not in desk.get(PAGE).text

    answer = desk.post(f"{PAGE}{row.pk}/again/", follow=True)

    assert "What it says is no longer so" in answer.text
    assert Message.objects.count() == 1


def test_what_came_back_is_a_call_that_says_so(desk, booked):
    row = make_message(kind=Kind.CONFIRMED, appointment=booked)
    tell_next(now=NOW)

    desk.post(f"{PAGE}{row.pk}/came-back/")

    calls = desk.get("/calendar/calls/").text
    assert "Our e-mail did not reach them." in calls
    assert "Nobody can be told" not in desk.get(PAGE).text


def test_without_a_number_either_they_stand_in_a_group_of_their_own(desk, booked):
    otto = make_booked_again(booked)
    row = make_message(kind=Kind.CONFIRMED, appointment=otto, recipient="o@x.example")
    tell_next(now=NOW)
    desk.post(f"{PAGE}{row.pk}/came-back/")
    assert [line.who for line in desk.get(PAGE).context["untold"]] == ["Otto"]

    desk.post(f"{PAGE}{row.pk}/again/")

    assert desk.get(PAGE).context["untold"] == []


def test_the_desk_sees_no_word_of_what_passes_between_a_client_and_a_therapist(
    client, booked
):
    asked = put(booked, Status.REVIEW)
    make_message(kind=Kind.ANSWERED, appointment=asked, staff=make_user())
    make_message(kind=Kind.TROUBLE, appointment=asked, staff=make_user())

    for role, seen in (("Front desk", 0), ("Lead therapist", 2)):
        client.force_login(make_user(role=role))
        assert len(client.get(PAGE).context["lines"]) == seen


def test_the_manager_sends_a_test_and_says_that_it_arrived(boss, mailoutbox):
    assert "No test was sent yet." in boss.get(PAGE).text
    boss.post(f"{PAGE}test/")
    assert "Your last test has not left" in boss.get(PAGE).text
    tell_next(now=NOW)
    assert "Your last test left at 12:00." in boss.get(PAGE).text

    test = Message.objects.get()
    boss.post(f"{PAGE}{test.pk}/arrived/")

    assert "Your last test arrived: you said so at 12:00." in boss.get(PAGE).text
    assert [mail.to for mail in mailoutbox] == [[test.staff.email]]


def test_it_asks_the_database_as_often_for_many_as_for_one(
    desk, booked, django_assert_max_num_queries
):
    for kind in (Kind.CONFIRMED, Kind.PROPOSED, Kind.RING, Kind.MOVED) * 5:
        make_message(kind=kind, appointment=booked, state="failed")

    with django_assert_max_num_queries(22):
        desk.get(PAGE)


def test_a_mail_that_waits_for_the_morning_is_a_promise_of_the_verbs(desk, booked):
    tell(booked, Kind.SORRY, now=at(MONDAY, "23:00"))

    assert "at night only what is pressing is told" in desk.get(PAGE).text
