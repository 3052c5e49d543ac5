"""Waiting for a time: joining, being offered a real hold, and passing it on."""

import uuid
from datetime import time, timedelta

import pytest

from booking.actions import (
    Person,
    WaitFor,
    accept_offer,
    answer,
    book,
    cancel,
    decline_offer,
    give_back,
    join_waiting,
    leave_waiting,
    offer_waiting,
    send_link,
    settle_offer,
)
from booking.actions.problems import Answered, TooManyWaits
from booking.models import (
    Appointment,
    Client,
    Message,
    OpeningHours,
    Screening,
    Status,
    Therapist,
    WaitingOffer,
    WaitingRequest,
)
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
    make_hours,
    make_room,
    make_therapist,
    make_user,
    make_waiting,
)

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(TUESDAY, "19:00")
HOUR = timedelta(hours=1)
SUNDAY = MONDAY - timedelta(days=1)
PREGNANT = {
    "ask_first": ["pregnancy"],
    "pregnancy_stage": "later",
    "pregnancy_worry": "no_worry",
}


@pytest.fixture
def evening():
    """One treatment, one therapist from four to ten, one room; and all is free."""
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def waits(evening, name="hannah", **fields):
    """Somebody of that name who would take Tuesday at seven, and nothing else."""
    wanted = {
        "client": make_client(name=name.title(), email=f"{name}@client.example"),
        "since": TUESDAY,
        "until": TUESDAY,
        "earliest": time(19),
        "latest": time(19),
    } | fields
    return make_waiting(treatment=evening["treatment"], **wanted)


def offered(request):
    return request.offers.select_related("appointment").last()


def knows(evening, client, now=NOW, **answers):
    """They answered once, for an evening they had and gave back."""
    starts_at = at(MONDAY, "17:00")
    held = make_held(starts_at=starts_at, client=client, now=now, **evening)
    brought = given(
        treatment=evening["treatment"], starts_at=starts_at, now=now, **answers
    )
    held = answer(appointment=held, given=brought, now=now)
    if held.status == Status.HELD:
        give_back(appointment=held, by=make_user(), now=now)
    return held


def test_who_joins_gets_a_row_of_their_own_and_a_mail_once(evening):
    make_client(email="hannah@whitlock.example")
    key, person = uuid.uuid4(), Person("Hannah", email="hannah@whitlock.example")
    wait_for = WaitFor(since=TUESDAY, until=TUESDAY)

    pressed = [
        join_waiting(
            key=key,
            treatment=evening["treatment"],
            wait_for=wait_for,
            client=person,
            now=NOW,
        )
        for _press in range(2)
    ]

    assert pressed[0] == pressed[1]
    assert Client.objects.filter(email="hannah@whitlock.example").count() == 2
    told = Message.objects.get()
    assert (told.kind, told.waiting) == ("listed", pressed[0])


def test_three_may_wait_for_one_mailbox_and_no_more(evening):
    first = [join(evening, f"{'Hh'[n % 2]}annah@whitlock.example") for n in range(3)]
    with pytest.raises(TooManyWaits):
        join(evening, "HANNAH@whitlock.example")
    leave_waiting(request=first[0], now=NOW)

    assert join(evening).state == "waiting"
    assert Client.objects.count() == 4


def test_a_freed_time_is_held_for_whoever_joined_first(evening):
    late = waits(evening, "late", joined_at=NOW)
    early = waits(evening, "early", joined_at=NOW - 2 * HOUR)
    taken = make_confirmed(starts_at=SEVEN, **evening)
    assert offer_waiting(now=NOW) == 0

    cancel(appointment=taken, now=NOW)
    assert offer_waiting(now=NOW) == 1
    assert offer_waiting(now=NOW) == 0

    held = offered(early).appointment
    assert (held.status, held.client, held.starts_at) == ("held", early.client, SEVEN)
    assert held.expires_at == offered(early).answer_by == NOW + 4 * HOUR
    assert Message.objects.get(kind="offered").recipient == "early@client.example"
    assert offered(late) is None


