"""Notes of a session: on its page, and in the list of what is still to sign."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking.actions import sign_note, write_note
from booking.models import SessionNote, Status
from tests.calendar.booked import AFTER, NEAR, SEVEN, at_time, make_cautious, signed_in
from tests.factories import MONDAY, at, make_evening, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    return make_cautious()


def post(client, booked, name="note_write", *, now=AFTER, **data):
    with at_time(now):
        return client.post(reverse(f"calendar:{name}", args=[booked.ref]), data)


def seen(client, booked, *, now=AFTER):
    with at_time(now):
        url = reverse("calendar:appointment", args=[booked.ref])
        return client.get(url).content.decode()


def listed(client, *, now=AFTER):
    with at_time(now):
        return client.get(reverse("calendar:note_list")).content.decode()


def test_a_draft_is_kept_and_shown_to_its_author_alone(client, booked):
    signed_in(client, "Lead therapist", name="Mina Okafor")
    post(client, booked, text="Slow strokes")
    mine = seen(client, booked)

    signed_in(client, "Manager")
    theirs = seen(client, booked)

    assert "Slow strokes" in mine
    assert "Slow strokes" not in theirs
    assert "Mina Okafor has a draft" in theirs


def test_a_signed_note_is_read_by_care_and_not_by_the_desk(client, booked):
    signed_in(client, "Lead therapist", name="Mina Okafor")
    post(client, booked, text="Slow strokes", sign="1")

    signed_in(client, "Manager")
    care = seen(client, booked)
    signed_in(client, "Front desk")
    desk = seen(client, booked)

    assert "Slow strokes" in care
    assert "Signed by Mina Okafor, Monday 7 December, 20:00" in care
    assert "Slow strokes" not in desk


def test_after_signing_only_additions_are_offered(client, booked):
    lead = signed_in(client, "Lead therapist")
    post(client, booked, text="Slow strokes", sign="1")
    note = SessionNote.objects.get()

    changed = post(client, booked, text="Fast strokes")
    added = post(client, booked, "note_add", more="Slept well", note=note.pk)

    assert (changed.status_code, added.status_code) == (409, 302)
    assert note.addenda.get().author == lead
    assert "Slept well" in seen(client, booked)


def test_a_note_of_another_session_is_not_added_to(client, booked):
    signed_in(client, "Lead therapist")
    evening = (booked.treatment, booked.therapist, booked.room)
    other = make_cautious(starts_at=at(MONDAY, "17:00"), evening=evening)
    note = sign_note(appointment=other, text="Other", by=make_user(), now=AFTER)

    answer = post(client, booked, "note_add", more="Mine", note=note.pk)

    assert answer.status_code == 422
    assert SessionNote.objects.count() == 1


def test_nothing_is_noted_before_the_session(client, booked):
    signed_in(client, "Lead therapist")

    answer = post(client, booked, now=NEAR, text="Early")

    assert answer.status_code == 409
    assert not SessionNote.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "a\x00b", "a\u202eb"])
def test_what_is_no_note_is_refused_and_stays_in_the_form(client, booked, text):
    signed_in(client, "Lead therapist")

    answer = post(client, booked, text=text)

    assert answer.status_code == 422
    assert not SessionNote.objects.exists()


def test_a_note_of_several_lines_is_kept_as_typed(client, booked):
    signed_in(client, "Lead therapist")

    post(client, booked, text="Neck: slow\r\nBack: 4 < 5")

    assert SessionNote.objects.get().text == "Neck: slow\nBack: 4 < 5"
    assert "4 &lt; 5" in seen(client, booked)


def test_drafts_and_sessions_without_a_note_are_listed(client):
    evening = make_evening()
    lead = signed_in(client, "Lead therapist")
    drafted = make_cautious(evening=evening)
    bare = make_cautious(evening=evening, starts_at=at(MONDAY, "16:00"))
    signed = make_cautious(evening=evening, starts_at=at(MONDAY, "17:30"))
    for row in (drafted, bare, signed):
        row.status = Status.COMPLETED
        row.save()
    write_note(appointment=drafted, text="Draft", by=lead, now=AFTER)
    sign_note(appointment=signed, text="Signed", by=lead, now=AFTER)

    text = listed(client)

    assert f"{drafted.ref}/#note" in text
    assert f"{bare.ref}/#note" in text
    assert f"{signed.ref}/#note" not in text
    assert "Nobody marked them as arrived" in text


def test_a_therapist_is_reminded_of_their_own_sessions_only(client, booked):
    booked.status = Status.COMPLETED
    booked.save()
    user = signed_in(client, "Therapist")
    before = listed(client)
    booked.therapist.user = user
    booked.therapist.save()

    after = listed(client)

    assert booked.ref not in before
    assert booked.ref in after


def test_what_is_older_than_a_month_is_let_rest(client, booked):
    booked.status = Status.COMPLETED
    booked.save()
    later = SEVEN + timedelta(days=30, seconds=1)
    with at_time(later):
        client.force_login(make_user(role="Lead therapist"))

    assert booked.ref not in listed(client, now=later)


def test_the_evening_ends_with_what_is_still_to_sign(client, booked):
    booked.status = Status.COMPLETED
    booked.save()
    user = signed_in(client, "Therapist")
    booked.therapist.user = user
    booked.therapist.save()

    with at_time(AFTER):
        tonight = client.get("/calendar/day/2026-12-07/").content.decode()
        tomorrow = client.get("/calendar/day/2026-12-08/").content.decode()

    assert f"{booked.ref}/#note" in tonight
    assert f"{booked.ref}/#note" not in tomorrow
