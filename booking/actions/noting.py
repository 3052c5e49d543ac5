"""Notes of a session: a draft of one's own, then signed, then only added to."""

from datetime import datetime

from booking.actions.problems import NotAllowed
from booking.actions.steps import reread
from booking.actions.verb import verb
from booking.models import Appointment, SessionNote
from booking.models.appointment import GIVEN
from clinic.models import User


@verb
def write_note(
    *, appointment: Appointment, text: str, by: User, now: datetime
) -> SessionNote:
    """Keep one's own draft; the draft of before goes.

    Raises NotAllowed before the session began, and once one's own note is signed.
    """
    note = _draft(_own(appointment, by), appointment, by, now)
    return _keep(note, text, now=now)


@verb
def sign_note(
    *, appointment: Appointment, text: str, by: User, now: datetime
) -> SessionNote:
    """Sign one's own note with this text; from now on it never changes.

    Signing the same text twice is signing once. Raises NotAllowed.
    """
    mine = _own(appointment, by)
    if mine is not None and mine.signed_at is not None and mine.text == text:
        return mine
    note = _draft(mine, appointment, by, now)
    note.signed_at = now
    return _keep(note, text, now=now)


@verb
def add_to_note(
    *, note: SessionNote, text: str, by: User, now: datetime
) -> SessionNote:
    """Add to a signed note; what is added is signed at once. Raises NotAllowed."""
    reread(note.appointment)
    if note.signed_at is None or note.adds_to_id is not None:
        raise NotAllowed("a draft")
    same = [each for each in note.addenda.filter(author=by) if each.text == text]
    if same:
        return same[0]
    return SessionNote.objects.create(
        appointment=note.appointment,
        author=by,
        text=text,
        written_at=now,
        signed_at=now,
        adds_to=note,
    )


def _own(appointment: Appointment, by: User) -> SessionNote | None:
    """One's own note, under the lock of its appointment."""
    reread(appointment)
    rows = SessionNote.objects.filter(appointment=appointment, author=by)
    return rows.filter(adds_to__isnull=True).first()


def _draft(
    mine: SessionNote | None, appointment: Appointment, by: User, now: datetime
) -> SessionNote:
    """The draft to write in, new or one's own."""
    fresh = reread(appointment)
    if fresh.status not in GIVEN or now < fresh.starts_at:
        raise NotAllowed(fresh.status)
    if mine is None:
        return SessionNote(appointment=fresh, author=by)
    if mine.signed_at is not None:
        raise NotAllowed("signed")
    return mine


def _keep(note: SessionNote, text: str, *, now: datetime) -> SessionNote:
    note.text, note.written_at = text, now
    note.save()
    return note