def test_who_says_no_passes_it_on_and_is_not_asked_for_it_again(evening):
    first, second = waits(evening, "first"), waits(evening, "second")
    offer_waiting(now=NOW)

    decline_offer(offer=offered(first), now=NOW)
    offer_waiting(now=NOW)
    decline_offer(offer=offered(second), now=NOW)
    again = offer_waiting(now=NOW)

    assert again == 0
    assert first.offers.count() == second.offers.count() == 1
    assert Appointment.objects.filter(status=Status.HELD).count() == 0
    assert WaitingRequest.objects.filter(state="waiting").count() == 2


def test_who_is_silent_loses_it_to_the_next_and_a_late_yes_says_so(evening):
    first, second = waits(evening, "first"), waits(evening, "second")
    offer_waiting(now=NOW)
    Message.objects.filter(kind="offered").update(state="sent", sent_at=NOW)
    late = NOW + 4 * HOUR

    with pytest.raises(Answered):
        accept_offer(offer=offered(first), now=late)
    settle_offer(offer=offered(first), now=late)
    offer_waiting(now=late)

    assert offered(first).state == "lapsed"
    assert offered(second).appointment.is_live(late)
    with pytest.raises(Answered):
        accept_offer(offer=offered(first), now=late)


@pytest.mark.parametrize(("told", "state"), [("sent", "ended"), ("waiting", "waiting")])
def test_who_was_told_twice_in_vain_is_asked_no_more(evening, told, state):
    request = waits(evening, latest=time(21))
    now = NOW
    for _offer in range(2):
        offer_waiting(now=now)
        Message.objects.filter(kind="offered", state="waiting").update(state=told)
        now = offered(request).answer_by
        settle_offer(offer=offered(request), now=now)

    request.refresh_from_db()
    assert request.offers.count() == 2
    assert request.state == state


def test_whose_answers_still_hold_is_booked_by_one_yes(evening):
    request = waits(evening)
    knows(evening, request.client)
    offer_waiting(now=NOW)

    booked = accept_offer(offer=offered(request), now=NOW)

    request.refresh_from_db()
    assert booked.status == Status.CONFIRMED
    assert booked.clearance.screening.client == request.client
    assert request.state == "booked"
    assert Message.objects.get(kind="confirmed").recipient == "hannah@client.example"
    assert Message.objects.get(kind="offered").state == "cancelled"


@pytest.mark.parametrize("since", [None, 2, 200])
def test_who_has_to_answer_keeps_the_time_meanwhile(evening, since):
    """Never asked, asked before the last two days' questions, or too long ago."""
    request = waits(evening)
    if since:
        knows(evening, request.client, now=NOW - timedelta(days=since))
    offer_waiting(now=NOW)

    held = accept_offer(offer=offered(request), now=NOW + HOUR)
    brought = given(treatment=held.treatment, starts_at=SEVEN, now=NOW + HOUR)
    unanswered = held.waits_for_answers
    answer(appointment=held, given=brought, now=NOW + HOUR)

    assert unanswered
    assert held.status == Status.HELD
    assert held.expires_at == NOW + 4 * HOUR
    assert offer_waiting(now=NOW + HOUR) == 0


def test_what_became_of_a_yes_ends_the_waiting_or_lets_them_wait_on(evening):
    other = make_therapist(treatments=[evening["treatment"]])
    make_room()
    got, lost = waits(evening, "got"), waits(evening, "lost")
    offer_waiting(now=NOW)
    for request in (got, lost):
        accept_offer(offer=offered(request), now=NOW)
    make_confirmed_of(offered(got).appointment)
    cancel(appointment=offered(lost).appointment, now=NOW)

    for offer in WaitingOffer.objects.unsettled(NOW):
        settle_offer(offer=offer, now=NOW)

    got.refresh_from_db()
    lost.refresh_from_db()
    assert Therapist.objects.filter(appointments__client=lost.client).get() == other
    assert (got.state, lost.state) == ("booked", "waiting")


def make_confirmed_of(held):
    """The hold as its client leaves it, once they have answered."""
    brought = given(treatment=held.treatment, starts_at=held.starts_at)
    held = answer(appointment=held, given=brought, now=NOW)
    book(appointment=held, person=Person("Got"), now=NOW)


def test_nobody_is_asked_about_two_times_at_once(evening):
    make_therapist(treatments=[evening["treatment"]])
    make_room()
    first = waits(evening, "Hannah")
    waits(evening, "HANNAH", earliest=time(16), latest=time(16))

    offer_waiting(now=NOW)

    assert WaitingOffer.objects.get().request == first


