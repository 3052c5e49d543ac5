"""For whom: somebody known or new, and the three ways to ask them."""

import uuid
from urllib.parse import urlencode

import pytest
import time_machine

from booking.actions import hold_for
from booking.messages.delivery import tell_next
from booking.models import Appointment, Client, Message, Status
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY, "19:00")
NEW = {"name": "Ben Ashe", "phone": "01632 960111", "way": "aloud"}


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield treatment, therapist, room


@pytest.fixture
def desk(client, evening):
    client.force_login(make_user(role="Front desk"))
    return client


def page(evening, start="2026-12-07T19:00:00+00:00", **named):
    named = {
        "therapist": evening[1].slug,
        "treatment": evening[0].slug,
        "start": start,
    } | named
    return f"/calendar/book/for/?{urlencode(named)}"


def posted(desk, evening, *, key=None, url=None, **typed):
    return desk.post(
        url or page(evening), {"key": key or uuid.uuid4().hex, "wish": "anyone"} | typed
    )


def test_without_a_whole_time_it_goes_back_to_the_times(desk, evening):
    answer = desk.get(f"/calendar/book/for/?treatment={evening[0].slug}")

    assert answer.url == f"/calendar/book/?treatment={evening[0].slug}"


@pytest.mark.parametrize(
    "typed", ["whit", "HANNAH", "hannah@whit", "960201", "01632960201", "+44 1632 9602"]
)
def test_somebody_known_is_found_by_name_email_or_phone(desk, evening, typed):
    make_client()
    make_client(name="Ben Ashe", email="ben@ashe.example", phone="020 7946 0000")

    answer = desk.get(page(evening, q=typed))

    assert [each.name for each, _query in answer.context["clients"]] == [
        "Hannah Whitlock"
    ]
    assert "01632 960201" not in answer.text
    assert "••• 0201" in answer.text


def test_one_letter_finds_nobody_and_says_so(desk, evening):
    make_client()

    answer = desk.get(page(evening, q="h"))

    assert answer.context["clients"] == []
    assert "Type at least two letters" in answer.text


def test_a_therapist_finds_only_clients_of_their_own_column(client, evening):
    treatment, therapist, room = evening
    mine, foreign = make_client(name="Ann Mine"), make_client(name="Ann Foreign")
    other = make_therapist(treatments=[treatment])
    for who, whom, where in ((therapist, mine, room), (other, foreign, make_room())):
        make_confirmed(
            treatment=treatment, therapist=who, room=where, starts_at=SEVEN, client=whom
        )
    therapist.user = make_user(role="Therapist")
    therapist.save()
    client.force_login(therapist.user)

    answer = client.get(page(evening, q="ann"))

    assert [each.name for each, _query in answer.context["clients"]] == ["Ann Mine"]
    assert client.get(page(evening, client=foreign.pk)).status_code == 404


def test_aloud_holds_the_time_and_leads_to_the_questions(desk, evening):
    answer = posted(desk, evening, **NEW)

    held = Appointment.objects.get()
    assert (held.status, held.client.phone) == (Status.HELD, "01632 960111")
    assert answer.url == f"/calendar/appointments/{held.ref}/ask/"


def test_from_paper_it_leads_to_the_paper_page(desk, evening):
    answer = posted(desk, evening, **NEW | {"way": "paper"})

    assert answer.url.endswith("/ask/?how=paper")


def test_the_link_goes_by_mail_and_the_time_waits(desk, evening):
    hannah = make_client()

    answer = posted(desk, evening, url=page(evening, client=hannah.pk), way="link")

    held = Appointment.objects.get()
    assert answer.url == f"/calendar/appointments/{held.ref}/outcome/"
    assert (held.client, held.expires_at) == (hannah, at(MONDAY, "15:00"))
    assert tell_next(now=NOW).kind == Message.Kind.YOUR_TURN


def test_pressed_twice_one_time_is_held_and_one_link_goes(desk, evening):
    key = uuid.uuid4().hex
    typed = NEW | {"way": "link", "email": "ben@ashe.example"}

    first = posted(desk, evening, key=key, **typed)
    again = posted(desk, evening, key=key, **typed)

    assert first.url == again.url
    assert Client.objects.count() == 1
    assert Message.objects.filter(kind=Message.Kind.YOUR_TURN).count() == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"phone": ""}, "Type a phone number, or an e-mail address."),
        ({"name": ""}, "Type a name."),
        ({"phone": "ring me"}, "Type a phone number with its area code"),
        ({"way": ""}, "Choose how the questions are asked."),
        ({"way": "link"}, "The link needs an e-mail address."),
        ({"way": "never"}, "never is not one of the available choices"),
        ({"name": "a\x00b"}, "Null characters are not allowed"),
        ({"name": "x" * 5000}, "at most 120 characters"),
        ({"wish": "man"}, "Select a valid choice"),
        ({"key": "0"}, "valid UUID"),
        ({"when_to_ring": "never"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, evening, typed, fault):
    answer = posted(desk, evening, **NEW | {"email": ""} | typed)

    assert answer.status_code == 422
    assert fault in answer.text
    assert not Appointment.objects.exists()


def test_an_email_alone_is_enough(desk, evening):
    typed = {"name": "Ben", "phone": "", "email": "ben@ashe.example", "way": "aloud"}

    assert posted(desk, evening, **typed).status_code == 302


def test_a_time_that_is_gone_is_said_and_nothing_typed_is_lost(desk, evening):
    treatment, therapist, room = evening
    make_held(treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN)

    answer = posted(desk, evening, **NEW)

    assert answer.status_code == 409
    assert "not free any more" in answer.text
    assert 'value="Ben Ashe"' in answer.text
    assert not Client.objects.exists()


def test_somebody_with_another_time_then_is_not_booked_twice(desk, evening):
    treatment, _therapist, _room = evening
    hannah = make_client()
    make_confirmed(
        treatment=treatment,
        therapist=make_therapist(treatments=[treatment]),
        room=make_room(),
        starts_at=at(MONDAY, "18:30"),
        client=hannah,
    )

    answer = posted(desk, evening, url=page(evening, client=hannah.pk), way="aloud")

    assert answer.status_code == 409
    assert "They have an appointment at that time already" in answer.text


def test_the_key_of_somebody_else_opens_nothing(desk, evening):
    treatment, therapist, _room = evening
    key = uuid.uuid4()
    held = hold_for(
        key=key,
        treatment=treatment,
        therapist=therapist,
        starts_at=SEVEN,
        client=make_client(),
        by=make_user(role="Front desk"),
        now=NOW,
    )

    answer = posted(desk, evening, key=key.hex, **NEW)

    assert answer.status_code == 409
    assert held.ref not in answer.text


@pytest.mark.parametrize("start", ["", "now", "2026-12-07", "0001-01-01T00:00:00Z"])
def test_a_start_that_is_none_leads_back(desk, evening, start):
    answer = posted(desk, evening, url=page(evening, start=start), **NEW)

    assert answer.url.startswith("/calendar/book/?")


@pytest.mark.parametrize("pk", ["999999", "10" * 4])
def test_a_client_who_is_none_is_not_found(desk, evening, pk):
    assert desk.get(page(evening, client=pk)).status_code == 404
