"""Join the waiting list, and leave it."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from booking.actions.booking import Person
from booking.actions.problems import NotAllowed, TooManyWaits
from booking.actions.steps import enter, lock, reread, untell
from booking.actions.verb import verb
from booking.models import (
    Client,
    Clinic,
    Message,
    Status,
    Treatment,
    WaitingOffer,
    WaitingRequest,
    Wish,
)
from booking.models.waiting import EVERY_DAY, FIRST, LAST
from booking.times import local_date
from clinic.models import User

MOST = 3  # requests that wait at the same time for one mailbox
MOST_A_DAY = 6  # and that were made within a day, so that nobody is mailed for ever
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaitFor:
    """The times somebody waits for, by the clinic's clock; the days are inclusive."""

    since: date
    until: date
    weekdays: int = EVERY_DAY
    earliest: time = FIRST
    latest: time = LAST
    wish: str = Wish.ANYONE
    step_free: bool = False
    bedtime: time | None = None


@verb
def join_waiting(
    *,
    key: uuid.UUID,
    treatment: Treatment,
    wait_for: WaitFor,
    client: Client | Person,
    now: datetime,
) -> WaitingRequest:
    """Put somebody at the end of the list; the same press twice puts them there once.

    Whoever is not known gets a client row of their own. Raises TooManyWaits; the lock
    makes the count exact.
    """
    list(Clinic.objects.select_for_update(no_key=True).values_list("pk"))
    made = WaitingRequest.objects.filter(key=key).first()
    if made is not None:
        return made
    person = client if isinstance(client, Client) else _as_client(client, wait_for)
    today = local_date(now, Clinic.objects.current().zone)
    theirs = WaitingRequest.objects.of_person(person)
    lately = theirs.filter(joined_at__gt=now - DAY)
    if theirs.waiting(today).count() >= MOST or lately.count() >= MOST_A_DAY:
        raise TooManyWaits
    if person.pk is None:
        person.save()
    request = WaitingRequest.objects.create(
        key=key, client=person, treatment=treatment, joined_at=now, **asdict(wait_for)
    )
    _tell_listed(request, now=now)
    return request


def _as_client(person: Person, wait_for: WaitFor) -> Client:
    """A row of its own, not saved yet, and never looked up by what was typed."""
    return Client(
        name=person.name,
        email=person.email,
        phone=person.phone,
        may_leave_message=person.may_leave_message,
        when_to_ring=person.when_to_ring,
        bedtime=wait_for.bedtime,
        wish=wait_for.wish,
    )


def _tell_listed(request: WaitingRequest, *, now: datetime) -> None:
    """A link to their page; who gave no e-mail is rung once there is a time."""
    if request.client.email:
        request.messages.create(
            key=f"{request.ref}:{Message.Kind.LISTED}",
            kind=Message.Kind.LISTED,
            recipient=request.client.email,
            due_at=now,
        )


@verb
def leave_waiting(
    *, request: WaitingRequest, now: datetime, by: User | None = None
) -> WaitingRequest:
    """Take them off the list; a time that is kept for their answer is free again.

    Who left stays as they are. Raises NotAllowed where they got a time.
    """
    offer = request.offers.filter(state="waiting").select_related("appointment").first()
    if offer is not None:
        held = offer.appointment
        lock(therapists=[held.therapist_id], rooms=[held.room_id])
    fresh = locked_request(request)
    if fresh.state in (WaitingRequest.State.LEFT, WaitingRequest.State.ENDED):
        return fresh
    if fresh.state != WaitingRequest.State.WAITING:
        raise NotAllowed(fresh.state)
    if offer is not None:
        give_up(offer, now=now, by=by)
    end_waiting(fresh, WaitingRequest.State.LEFT, now=now, by=by)
    return fresh


def locked_request(request: WaitingRequest) -> WaitingRequest:
    """The request as it is now, locked; after therapists and rooms."""
    rows = WaitingRequest.objects.select_for_update(of=("self",))
    return rows.select_related("client", "treatment").get(pk=request.pk)


def end_waiting(
    request: WaitingRequest, state: str, *, now: datetime, by: User | None = None
) -> None:
    request.state, request.ended_at, request.ended_by = state, now, by
    request.save(update_fields=["state", "ended_at", "ended_by"])
    waiting = request.messages.filter(state=Message.State.WAITING)
    waiting.update(state=Message.State.CANCELLED)


def give_up(offer: WaitingOffer, *, now: datetime, by: User | None = None) -> None:
    """Free the time of an offer that still waits, under the locks of its hold."""
    rows = WaitingOffer.objects.select_for_update(of=("self",))
    fresh = rows.get(pk=offer.pk)
    if fresh.state != WaitingOffer.State.WAITING:
        return
    close(fresh, WaitingOffer.State.DECLINED, now=now)
    held = reread(offer.appointment)
    untell(held)
    if held.status == Status.HELD:
        enter(held, Status.CANCELLED, now=now, by=by, reason="declined")


def close(offer: WaitingOffer, state: str, *, now: datetime) -> None:
    """Write what became of it."""
    offer.state, offer.answered_at = state, now
    offer.save(update_fields=["state", "answered_at"])
