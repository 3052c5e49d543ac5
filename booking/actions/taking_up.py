"""What one who waits says to an offered time: yes, no, or nothing until it is gone."""

from datetime import datetime

from booking.actions.joining import close, end_waiting, give_up, locked_request
from booking.actions.known import still_good
from booking.actions.problems import Answered
from booking.actions.reminding import remind
from booking.actions.screened import cleared_by
from booking.actions.steps import change, enter, lock, reread, tell, untell
from booking.actions.verb import verb
from booking.models import (
    Appointment,
    Clearance,
    Clinic,
    Message,
    Screening,
    Status,
    WaitingOffer,
    WaitingRequest,
)
from booking.models.appointment import GIVEN
from clinic.models import User

State = WaitingOffer.State
SILENT_MOST = 2  # offers without an answer, until nobody asks them any more
GOT_ONE = (*GIVEN, Status.REVIEW)


@verb
def accept_offer(
    *, offer: WaitingOffer, now: datetime, by: User | None = None
) -> Appointment:
    """Take the time: booked at once where their answers are good for it.

    Else it is theirs while they go through the lists. Who said yes already stays as
    they are; `by` is who wrote down a yes on the phone. Raises Answered.
    """
    asked, held = _locked(offer)
    if asked.state == State.ACCEPTED:
        return held
    if not _can_be_taken(asked, held, now):
        raise Answered(asked.state)
    close(asked, State.ACCEPTED, now=now)
    untell(held)
    good = still_good(held, now)
    if good is None:
        _keep_for_answers(held, asked.answer_by, now=now, by=by)
    else:
        _book(held, good, now=now, by=by)
        end_waiting(asked.request, WaitingRequest.State.BOOKED, now=now)
    return held


def _keep_for_answers(
    held: Appointment, until: datetime, *, now: datetime, by: User | None
) -> None:
    """As long as it was kept for the yes, and as a hold of a browser at least."""
    until = max(until, now + Clinic.objects.current().hold_time)
    change(
        held,
        "accepted",
        now=now,
        by=by,
        held_at=now,
        expires_at=min(until, held.starts_at),
    )


def _book(
    held: Appointment,
    good: Clearance | Screening,
    *,
    now: datetime,
    by: User | None,
) -> None:
    if isinstance(good, Clearance):
        fields = cleared_by(good.screening, now=now, before=good)
    else:
        fields = cleared_by(good, now=now)
    enter(held, Status.CONFIRMED, now=now, by=by, reason="waiting", **fields)
    tell(held, Message.Kind.CONFIRMED, now=now, heard_from=by)
    remind(held, Clinic.objects.current(), now=now)


def _can_be_taken(asked: WaitingOffer, held: Appointment, now: datetime) -> bool:
    waits = asked.request.state == WaitingRequest.State.WAITING
    kept = held.status == Status.HELD and held.is_live(now)
    return waits and kept and asked.is_open(now)


@verb
def decline_offer(
    *, offer: WaitingOffer, now: datetime, by: User | None = None
) -> WaitingRequest:
    """They would rather not: the time goes to the next, and they wait on.

    Raises Answered where it is too late to say no.
    """
    asked, held = _locked(offer)
    if asked.state == State.DECLINED:
        return asked.request
    if not asked.is_open(now):
        raise Answered(asked.state)
    give_up(asked, now=now, by=by)
    return asked.request


@verb
def settle_offer(*, offer: WaitingOffer, now: datetime) -> bool:
    """Close what nobody answered, and what came of a yes; whether there was anything.

    Who was told twice and did not answer is asked no more.
    """
    asked, held = _locked(offer)
    if asked.state not in WaitingOffer.OPEN or _can_be_taken(asked, held, now):
        return False
    if asked.state == State.WAITING and not _goes_on(asked, held, now):
        _lapse(asked, held, now)
        return True
    if asked.request.state != WaitingRequest.State.WAITING:
        return False
    return _follow(asked, held, now)


def _goes_on(asked: WaitingOffer, held: Appointment, now: datetime) -> bool:
    """Whether the desk goes on with the hold, and nobody pressed yes."""
    if asked.request.state != WaitingRequest.State.WAITING:
        return False
    kept = held.status == Status.HELD and held.is_live(now)
    return kept or held.status in (*GOT_ONE, Status.DECLINED)


def _follow(asked: WaitingOffer, held: Appointment, now: datetime) -> bool:
    """What became of a time they said yes to."""
    said_yes_now = asked.state == State.WAITING
    if said_yes_now:
        close(asked, State.ACCEPTED, now=now)
    if held.status in GOT_ONE:
        end_waiting(asked.request, WaitingRequest.State.BOOKED, now=now)
    elif held.status == Status.DECLINED:
        end_waiting(asked.request, WaitingRequest.State.ENDED, now=now)
    elif held.status == Status.HELD or held.can_come_back(now):
        return said_yes_now
    else:
        close(asked, State.LAPSED, now=now)
        _end_if_silent(asked.request, now)
    return True


def _lapse(asked: WaitingOffer, held: Appointment, now: datetime) -> None:
    """An offer that nobody was told of, or whose hold was given back, is no silence."""
    told = held.messages.filter(
        kind=Message.Kind.OFFERED, state=Message.State.SENT
    ).exists()
    ran_out = held.status in (Status.HELD, Status.EXPIRED)
    untell(held)
    if held.status == Status.HELD:
        enter(held, Status.EXPIRED, now=now, reason="unanswered")
    close(asked, State.LAPSED if told and ran_out else State.WITHDRAWN, now=now)
    _end_if_silent(asked.request, now)


def _end_if_silent(request: WaitingRequest, now: datetime) -> None:
    silent = request.offers.filter(state=State.LAPSED).count()
    if silent >= SILENT_MOST and request.state == WaitingRequest.State.WAITING:
        end_waiting(request, WaitingRequest.State.ENDED, now=now)


def _locked(offer: WaitingOffer) -> tuple[WaitingOffer, Appointment]:
    """The offer and its hold as they are now, locked; the request with them."""
    known = WaitingOffer.objects.select_related("appointment").get(pk=offer.pk)
    held = known.appointment
    lock(therapists=[held.therapist_id], rooms=[held.room_id])
    request = locked_request(WaitingRequest(pk=known.request_id))
    asked = WaitingOffer.objects.select_for_update(of=("self",)).get(pk=known.pk)
    asked.request = request
    asked.appointment = reread(held)
    return asked, asked.appointment
