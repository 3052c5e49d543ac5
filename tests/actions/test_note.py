"""Notes: a draft of one's own, signed once, then only added to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.actions import add_to_note, cancel, sign_note, write_note
from booking.actions.problems import NotAllowed
from booking.models import SessionNote
from tests.factories import TUESDAY, at, make_confirmed, make_evening, make_user

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
AFTER = SEVEN + timedelta(hours=1)


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )


def test_a_draft_is_kept_over_the_draft_before(booked):
    mina = make_user()
    write_note(appointment=booked, text="Slow", by=mina, now=SEVEN)

    note = write_note(appointment=booked, text="Slow, warm", by=mina, now=AFTER)

    assert SessionNote.objects.get() == note
    assert (note.text, note.written_at, note.signed_at) == ("Slow, warm", AFTER, None)


def test_another_therapist_writes_beside_and_not_over(booked):
    write_note(appointment=booked, text="Mine", by=make_user(), now=SEVEN)

    write_note(appointment=booked, text="Theirs", by=make_user(), now=SEVEN)

    assert {note.text for note in SessionNote.objects.all()} == {"Mine", "Theirs"}


def test_nothing_is_noted_before_the_session_began(booked):
    early = SEVEN - timedelta(microseconds=1)

    with pytest.raises(NotAllowed):
        write_note(appointment=booked, text="Early", by=make_user(), now=early)


def test_nothing_is_noted_of_a_session_that_was_not_given(booked):
    cancel(appointment=booked, now=SEVEN - timedelta(days=1))

    with pytest.raises(NotAllowed):
        write_note(appointment=booked, text="Not given", by=make_user(), now=AFTER)


def test_a_draft_is_signed_with_the_text_on_the_page(booked):
    mina = make_user()
    write_note(appointment=booked, text="Slow", by=mina, now=SEVEN)

    note = sign_note(appointment=booked, text="Slow, warm", by=mina, now=AFTER)

    assert (note.text, note.signed_at) == ("Slow, warm", AFTER)
    assert SessionNote.objects.count() == 1


def test_signing_twice_is_signing_once(booked):
    mina = make_user()
    once = sign_note(appointment=booked, text="Slow", by=mina, now=SEVEN)

    twice = sign_note(appointment=booked, text="Slow", by=mina, now=AFTER)

    assert (twice, twice.signed_at) == (once, SEVEN)


@pytest.mark.parametrize("change", [write_note, sign_note])
def test_a_signed_note_takes_no_other_text(booked, change):
    mina = make_user()
    sign_note(appointment=booked, text="Slow", by=mina, now=SEVEN)

    with pytest.raises(NotAllowed):
        change(appointment=booked, text="Fast", by=mina, now=AFTER)

    assert SessionNote.objects.get().text == "Slow"


def test_the_database_keeps_a_signed_note_as_it_is(booked):
    note = sign_note(appointment=booked, text="Slow", by=make_user(), now=SEVEN)
    note.text = "Fast"

    with pytest.raises(IntegrityError), transaction.atomic():
        note.save()


def test_a_signed_note_is_added_to_by_whoever_has_more_to_say(booked):
    note = sign_note(appointment=booked, text="Slow", by=make_user(), now=SEVEN)
    lead = make_user()

    added = add_to_note(note=note, text="She rang: slept well", by=lead, now=AFTER)

    assert (added.adds_to, added.author, added.signed_at) == (note, lead, AFTER)


def test_adding_twice_is_adding_once(booked):
    note = sign_note(appointment=booked, text="Slow", by=make_user(), now=SEVEN)
    lead = make_user()

    for _press in range(2):
        add_to_note(note=note, text="Slept well", by=lead, now=AFTER)

    assert note.addenda.count() == 1


def test_a_draft_is_not_added_to(booked):
    note = write_note(appointment=booked, text="Slow", by=make_user(), now=SEVEN)

    with pytest.raises(NotAllowed):
        add_to_note(note=note, text="More", by=make_user(), now=AFTER)