def test_who_leaves_gives_the_kept_time_back(evening):
    request, desk = waits(evening), make_user()
    offer_waiting(now=NOW)

    leave_waiting(request=request, now=NOW, by=desk)

    request.refresh_from_db()
    assert (request.state, request.ended_by) == ("left", desk)
    assert offered(request).appointment.status == Status.CANCELLED
    assert offer_waiting(now=NOW) == 0


def test_a_hold_the_desk_gave_back_is_no_silence(evening):
    request = waits(evening)
    offer_waiting(now=NOW)
    give_back(appointment=offered(request).appointment, by=make_user(), now=NOW)

    with pytest.raises(Answered):
        accept_offer(offer=offered(request), now=NOW)
    settle_offer(offer=offered(request), now=NOW)

    assert offered(request).state == "withdrawn"


def test_a_hold_the_desk_goes_on_with_is_a_yes(evening):
    """On the phone nobody presses it: the lists are asked aloud at once, or mailed."""
    other = make_therapist(treatments=[evening["treatment"]])
    make_room()
    booked, linked = waits(evening, "booked"), waits(evening, "linked")
    offer_waiting(now=NOW)
    make_confirmed_of(offered(booked).appointment)
    send_link(appointment=offered(linked).appointment, by=make_user(), now=NOW + HOUR)
    late = offered(linked).answer_by

    for offer in WaitingOffer.objects.unsettled(late):
        settle_offer(offer=offer, now=late)

    booked.refresh_from_db()
    kept = offered(linked).appointment
    assert kept.therapist in (evening["therapist"], other)
    assert kept.is_live(late)
    assert (booked.state, offered(booked).state) == ("booked", "accepted")
    assert offered(linked).state == "accepted"
    assert Message.objects.get(kind="confirmed").state == "waiting"


def test_who_joins_and_leaves_over_and_over_is_mailed_six_times_a_day(evening):
    for _press in range(6):
        leave_waiting(request=join(evening), now=NOW)

    with pytest.raises(TooManyWaits):
        join(evening)
    assert join(evening, now=NOW + timedelta(days=1)).state == "waiting"


def join(evening, email="hannah@whitlock.example", now=NOW):
    return join_waiting(
        key=uuid.uuid4(),
        treatment=evening["treatment"],
        wait_for=WaitFor(since=TUESDAY, until=TUESDAY),
        client=Person("Hannah", email=email),
        now=now,
    )


def test_who_must_not_be_offered_a_time_is_not(evening):
    """Each of them would be first, and only the last may have it."""
    treatment, soon = evening["treatment"], NOW - 9 * HOUR
    OpeningHours.objects.all().delete()
    make_hours(therapist=evening["therapist"], weekday=1, opens="19:00", closes="20:00")
    refused = waits(evening, "refused", joined_at=soon)
    knows(evening, refused.client, today=["unwell"])
    trained = waits(evening, "trained", joined_at=soon)
    needs = knows(evening, trained.client, **PREGNANT)
    busy = waits(evening, "busy", joined_at=soon)
    elsewhere = {"therapist": make_therapist(), "room": make_room(active=False)}
    make_confirmed(
        treatment=treatment,
        starts_at=SEVEN + HOUR / 2,
        client=busy.client,
        **elsewhere,
    )
    waits(evening, "wish", joined_at=soon, wish="woman")
    waits(evening, "stairs", joined_at=soon, step_free=True)
    waits(evening, "days", joined_at=soon, weekdays=0b1111101)
    waits(evening, "hours", joined_at=soon, earliest=time(16), latest=time(18, 45))
    waits(evening, "left", joined_at=soon, state="left", ended_at=NOW)
    waits(evening, "over", joined_at=soon, since=SUNDAY, until=SUNDAY)
    last = waits(evening, "last", joined_at=NOW)

    offer_waiting(now=NOW)

    assert Screening.objects.filter(outcome="not_now").get().client == refused.client
    assert needs.trainings == ["pregnancy"]
    asked = [offer.request.client.name for offer in WaitingOffer.objects.all()]
    assert asked == [last.client.name]
