"""Offer what is free to those who wait: a real hold, one person at a time, in order.

Whoever looks first offers it; the public may be quicker, and that is all right.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from booking.actions.desk import check_own_time
from booking.actions.known import may_be_offered, own_times, trainings_needed
from booking.actions.problems import (
    AgainstWish,
    NotAllowed,
    Refused,
    TooSoon,
    TrainingNeeded,
)
from booking.actions.steps import as_booked, lock, record, take, tell
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Client,
    Clinic,
    Message,
    Room,
    Therapist,
    WaitingOffer,
    WaitingRequest,
)
from booking.models.appointment import GIVEN
from booking.offers import Offers, offers
from booking.times import Slot, local_date, ranked
from booking.times.clock import DAY
from booking.times.offering import answer_until, is_asked_now

SLOTS_TRIED = 3


def offer_waiting(*, now: datetime) -> int:
    """Offer the free times of now; how many were offered.

    Free time is asked for once for each treatment that somebody waits for.
    """
    clinic = Clinic.objects.current()
    if not clinic.booking_open or not is_asked_now(now, clinic.zone):
        return 0
    rows = WaitingRequest.objects.waiting(local_date(now, clinic.zone)).unasked()
    rows = rows.filter(treatment__active=True).select_related("treatment", "client")
    waiting = sorted(rows, key=attrgetter("treatment_id"))  # each still in its order
    groups = groupby(waiting, attrgetter("treatment_id"))
    return sum(_offer_free(list(group), now) for _treatment, group in groups)


def free_for(request: WaitingRequest, found: Offers) -> list[Slot]:
    """The slots that suit a request, the best for its bedtime first.

    They name only therapists of its wish and rooms it can use.
    """
    fitting = filter(None, (_fitted(slot, request, found) for slot in found.slots))
    treatment = found.treatment
    best_first = ranked(
        fitting,
        bedtime=request.bedtime or found.clinic.assumed_bedtime,
        zone=found.clinic.zone,
        ideal=timedelta(minutes=treatment.bedtime_ideal),
        least=timedelta(minutes=treatment.bedtime_least),
    )
    return [row.slot for row in best_first]


def free_time(waiting: list[WaitingRequest], now: datetime) -> Offers:
    """The free time of one treatment on all the days that are waited for."""
    return offers(
        treatment=waiting[0].treatment,
        now=now,
        since=max(local_date(now, _zone()) - DAY, min(row.since for row in waiting)),
        until=max(row.until for row in waiting) + DAY,
    )


def _zone() -> ZoneInfo:
    return Clinic.objects.current().zone


@lru_cache(maxsize=16384)
def _wall(moment: datetime, zone: ZoneInfo) -> time:
    """Kept, since everybody who waits is tried with the same starts."""
    return moment.astimezone(zone).time()


def _fitted(slot: Slot, request: WaitingRequest, found: Offers) -> Slot | None:
    if not request.suits(slot.evening, _wall(slot.starts_at, found.clinic.zone)):
        return None
    therapists = (found.therapists[pk] for pk in slot.therapists)
    fits = slot._replace(
        therapists=tuple(each.pk for each in therapists if each.meets(request.wish)),
        rooms=tuple(
            pk
            for pk in slot.rooms
            if found.rooms[pk].step_free or not request.step_free
        ),
    )
    return fits if fits.therapists and fits.rooms else None


def _offer_free(waiting: list[WaitingRequest], now: datetime) -> int:
    """The free times of one treatment, to those who wait for it, in their order."""
    found = free_time(waiting, now)
    offered = 0
    for request in waiting:
        if not found.slots:
            break
        held = _offer_best(request, found, now)
        if held is not None:
            offered += 1
            found = replace(found, slots=list(_left(found, held)))
    return offered


def _offer_best(
    request: WaitingRequest, found: Offers, now: datetime
) -> Appointment | None:
    """The best time they may be asked to take and were not asked about before."""
    slots = free_for(request, found)
    if not slots or not may_be_offered(request.client, request.treatment):
        return None
    for slot in islice(_askable(request, slots, found, now), SLOTS_TRIED):
        pair = replace(found, slots=[slot]).best_pair(slot.starts_at)
        if pair is None:
            continue
        with suppress(Refused):
            return offer_to(
                request=request,
                therapist=pair[0],
                room=pair[1],
                starts_at=slot.starts_at,
                now=now,
            )
    return None


def _askable(
    request: WaitingRequest, slots: list[Slot], found: Offers, now: datetime
) -> Iterator[Slot]:
    """Those that leave time to answer, with who may give them.

    None that meets a time they were asked about before, or an appointment of theirs.
    """
    clinic = found.clinic
    needed = trainings_needed(request.client, request.treatment)
    taken = [*own_times(request.client, now), *_asked_before(request)]
    for slot in slots:
        begins, ends = slot.starts_at, slot.ends_at
        able = [pk for pk in slot.therapists if found.therapists[pk].holds(needed)]
        if not able or _meets(taken, begins, ends):
            continue
        if answer_until(begins, now=now, zone=clinic.zone, lead_time=clinic.lead_time):
            yield slot._replace(therapists=tuple(able))


def _asked_before(request: WaitingRequest) -> list[tuple[datetime, datetime]]:
    """Who did not take an hour is not asked about a quarter past it either."""
    rows = request.offers.values_list("appointment__starts_at", "appointment__ends_at")
    return list(rows)


def _meets(
    times: list[tuple[datetime, datetime]], begins: datetime, ends: datetime
) -> bool:
    return any(begins < until and since < ends for since, until in times)


def _left(found: Offers, held: Appointment) -> Iterator[Slot]:
    """What is still free beside a time that has just been kept."""
    for slot in found.slots:
        busy_until = slot.ends_at + found.treatment.buffer
        if slot.starts_at < held.busy_until and held.starts_at < busy_until:
            slot = slot._replace(
                therapists=_without(slot.therapists, held.therapist_id),
                rooms=_without(slot.rooms, held.room_id),
            )
        if slot.therapists and slot.rooms:
            yield slot


def _without(keys: tuple[int, ...], taken: int) -> tuple[int, ...]:
    return tuple(key for key in keys if key != taken)


@verb
def offer_to(
    *,
    request: WaitingRequest,
    therapist: Therapist,
    room: Room,
    starts_at: datetime,
    now: datetime,
) -> Appointment:
    """Keep a time for one who waits, and ask them, by mail or by a call.

    Raises NotAllowed where they wait no more, are asked already or may not be offered
    it; AgainstWish, TrainingNeeded, TooSoon, SlotTaken, AtTheSameTime.
    """
    clinic = Clinic.objects.current()
    lock(therapists=[therapist.pk], rooms=[room.pk])
    fresh = _next(request, clinic, now)
    _fits(fresh, therapist, room, starts_at)
    until = answer_until(
        starts_at, now=now, zone=clinic.zone, lead_time=clinic.lead_time
    )
    if until is None:
        raise TooSoon
    fields = take(
        clinic=clinic,
        treatment=fresh.treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        now=now,
    )
    check_own_time(fresh.client, fields["starts_at"], fields["ends_at"], now=now)
    held = _keep_for(fresh, fields | as_booked(fresh.treatment, clinic), until, now)
    by_phone = Client.objects.books_by_phone_only(fresh.client)
    channel = Message.Channel.CALL if by_phone else Message.Channel.EMAIL
    tell(held, Message.Kind.OFFERED, now=now, channel=channel)
    return held


def _next(request: WaitingRequest, clinic: Clinic, now: datetime) -> WaitingRequest:
    """The request as it is now, locked with all of the same person.

    Nobody is asked about two times at once. Raises NotAllowed.
    """
    today = local_date(now, clinic.zone)
    theirs = WaitingRequest.objects.waiting(today).of_person(request.client)
    locked = theirs.select_for_update(of=("self",)).order_by("pk")
    rows = {row.pk: row for row in locked.select_related("client", "treatment")}
    if request.pk not in rows:
        raise NotAllowed(request.state)
    if theirs.asked().exists():
        raise NotAllowed("asked")
    return rows[request.pk]


def _fits(
    request: WaitingRequest, therapist: Therapist, room: Room, starts_at: datetime
) -> None:
    """Raises NotAllowed, AgainstWish, TrainingNeeded."""
    client, treatment = request.client, request.treatment
    if not may_be_offered(client, treatment):
        raise NotAllowed("answers")
    if _meets(_asked_before(request), starts_at, starts_at + treatment.length):
        raise NotAllowed("before")
    if not therapist.meets(request.wish) or (request.step_free and not room.step_free):
        raise AgainstWish
    if not therapist.holds(trainings_needed(client, treatment)):
        raise TrainingNeeded


def _keep_for(
    request: WaitingRequest, fields: dict[str, Any], until: datetime, now: datetime
) -> Appointment:
    """The hold behind the offer; no browser knows it before they say yes."""
    held = Appointment.objects.create(
        client=request.client,
        wish=request.wish,
        step_free=request.step_free,
        bedtime=request.bedtime,
        follows=_earlier(request.client),
        held_at=now,
        expires_at=until,
        **fields,
    )
    record(held, "held", now=now, reason="waiting")
    WaitingOffer.objects.create(
        request=request, appointment=held, offered_at=now, answer_by=until
    )
    return held


def _earlier(client: Client) -> Appointment | None:
    """Their last visit, so that only what may have changed is asked."""
    rows = client.appointments.filter(status__in=GIVEN).order_by("starts_at")
    return rows.last()
