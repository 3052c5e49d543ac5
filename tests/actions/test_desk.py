"""Book for someone: hold a time for a client, send them the link, give it back."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from booking.actions import (
    Person,
    answer,
    book,
    extend,
    give_back,
    hold,
    hold_for,
    merge_clients,
    send_link,
    tidy,
)
from booking.actions.problems import (
    AgainstWish,
    AtTheSameTime,
    HoldAtMaximum,
    HoldExpired,
    NotAllowed,
    SlotTaken,
    TooSoon,
)
from booking.messages.delivery import tell_next
from booking.models import Appointment, Client, Clinic, Message, Screening, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    given,
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
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def evening():
    treatment, therapist, _room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "starts_at": SEVEN}


@pytest.fixture
def desk():
    return make_user(role="Front desk")


def held_for(evening, desk, *, key=KEY, client=None, now=NOW, **wanted):
    return hold_for(
        key=key, client=client or make_client(), by=desk, now=now, **evening | wanted
    )


def answered(held, desk, *, now=NOW, how=Screening.How.ALOUD, **answers):
    brought = given(
        treatment=held.treatment, starts_at=held.starts_at, now=now, **answers
    )
    brought = replace(brought, how=how, entered_by=desk)
    return answer(appointment=held, given=brought, now=now)


def test_a_time_is_held_for_the_client_and_says_by_whom(evening, desk):
    hannah = make_client()

    held = held_for(evening, desk, client=hannah)

    assert (held.status, held.client) == (Status.HELD, hannah)
    assert held.expires_at == NOW + Clinic.objects.current().hold_time
    assert held.events.get().by == desk


def test_a_new_client_gets_a_row_of_their_own(evening, desk):
    make_client(name="Ben Ashe", phone="01632 960111")

    held = held_for(evening, desk, client=Person(name="Ben Ashe", phone="01632 960111"))

    assert held.client.name == "Ben Ashe"
    assert Client.objects.filter(name="Ben Ashe").count() == 2


def test_pressed_twice_it_is_held_once(evening, desk):
    person = Person(name="Ben Ashe", phone="01632 960111")

    first = held_for(evening, desk, client=person)
    again = held_for(evening, desk, client=person)

    assert first == again
    assert Appointment.objects.count() == 1
    assert Client.objects.filter(name="Ben Ashe").count() == 1


def test_another_time_from_the_same_form_moves_the_hold(evening, desk):
    held_for(evening, desk, client=make_client())

    held_for(evening, desk, client=make_client(), starts_at=at(MONDAY, "20:00"))

    assert Appointment.objects.get().starts_at == at(MONDAY, "20:00")


def test_the_form_of_somebody_else_moves_nothing(evening, desk):
    held_for(evening, desk)

    with pytest.raises(NotAllowed):
        held_for(evening, make_user(role="Front desk"), starts_at=at(MONDAY, "20:00"))
    assert Appointment.objects.get().starts_at == SEVEN


def test_a_press_after_it_was_booked_changes_nothing(evening, desk):
    hannah = make_client()
    held = answered(held_for(evening, desk, client=hannah), desk)
    book(appointment=held, person=Person(name="Hannah"), now=NOW, by=desk)

    again = held_for(evening, desk, client=hannah)

    assert again.status == Status.CONFIRMED


def test_the_desk_needs_no_lead_time_and_no_open_booking(evening, desk):
    Clinic.objects.update(booking_open=False, lead_time_minutes=24 * 60)

    held = held_for(evening, desk, starts_at=at(MONDAY, "16:15"))

    assert held.status == Status.HELD


@pytest.mark.parametrize("start", ["11:00", "15:00", "21:45"])
def test_hours_and_the_clock_hold_for_the_desk_too(evening, desk, start):
    with pytest.raises(SlotTaken):
        held_for(evening, desk, starts_at=at(MONDAY, start))
    assert not Appointment.objects.exists()


def test_a_time_that_is_taken_makes_no_client(evening, desk):
    held_for(evening, desk)
    known = Client.objects.count()

    with pytest.raises(SlotTaken):
        held_for(evening, desk, key=uuid.uuid4(), client=Person(name="Ben", phone="1"))
    assert Client.objects.count() == known


def test_website_and_desk_cannot_both_have_a_time(evening, desk):
    treatment = evening["treatment"]
    hold(key=uuid.uuid4(), treatment=treatment, starts_at=SEVEN, now=NOW)

    with pytest.raises(SlotTaken):
        held_for(evening, desk, starts_at=at(MONDAY, "18:30"))


def test_a_hold_that_ran_out_is_in_nobodys_way(evening, desk):
    treatment = evening["treatment"]
    hold(key=uuid.uuid4(), treatment=treatment, starts_at=SEVEN, now=NOW)

    held = held_for(evening, desk, now=NOW + timedelta(hours=1))

    assert held.is_live(NOW + timedelta(hours=1))


def test_nobody_is_in_two_rooms_at_once(evening, desk):
    hannah, other = make_client(), make_therapist(treatments=[evening["treatment"]])
    make_room()
    mine = make_confirmed(
        treatment=evening["treatment"],
        therapist=other,
        room=make_room(),
        starts_at=at(MONDAY, "18:30"),
        client=hannah,
    )

    with pytest.raises(AtTheSameTime) as refused:
        held_for(evening, desk, client=hannah)
    assert refused.value.other == mine


def test_nor_under_another_of_their_rows(evening, desk):
    hannah, double = make_client(), make_client()
    merge_clients(client=double, into=hannah, by=desk, now=NOW)
    held_for(evening, desk, client=double)

    with pytest.raises(AtTheSameTime):
        held_for(
            evening,
            desk,
            key=uuid.uuid4(),
            client=hannah,
            therapist=make_therapist(treatments=[evening["treatment"]]),
            room=make_room(),
        )


def test_back_to_back_is_not_at_the_same_time(evening, desk):
    hannah = make_client()
    other = make_therapist(treatments=[evening["treatment"]])
    room = make_room()
    held_for(evening, desk, client=hannah)

    next_one = held_for(
        evening,
        desk,
        key=uuid.uuid4(),
        client=hannah,
        therapist=other,
        room=room,
        starts_at=at(MONDAY, "20:00"),
    )

    assert next_one.status == Status.HELD


def test_asked_aloud_and_clear_it_is_booked_and_heard(evening, desk):
    hannah = make_client(email="")
    held = answered(held_for(evening, desk, client=hannah), desk)

    booked = book(appointment=held, person=Person(name="Hannah"), now=NOW, by=desk)

    told = booked.messages.get(kind=Message.Kind.CONFIRMED)
    assert booked.status == Status.CONFIRMED
    assert booked.screening.how == Screening.How.ALOUD
    assert booked.screening.entered_by == desk
    assert (told.state, told.tries.get().by) == (Message.State.SENT, desk)


def test_not_now_frees_the_time_and_calls_nobody(evening, desk):
    held = held_for(evening, desk)

    done = answered(held, desk, today=["unwell"])

    assert done.status == Status.DECLINED
    assert not done.messages.filter(channel="call", state="waiting").exists()


def test_from_paper_a_client_without_email_is_still_to_be_rung(evening, desk):
    hannah = make_client(email="")
    held = answered(
        held_for(evening, desk, client=hannah), desk, how=Screening.How.PAPER
    )

    booked = book(appointment=held, person=Person(name="Hannah"), now=NOW, by=desk)

    assert booked.messages.get(kind=Message.Kind.CONFIRMED).state == "waiting"


@pytest.mark.parametrize(
    ("starts_at", "until"),
    [
        (at(TUESDAY.replace(day=20), "19:00"), NOW + timedelta(hours=24)),
        (at(MONDAY, "19:00"), at(MONDAY, "15:00")),
        (at(MONDAY, "16:15"), at(MONDAY, "12:30")),
    ],
)
def test_the_link_keeps_the_time_until_a_deadline(evening, desk, starts_at, until):
    held = held_for(evening, desk, starts_at=starts_at)

    sent = send_link(appointment=held, by=desk, now=NOW)

    assert (sent.status, sent.expires_at) == (Status.HELD, until)
    assert tell_next(now=NOW).kind == Message.Kind.YOUR_TURN
    assert sent.messages.get().state == Message.State.SENT


def test_sent_again_the_deadline_stays_and_a_new_mail_goes(evening, desk):
    held = held_for(evening, desk, starts_at=at(TUESDAY.replace(day=20), "19:00"))
    send_link(appointment=held, by=desk, now=NOW)

    again = send_link(appointment=held, by=desk, now=NOW + timedelta(minutes=10))

    assert again.expires_at == NOW + timedelta(hours=24)
    assert sorted(m.state for m in again.messages.all()) == ["cancelled", "waiting"]


def test_half_an_hour_before_the_start_no_link_helps(evening, desk):
    late = at(MONDAY, "18:45")
    held = held_for(evening, desk, now=late)

    with pytest.raises(TooSoon):
        send_link(appointment=held, by=desk, now=late)


def test_no_link_without_an_email_or_after_the_answers(evening, desk):
    without = held_for(evening, desk, client=make_client(email=""))
    with pytest.raises(NotAllowed):
        send_link(appointment=without, by=desk, now=NOW)

    done = answered(without, desk)
    Client.objects.update(email="hannah@whitlock.example")
    with pytest.raises(NotAllowed):
        send_link(appointment=done, by=desk, now=NOW)


def test_no_link_for_what_a_browser_holds(evening, desk):
    held = hold(
        key=uuid.uuid4(), treatment=evening["treatment"], starts_at=SEVEN, now=NOW
    )

    with pytest.raises(NotAllowed):
        send_link(appointment=held, by=desk, now=NOW)


def test_the_mail_is_dropped_once_the_time_ran_out(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)

    tell_next(now=at(MONDAY, "15:00"))

    assert sent.messages.get().state == Message.State.CANCELLED


def test_more_time_shortens_no_deadline(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)

    with pytest.raises(HoldAtMaximum):
        extend(appointment=sent, now=NOW + timedelta(minutes=1))


def test_run_out_it_is_taken_again_while_free(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)
    late = at(MONDAY, "15:10")
    tidy(appointment=sent, now=late)

    done = answered(sent, None, now=late, how=Screening.How.ONLINE)

    assert done.is_live(late)


def test_run_out_and_gone_it_stays_gone(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)
    late = at(MONDAY, "15:10")
    hold_for(key=uuid.uuid4(), client=make_client(), by=desk, now=late, **evening)

    with pytest.raises(HoldExpired):
        answered(sent, None, now=late, how=Screening.How.ONLINE)


def test_a_browser_that_opened_the_link_does_not_lose_it_to_another_hold(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)

    other = hold(
        key=uuid.uuid4(),
        treatment=evening["treatment"],
        starts_at=at(TUESDAY, "19:00"),
        now=NOW,
        mine=[sent.ref],
    )

    sent.refresh_from_db()
    assert (other == sent, sent.starts_at) == (False, SEVEN)


def test_given_back_the_time_is_free_and_nobody_is_told(evening, desk):
    sent = send_link(appointment=held_for(evening, desk), by=desk, now=NOW)

    freed = give_back(appointment=sent, by=desk, now=NOW)

    assert freed.status == Status.CANCELLED
    assert {m.state for m in freed.messages.all()} == {"cancelled"}
    assert held_for(evening, desk, key=uuid.uuid4()).status == Status.HELD


def test_what_a_browser_holds_is_not_given_back(evening, desk):
    room = make_room()
    held = make_held(room=room, **evening)

    with pytest.raises(NotAllowed):
        give_back(appointment=held, by=desk, now=NOW)


def test_the_desk_asks_no_more_of_a_therapist_than_their_load_rules(evening, desk):
    therapist = evening["therapist"]
    therapist.most_sessions = 1
    therapist.save()
    held_for(evening, desk)

    with pytest.raises(SlotTaken):
        held_for(evening, desk, key=uuid.uuid4(), starts_at=at(MONDAY, "16:00"))


@pytest.mark.parametrize("wish", ["woman", "man", "somebody-else"])
def test_a_wish_binds_the_desk_too(evening, desk, wish):
    with pytest.raises(AgainstWish):
        held_for(evening, desk, wish=wish)
