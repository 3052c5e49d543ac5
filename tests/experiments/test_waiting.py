"""The waiting list under load: each freed time to one person, and to the right one."""

from datetime import time, timedelta
from random import Random

import pytest

from booking.actions import (
    accept_offer,
    answer,
    cancel,
    decline_offer,
    give_back,
    leave_waiting,
)
from booking.management.waiting import look_for_waiting
from booking.models import (
    Appointment,
    Message,
    Screening,
    Status,
    WaitingOffer,
    WaitingRequest,
)
from booking.models.waiting import EVERY_DAY
from tests.experiments.at_once import at_once, done, refusals
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
    make_waiting,
)

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = at(TUESDAY, "19:00")
PREGNANT = {
    "ask_first": ["pregnancy"],
    "pregnancy_stage": "later",
    "pregnancy_worry": "no_worry",
}


def make_waiters(count, treatment, **fields):
    return [
        make_waiting(
            treatment=treatment,
            client=make_client(email=f"{n}@client.example"),
            joined_at=NOW - timedelta(minutes=count - n),
            **fields,
        )
        for n in range(count)
    ]


def test_workers_that_look_at_once_offer_a_freed_time_once():
    treatment, therapist, room = make_evening()
    day = {"since": TUESDAY, "until": TUESDAY, "latest": time(19), "earliest": time(19)}
    waiters = make_waiters(4, treatment, **day)
    rows = {"treatment": treatment, "therapist": therapist, "room": room}
    taken = make_confirmed(starts_at=SEVEN, **rows)

    for first in waiters[:3]:
        cancel(appointment=taken, now=NOW)
        ends = at_once(*[lambda: look_for_waiting(now=NOW)] * 3)
        offer = WaitingOffer.objects.get(state="waiting")
        assert sum(done(ends)) == 1
        assert offer.request == first
        assert Appointment.objects.live(NOW).get() == offer.appointment
        decline_offer(offer=offer, now=NOW)
        taken = make_confirmed(starts_at=SEVEN, **rows)


def test_a_yes_a_no_and_a_goodbye_at_once_leave_one_of_them():
    treatment, _therapist, _room = make_evening()
    (waiting,) = make_waiters(1, treatment)
    look_for_waiting(now=NOW)
    offer = waiting.offers.get()

    ends = at_once(
        lambda: accept_offer(offer=offer, now=NOW),
        lambda: decline_offer(offer=offer, now=NOW),
        lambda: leave_waiting(request=waiting, now=NOW),
        lambda: look_for_waiting(now=offer.answer_by),
    )

    offer.refresh_from_db()
    held = Appointment.objects.get(pk=offer.appointment_id)
    assert set(refusals(ends)) <= {"Answered"}
    assert (offer.state == "accepted") == (held.status == Status.HELD)


# Whoever must not be asked is not, whatever happens


class People:
    """A clinic with three therapists and two rooms, and people who wait."""

    def __init__(self, random):
        self.random = random
        self.treatment, _first, _room = make_evening()
        of = {"treatments": [self.treatment], "weekdays": range(2), "closes": "20:00"}
        make_therapist(listed_as="woman", trainings=["pregnancy"], **of)
        make_therapist(listed_as="man", **of)
        make_room(step_free=True)
        self.refused, self.needing = set(), set()
        for n in range(14):
            self._join(n)

    def _join(self, n):
        random, hour = self.random, self.random.randrange(16, 20)
        waiting = make_waiting(
            treatment=self.treatment,
            client=make_client(email=f"{n % 12}@client.example"),
            until=MONDAY + timedelta(days=random.randrange(1, 8)),
            weekdays=random.randrange(1, EVERY_DAY + 1),
            earliest=time(hour),
            latest=time(min(hour + random.randrange(4), 23), 30),
            wish=random.choice(["anyone", "anyone", "woman", "man"]),
            step_free=random.random() < 0.3,
            joined_at=NOW - timedelta(minutes=random.randrange(60)),
        )
        kind = random.choice(["", "", "clear", "not_now", "pregnant"])
        if kind:
            self._answer(waiting, kind)

    def _answer(self, waiting, kind):
        said = {"not_now": {"today": ["unwell"]}, "pregnant": PREGNANT}.get(kind, {})
        held = make_held(
            treatment=self.treatment,
            therapist=make_therapist(opens=""),
            room=make_room(active=False),
            starts_at=at(TUESDAY, "12:00"),
            client=waiting.client,
        )
        brought = given(treatment=self.treatment, starts_at=held.starts_at, **said)
        held = answer(appointment=held, given=brought, now=NOW)
        if held.status == Status.HELD:
            give_back(appointment=held, by=make_user(), now=NOW)
        sets = {"not_now": self.refused, "pregnant": self.needing}
        sets.get(kind, set()).add(waiting.client_id)

    def may_have(self, waiting, held):
        """Whether that hold suits that person, told from the rows alone."""
        wall = held.starts_at.time()  # London in winter
        therapist = held.therapist
        return (
            waiting.client_id not in self.refused
            and waiting.since <= held.starts_at.date() <= waiting.until
            and waiting.weekdays & 1 << held.starts_at.weekday() != 0
            and waiting.earliest <= wall <= waiting.latest
            and waiting.wish in ("anyone", therapist.listed_as)
            and (held.room.step_free or not waiting.step_free)
            and (
                waiting.client_id not in self.needing
                or "pregnancy" in therapist.trainings
            )
        )

    def reply(self, offer, now):
        what = self.random.choice(["yes", "no", "leave", "silence"])
        Message.objects.filter(kind="offered", state="waiting").update(state="sent")
        if what == "yes":
            accept_offer(offer=offer, now=now)
        elif what == "no":
            decline_offer(offer=offer, now=now)
        elif what == "leave":
            leave_waiting(request=offer.request, now=now)


def check(people, fresh, now):
    open_offers = WaitingOffer.objects.filter(
        state__in=WaitingOffer.OPEN, request__state="waiting"
    )
    mailboxes = list(open_offers.values_list("request__client__email", flat=True))
    assert len(mailboxes) == len(set(mailboxes))
    idle = WaitingRequest.objects.waiting(now.date()).unasked()
    for offer in fresh:
        held = offer.appointment
        assert people.may_have(offer.request, held)
        assert held.starts_at - now >= timedelta(hours=2)
        for other in idle.filter(joined_at__lt=offer.request.joined_at):
            asked = other.offers.filter(
                appointment__starts_at__lt=held.ends_at,
                appointment__ends_at__gt=held.starts_at,
            ).exists()
            busy = other.client.email in mailboxes
            assert asked or busy or not people.may_have(other, held)


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_must_not_be_asked_is_not_and_nobody_is_passed_over(seed):
    people, now, seen = People(Random(seed)), NOW, set()

    for _look in range(5):
        look_for_waiting(now=now)
        fresh = list(
            WaitingOffer.objects.exclude(pk__in=seen).select_related(
                "request__client", "appointment__therapist", "appointment__room"
            )
        )
        check(people, fresh, now)
        seen |= {offer.pk for offer in fresh}
        for offer in fresh:
            people.reply(offer, now)
        now += timedelta(hours=5)

    assert len(seen) > 5
    assert Screening.objects.filter(outcome="not_now").exists()
    assert people.needing
