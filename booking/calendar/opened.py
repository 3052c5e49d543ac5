"""What the page of an appointment shows, for the eyes of who opened it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.actions.changing import midnight_after
from booking.calendar.access import READS_ANSWERS, REVIEWS, sees_cautions, signed_in
from booking.calendar.cautions import cautions_of, known_before
from booking.calendar.door import ended_at_door
from booking.calendar.happened import happened
from booking.calendar.mornings import morning_shown
from booking.calendar.pages import show
from booking.calendar.series import place_of
from booking.calendar.visits import which_visit
from booking.calendar.writing import (
    AddForm,
    CancelForm,
    DoorForm,
    NoteForm,
    PaymentForm,
    ReadForm,
)
from booking.models import (
    Appointment,
    Clearance,
    Client,
    Clinic,
    SessionNote,
    Status,
    Therapist,
    Wish,
)
from booking.models.appointment import COMPLETES_AFTER, GIVEN, RUNNING
from clinic.models import User

RINGS_ONLY = "booking.ring_only_client"


def show_appointment(
    request: HttpRequest,
    appointment: Appointment,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The page, with the form that has a fault or the answers that were opened."""
    user, now = signed_in(request), timezone.now()
    context = _for_everyone(appointment, user, now) | _money(appointment)
    if sees_cautions(user):
        context |= _for_care(appointment, user, now)
    return show(request, "appointment", status=status, **(context | forms))


def _for_everyone(
    appointment: Appointment, user: User, now: datetime
) -> dict[str, Any]:
    """What the front desk sees too: nothing about health."""
    given, care = appointment.status in GIVEN, sees_cautions(user)
    begun = given and now >= appointment.starts_at
    either_way = appointment.status == Status.CONFIRMED
    either_way = either_way or (begun and now < midnight_after(appointment))
    under_way = appointment.is_under_way(now)
    return {
        "appointment": appointment,
        "visit": which_visit(appointment),
        "series": place_of(appointment),
        "wished": wished(appointment),
        "door_open": appointment.is_door_open(now) and not appointment.arrival_id,
        "may_be_late": appointment.is_door_open(now) and not appointment.arrival_id,
        "late": appointment.events.filter(what="late").exists(),
        "may_mark": begun and either_way,
        "completes_at": appointment.ends_at + COMPLETES_AFTER,
        "can_cancel": appointment.can_be_cancelled(now) or under_way,
        "can_move": appointment.can_be_moved(now),
        "cancel_form": CancelForm(initial={"revision": appointment.revision}),
        "history": happened(appointment, user, readings=care),
        "sees_cautions": care,
        "rings_only": user.has_perm(RINGS_ONLY),
        "phone_only": by_phone_only(appointment),
        "clinic": Clinic.objects.current(),
    }


def by_phone_only(appointment: Appointment) -> bool:
    client = appointment.client
    return client is not None and Client.objects.books_by_phone_only(client)


def wished(appointment: Appointment) -> str:
    if appointment.wish in Wish.values:
        return str(Wish(appointment.wish).label)
    named = Therapist.objects.filter(slug=appointment.wish).first()
    return named.name if named else appointment.wish


def _money(appointment: Appointment) -> dict[str, Any]:
    paid = appointment.payments.filter(undone_at__isnull=True).first()
    price = f"{Decimal(appointment.price_cents) / 100:.2f}"
    return {
        "paid": paid,
        "payment_due": appointment.status in GIVEN and paid is None,
        "expects": appointment.status in RUNNING,
        "payment_form": PaymentForm(initial={"amount": price}),
    }


def _for_care(appointment: Appointment, user: User, now: datetime) -> dict[str, Any]:
    """Cautions and notes; answers only by a further, recorded click."""
    cautions = cautions_of(appointment)
    begun = appointment.status in GIVEN and now >= appointment.starts_at
    return {
        "cautions": cautions,
        "scent": _scent(appointment),
        "good_until": _good_until(appointment),
        "overrides": _overrides(appointment),
        "new_today": cautions.beyond(known_before(appointment)),
        "may_read": user.has_perm(READS_ANSWERS),
        "may_decide": user.has_perm(REVIEWS),
        "ended": ended_at_door(appointment, now),
        "read_form": ReadForm(),
        "door_form": _door_form(appointment),
        **_notes(appointment, user, begun),
        **morning_shown(appointment),
    }


def _scent(appointment: Appointment) -> str:
    screening = appointment.screening
    chosen = screening.content.get("scent") if screening else None
    return str(chosen).capitalize() if chosen else _("None")


def _good_until(appointment: Appointment) -> datetime | None:
    """How long the answers of the booking hold, whatever the door added."""
    screening, clearance = appointment.screening, appointment.clearance
    if screening is None:
        return None
    if clearance is None or clearance.screening_id != screening.pk:
        return screening.valid_until
    return clearance.valid_until


def _overrides(appointment: Appointment) -> list[Clearance]:
    """A manager's word against the rules; it is shown for ever."""
    if appointment.screening is None:
        return []
    rows = appointment.screening.clearances.filter(basis=Clearance.Basis.OVERRIDE)
    return list(rows.select_related("decided_by"))


def _door_form(appointment: Appointment) -> DoorForm | None:
    arrival = appointment.arrival
    if arrival is None or not appointment.waits_at_door:
        return None
    lines = "\n".join(arrival.content["adaptations"])
    return DoorForm(initial={"adaptations": lines, "revision": appointment.revision})


def _notes(appointment: Appointment, user: User, begun: bool) -> dict[str, Any]:
    """The signed notes, one's own draft, and that somebody else has one."""
    rows = SessionNote.objects.filter(appointment=appointment, adds_to__isnull=True)
    notes = list(rows.select_related("author").prefetch_related("addenda__author"))
    mine = next((note for note in notes if note.author == user), None)
    return {
        "notes": [note for note in notes if note.signed_at],
        "drafts_of": [n.author for n in notes if not n.signed_at and n.author != user],
        "draft": mine if mine and not mine.signed_at else None,
        "note_form": _note_form(mine) if begun else None,
        "add_form": AddForm(),
    }


def _note_form(mine: SessionNote | None) -> NoteForm | None:
    if mine is None:
        return NoteForm()
    return None if mine.signed_at else NoteForm(initial={"text": mine.text})
