"""The last step: a name, and the one button that books."""

from datetime import timedelta

import pytest
import time_machine

from booking.actions import tidy
from booking.models import Client, Message, Status
from tests.factories import NOW, TUESDAY, at, make_held, make_room, make_therapist
from tests.public.browser import browser_of
from tests.public.going import HANNAH, SEVEN, details, hold, lists, lose, url
from tests.public.pages import html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

LATER = NOW + timedelta(minutes=50)
DOCTOR = {"practice": "Westbrook Surgery", "said_on": "2026-12-06", "agreed": "on"}


@pytest.fixture
def held():
    return hold()


@pytest.fixture
def client(held):
    return browser_of(held)


def answer(client, held, more=None, **ticked):
    """Through the lists, and what they ask about a tick."""
    client.post(url(held, "questions"), lists(held, **ticked))
    if more is not None:
        client.post(url(held, "more"), more)
    held.refresh_from_db()


def book(client, held, **typed):
    response = client.post(url(held, "details"), details(held, **typed))
    held.refresh_from_db()
    return response


def test_all_that_matters_stands_beside_the_one_button(client, held):
    answer(client, held)

    page = words(client.get(url(held, "details")))

    for fact in (
        "Evening calm massage, 60 minutes",
        "Tuesday 8 December, 19:00 to 20:00",
        "Best fit, 2 h 30 before your bedtime",
        held.therapist.name,
        "3 Quiet Lane",
        "£70",
        "Move or cancel free up to 8 hours before.",
        "Book Tuesday 8 December, 19:00",
    ):
        assert fact in page


def test_a_name_and_an_e_mail_book(client, held):
    answer(client, held)

    response = book(client, held)

    assert response["Location"] == f"/appointments/{held.ref}/"
    assert held.status == Status.CONFIRMED
    assert (held.client.name, held.client.email) == tuple(HANNAH.values())
    assert Message.objects.get().recipient == "hannah@whitlock.example"


def test_one_without_e_mail_books_with_a_phone_number(client, held):
    answer(client, held)

    book(client, held, email="", phone="01632 960202")

    assert held.status == Status.CONFIRMED
    told = Message.objects.get()
    assert (told.channel, told.recipient) == (Message.Channel.CALL, "01632 960202")


def test_waking_time_and_when_to_ring_are_kept(client, held):
    answer(client, held)

    book(
        client,
        held,
        phone="01632 960202",
        may_leave_message="on",
        when_to_ring="evening",
        waking_time="06:30",
    )

    assert held.client.may_leave_message
    assert held.client.when_to_ring == "evening"
    assert f"{held.client.waking_time:%H:%M}" == "06:30"


def test_a_message_may_be_left_only_if_somebody_says_so(client, held):
    answer(client, held)

    page = html(client.get(url(held, "details")))
    book(client, held, phone="01632 960202")

    assert 'name="may_leave_message" id="id_may_leave_message">' in page
    assert not held.client.may_leave_message


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ({"name": ""}, "#id_name"),
        ({"email": "", "phone": ""}, "#id_email"),
        ({"email": "hannah"}, "#id_email"),
        ({"email": "", "phone": "12"}, "#id_phone"),
        ({"waking_time": "25:00"}, "#id_waking_time"),
        ({"someone_else": "on"}, "#id_their_name"),
        ({"someone_else": "on", "their_name": "Tom"}, "#id_their_email"),
        ({"when_to_ring": "at dawn"}, "#id_when_to_ring_0"),
    ],
    ids=str,
)
def test_what_is_wrong_is_linked_and_all_that_was_typed_is_kept(
    client, held, typed, link
):
    answer(client, held)
    sent = {"name": "Hannah", "their_name": "", "phone": "01632 960202"} | typed

    response = book(client, held, **sent)

    page = html(response)
    assert response.status_code == 422
    assert f'<a href="{link}">' in page
    for value in sent.values():
        assert not value or value in ("on", "at dawn") or f'value="{value}"' in page
    assert held.status == Status.HELD
    assert Client.objects.count() == 0


