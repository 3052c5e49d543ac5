"""Money at the desk: what was paid is noted, and may be undone; no money moves."""

from datetime import datetime

from booking.actions.problems import AlreadyPaid, NotAllowed
from booking.actions.steps import record, reread
from booking.actions.verb import verb
from booking.models import Appointment, Payment
from booking.models.appointment import GIVEN
from clinic.models import User


@verb
def take_payment(
    *, appointment: Appointment, how: str, cents: int, by: User, now: datetime
) -> Payment:
    """Note what was paid. The same again is the same payment.

    Raises AlreadyPaid where something else was noted, NotAllowed where nothing is due.
    """
    fresh = reread(appointment)
    if fresh.status not in GIVEN:
        raise NotAllowed(fresh.status)
    paid = fresh.payments.filter(undone_at__isnull=True).first()
    if paid is not None:
        if (paid.how, paid.cents) != (how, cents):
            raise AlreadyPaid
        return paid
    record(fresh, "paid", now=now, by=by, reason=how)
    return Payment.objects.create(
        appointment=fresh,
        how=how,
        cents=cents,
        currency=fresh.currency,
        taken_at=now,
        taken_by=by,
    )


@verb
def undo_payment(*, payment: Payment, by: User, now: datetime) -> Payment:
    """It was noted by mistake; the row stays, and says who undid it."""
    fresh = reread(payment.appointment)
    paid = fresh.payments.get(pk=payment.pk)
    if paid.undone_at is not None:
        return paid
    paid.undone_at, paid.undone_by = now, by
    paid.save(update_fields=["undone_at", "undone_by"])
    record(fresh, "unpaid", now=now, by=by)
    return paid