def test_adapt_is_booked_with_what_will_be_changed(client, held):
    more = {"fainted_lately": "not_fainted"}
    answer(client, held, more, health=["low_pressure"])

    page = words(client.get(url(held, "details")))
    book(client, held)

    assert "To suit you" in page
    assert "Nothing in your answers stands in the way." in page
    assert held.status == Status.CONFIRMED


def test_a_chosen_scent_is_named(client, held):
    answer(client, held, scent="lavender")

    assert "A light scent in the room" in words(client.get(url(held, "details")))


LOCKED = [
    ["pregnancy"],
    ["surgery_injury"],
    ["heart_circulation"],
    ["seizures"],
    ["skin"],
    ["clotting"],
]


@pytest.mark.parametrize("ticked", LOCKED, ids=lambda ticked: ticked[0])
def test_the_six_are_kept_for_a_therapist_and_never_confirmed_here(ticked):
    held = hold(starts_at=SEVEN + timedelta(days=7))
    held.therapist.trainings = ["pregnancy", "cancer_care"]
    held.therapist.save()
    client = browser_of(held)
    answer(client, held, {}, ask_first=ticked)

    page = words(client.get(url(held, "details")))
    book(client, held, phone="01632 960202")

    assert "A short talk first" in page
    assert "Keep Tuesday 15 December, 19:00" in page
    assert held.status == Status.REVIEW
    assert held.clearance is None


def kept_for_a_doctor(client, held):
    answer(client, held, {"clot_kind": "clot_past"}, ask_first=["clotting"])


@pytest.fixture
def next_week():
    return hold(starts_at=SEVEN + timedelta(days=7))


def test_who_rings_by_when_and_what_to_ask_a_doctor_is_said(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    page = words(client.get(url(next_week, "details")))

    assert f"{next_week.therapist.first_name} or a colleague" in page
    assert "You hear from us by Tuesday 8 December, 21:00" in page
    assert "“May I have a gentle massage?”" in page


def test_a_talk_needs_a_number(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    response = book(client, next_week)

    assert response.status_code == 422
    assert '<a href="#id_phone">' in html(response)
    assert next_week.status == Status.HELD


def test_a_doctor_who_said_yes_already_is_noted(next_week):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    book(client, next_week, phone="01632 960202", **DOCTOR)

    assert next_week.review["doctor"] == {
        "practice": "Westbrook Surgery",
        "said_on": "2026-12-06",
    }


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (DOCTOR | {"practice": ""}, "#id_practice"),
        (DOCTOR | {"said_on": "2026-12-08"}, "#id_said_on"),
        (DOCTOR | {"said_on": "9999-12-31"}, "#id_said_on"),
        ({"practice": "Westbrook Surgery"}, "#id_agreed"),
    ],
    ids=str,
)
def test_a_doctors_yes_is_told_whole_or_not_at_all(next_week, typed, link):
    client = browser_of(next_week)
    kept_for_a_doctor(client, next_week)

    response = book(client, next_week, phone="01632 960202", **typed)

    assert response.status_code == 422
    assert f'<a href="{link}">' in html(response)


def test_step_free_access_moves_the_hold_to_a_level_room(client, held):
    level = make_room(step_free=True)
    answer(client, held)

    book(client, held, step_free="on")

    assert held.status == Status.CONFIRMED
    assert held.room == level


def test_where_no_level_room_is_free_times_with_one_are_offered(client, held):
    level = make_room(step_free=True)
    make_held(
        treatment=held.treatment,
        therapist=make_therapist(),
        room=level,
        starts_at=SEVEN,
    )
    answer(client, held)

    response = book(client, held, step_free="on")

    page = html(response)
    assert response.status_code == 422
    assert "No room with a level way in is free at that time." in page
    assert page.count('form="details" name="start"') == 3
    assert 'value="Hannah Whitlock"' in page
    assert held.status == Status.HELD


def test_one_of_them_is_taken_with_what_was_typed(client, held):
    level = make_room(step_free=True)
    answer(client, held)
    half_past = at(TUESDAY, "17:30")

    response = book(client, held, step_free="on", start=half_past.isoformat())

    page = html(response)
    assert response.status_code == 200
    assert "Book Tuesday 8 December, 17:30" in page
    assert 'value="Hannah Whitlock"' in page
    assert (held.starts_at, held.room, held.status) == (half_past, level, Status.HELD)
    book(client, held, step_free="on")
    assert held.status == Status.CONFIRMED


def test_a_visit_for_someone_else_is_kept_for_their_own_answers(client, held):
    answer(client, held, {}, comfort=["private_word"])

    response = book(
        client,
        held,
        name="",
        email="",
        someone_else="on",
        their_name="Tom Ashby",
        their_email="tom@ashby.example",
    )

    assert response["Location"] == "/"
    assert held.status == Status.REVIEW
    assert held.client.name == "Tom Ashby"
    assert held.screening is None
    sent = Message.objects.get()
    assert (sent.kind, sent.recipient) == ("your_turn", "tom@ashby.example")


def test_what_they_answer_is_not_open_to_the_one_who_booked(client, held):
    answer(client, held)
    someone = {"someone_else": "on", "their_name": "Tom", "their_email": "t@ashby.uk"}

    book(client, held, **someone)

    assert client.get(url(held, "questions")).status_code == 404


def test_pressed_twice_it_is_booked_once(client, held):
    answer(client, held)
    sent = details(held)

    first = client.post(url(held, "details"), sent)
    second = client.post(url(held, "details"), sent)

    assert first["Location"] == second["Location"] == f"/appointments/{held.ref}/"
    assert Client.objects.count() == 1


def test_a_page_from_before_a_change_shows_what_changed(client, held):
    answer(client, held)
    sent = details(held)
    client.post(url(held, "instead"), {"start": at(TUESDAY, "20:00").isoformat()})

    response = client.post(url(held, "details"), sent)

    assert response.status_code == 409
    assert "20:00 to 21:00" in html(response)
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_more_time_keeps_what_was_typed(client, held):
    answer(client, held)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        response = book(client, held, step_free="on", extend="1")

    page = html(response)
    assert response.status_code == 200
    assert "Your time is kept until 12:30." in page
    assert 'value="Hannah Whitlock"' in page
    assert "There is a problem" not in page


def test_more_time_in_another_tab_makes_no_page_stale(client, held):
    answer(client, held)
    sent = details(held)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        client.post(url(held, "extend"))
        client.post(url(held, "details"), sent)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


@pytest.mark.parametrize("tidied", [False, True])
def test_a_hold_that_ran_out_is_booked_if_its_time_is_free(client, held, tidied):
    answer(client, held)
    sent = details(held)

    with time_machine.travel(LATER, tick=False):
        if tidied:
            tidy(appointment=held, now=LATER)
        client.post(url(held, "details"), sent)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_a_time_lost_while_typing_is_said_and_nothing_typed_is_lost(client, held):
    answer(client, held)
    sent = details(held)
    lose(held, LATER)

    with time_machine.travel(LATER, tick=False):
        response = client.post(url(held, "details"), sent)

    page = html(response)
    assert response.status_code == 409
    assert page.count('form="details" name="start"') == 3
    assert 'value="Hannah Whitlock"' in page
    assert Client.objects.count() == 0


def test_a_client_who_comes_again_is_known(client, held):
    answer(client, held)
    book(client, held)
    again = make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=SEVEN + timedelta(days=1),
        follows=held,
    )
    client = browser_of(again)
    client.post(url(again, "questions"), lists(again))

    page = html(client.get(url(again, "details")))
    again.refresh_from_db()
    client.post(url(again, "details"), {"revision": again.revision})

    assert "For Hannah Whitlock, as before." in page
    assert 'name="name"' not in page
    again.refresh_from_db()
    assert (again.status, again.client) == (Status.CONFIRMED, held.client)


def test_without_answers_there_are_no_details(client, held):
    assert client.get(url(held, "details"))["Location"] == url(held, "questions")
    response = client.post(url(held, "details"), details(held))
    assert response["Location"] == url(held, "questions")


def test_nobody_else_sees_the_details(client, held):
    answer(client, held)

    assert browser_of().get(url(held, "details")).status_code == 404
    assert browser_of().post(url(held, "details"), details(held)).status_code == 404
