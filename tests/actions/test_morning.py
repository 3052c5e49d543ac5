"""The morning after: who is asked, what is kept, and who is looked after."""

from datetime import timedelta

import pytest
from django.db import connection

from booking.actions import (
    Person,
    ask_me_in_the_morning,
    ask_me_no_more,
    change_client,
    complete,
    complete_by_itself,
    delete_nights,
    look_after,
    mark_no_show,
    merge_clients,
    purge,
    still_to_ask,
    tell_of_night,
)
from booking.actions.problems import NotAllowed
from booking.messages import tell_next
from booking.models import (
    Client,
    Message,
    MorningAfter,
    MorningConsent,
    Trouble,
)
from booking.screening.morning import Night
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_user,
)

pytestmark = pytest.mark.django_db

Kind, State = Message.Kind, Message.State
OVER = at(MONDAY, "20:05")
EIGHT = at(TUESDAY, "08:00")
HOUR = timedelta(hours=1)
GOOD, SORE = Night(sleep=8, calm=7), Night(sleep=3, sore=8, may_ring=True)


@pytest.fixture
def session():
    """Somebody who wishes to be asked, and whose hour from seven to eight is over."""
    treatment, therapist, room = make_evening()
    therapist.user = make_user(role="Therapist")
    therapist.save()
    booked = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "19:00"),
    )
    ask_me_in_the_morning(client=booked.client, now=NOW)
    return booked


def mails(kind=Kind.MORNING, **fields):
    return Message.objects.filter(kind=kind, **fields)


def told(session, night=GOOD, now=EIGHT):
    complete(appointment=session, now=OVER)
    return tell_of_night(appointment=session, night=night, now=now)


def test_consent_is_kept_with_its_times_and_is_given_once_only(session):
    client = session.client

    ask_me_in_the_morning(client=client, now=NOW + HOUR)
    ask_me_no_more(client=client, now=NOW + 2 * HOUR)
    ask_me_in_the_morning(client=client, now=NOW + 3 * HOUR)

    kept = MorningConsent.objects.order_by("given_at")
    assert list(kept.values_list("given_at", "withdrawn_at")) == [
        (NOW, NOW + 2 * HOUR),
        (NOW + 3 * HOUR, None),
    ]


@pytest.mark.parametrize(
    ("waking", "due"), [(None, "08:00"), ("09:30", "09:30"), ("05:00", "07:00")]
)
def test_who_wishes_it_is_asked_once_they_are_up(session, waking, due):
    Client.objects.update(waking_time=waking)

    complete(appointment=session, now=OVER)

    asked = mails().get()
    assert (asked.recipient, asked.state) == (session.client.email, State.WAITING)
    assert asked.due_at == at(TUESDAY, due)


def test_a_session_nobody_marked_asks_too(session):
    complete_by_itself(appointment=session, now=OVER + HOUR)

    assert mails().get().due_at == EIGHT


def test_nobody_is_asked_who_did_not_wish_it_or_has_no_mail(session):
    ask_me_no_more(client=session.client, now=NOW)
    complete(appointment=session, now=OVER)
    assert not mails().exists()

    Client.objects.update(email="")
    ask_me_in_the_morning(client=session.client, now=OVER)

    assert not mails().exists()


def test_marked_back_and_forth_there_is_one_mail_a_session(session):
    complete(appointment=session, now=OVER)
    mark_no_show(appointment=session, now=OVER)
    assert mails().get().state == State.CANCELLED

    complete(appointment=session, now=OVER + HOUR)

    assert mails().get().state == State.WAITING


def test_the_consent_taken_back_stops_the_mail_and_given_again_sends_it(session):
    complete(appointment=session, now=OVER)

    ask_me_no_more(client=session.client, now=OVER + HOUR)
    kept = mails().get()
    assert (kept.state, kept.error) == (State.CANCELLED, "turned off")
    ask_me_in_the_morning(client=session.client, now=OVER + 2 * HOUR)

    assert mails().get().state == State.WAITING


def test_it_is_sent_once_and_never_when_the_morning_is_over(session, mailoutbox):
    complete(appointment=session, now=OVER)
    late = at(TUESDAY, "20:00")

    assert tell_next(now=EIGHT - HOUR) is None
    tell_next(now=late)
    assert mails().get().state == State.CANCELLED
    assert mailoutbox == []

    mails().update(state=State.WAITING)
    tell_next(now=late - HOUR)
    assert tell_next(now=late - HOUR) is None
    assert mails().get().state == State.SENT
    assert len(mailoutbox) == 1


def test_who_has_no_mailbox_any_more_is_not_rung_instead(session):
    complete(appointment=session, now=OVER)

    change_client(
        client=session.client, person=Person(name="Hannah", phone="01632 1"), now=OVER
    )

    assert mails().get().state == State.CANCELLED


def test_a_worker_away_all_day_writes_no_mail_at_all(session):
    complete_by_itself(appointment=session, now=at(TUESDAY, "20:00"))

    assert not mails().exists()


def test_what_is_said_of_the_night_is_unreadable_in_the_database(session):
    said = told(session, Night(sleep=6, note="A word for nobody else"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM booking_morningafter")
        stored = cursor.fetchone()[0]
    assert "word" not in str(stored)
    assert '"sleep"' not in str(stored)
    again = MorningAfter.objects.get(pk=said.pk)
    assert Night.of(again.content) == Night(sleep=6, note="A word for nobody else")


def test_it_may_be_said_anew_until_the_day_is_over(session):
    told(session, GOOD)
    assert mails().get().state == State.CANCELLED  # it is answered

    tell_of_night(appointment=session, night=Night(sleep=5), now=at(TUESDAY, "23:59"))

    assert MorningAfter.objects.get().content["sleep"] == 5


@pytest.mark.parametrize("when", [at(MONDAY, "23:59"), at(TUESDAY, "23:59") + HOUR])
def test_it_is_said_of_last_night_only(session, when):
    with pytest.raises(NotAllowed):
        told(session, now=when)

    assert not MorningAfter.objects.exists()


def test_nothing_is_kept_without_consent_or_of_a_session_that_was_not_given(session):
    mark_no_show(appointment=session, now=OVER)
    with pytest.raises(NotAllowed):
        tell_of_night(appointment=session, night=GOOD, now=EIGHT)
    complete(appointment=session, now=OVER)
    ask_me_no_more(client=session.client, now=OVER)

    with pytest.raises(NotAllowed):
        tell_of_night(appointment=session, night=GOOD, now=EIGHT)


def test_a_quiet_night_alerts_nobody(session):
    told(session, Night(sleep=2, sore=6, felt=("dizzy", "bruise"), still="no"))

    assert not Trouble.objects.exists()
    assert not mails(Kind.TROUBLE).exists()


def test_trouble_is_told_to_the_therapist_and_the_leads_and_put_on_the_call_list(
    session,
):
    lead = make_user(role="Lead therapist")

    told(session, SORE)

    assert set(mails(Kind.TROUBLE).values_list("staff", flat=True)) == {
        session.therapist.user_id,
        lead.pk,
    }
    assert mails(Kind.RING, channel="call", state=State.WAITING).count() == 1


def test_nobody_rings_where_no_call_is_welcome(session):
    told(session, Night(sleep=3, sore=8))

    assert Trouble.objects.exists()
    assert not mails(Kind.RING).exists()


def test_trouble_said_twice_alerts_once_and_again_once_somebody_has_looked(session):
    by, count = session.therapist.user, mails(Kind.TROUBLE).count
    told(session, SORE)
    tell_of_night(appointment=session, night=SORE, now=EIGHT + HOUR)
    assert count() == 1

    look_after(appointment=session, now=EIGHT + 2 * HOUR, by=by)
    assert Trouble.objects.get().seen_by == by
    tell_of_night(appointment=session, night=SORE, now=EIGHT + 3 * HOUR)

    assert count() == 2
    assert Trouble.objects.to_look_after().exists()


def test_only_who_waits_can_be_looked_after(session):
    told(session, GOOD)

    with pytest.raises(NotAllowed):
        look_after(appointment=session, now=EIGHT, by=session.therapist.user)


def asked_again(session, now):
    """Whether a booking on Friday asks everything, whatever was answered before."""
    friday = at(TUESDAY, "19:00") + timedelta(days=3)
    return bool(still_to_ask(session.screening, session.treatment, friday, now))


def test_trouble_makes_what_was_answered_before_good_no_more(session):
    told(session, GOOD)
    assert not asked_again(session, EIGHT)

    tell_of_night(appointment=session, night=SORE, now=EIGHT)
    assert asked_again(session, EIGHT)

    look_after(appointment=session, now=EIGHT, by=session.therapist.user)
    delete_nights(client=session.client, now=EIGHT)
    assert asked_again(session, EIGHT)


def test_trouble_reaches_the_answers_of_every_row_of_that_person(session):
    other = make_confirmed(
        treatment=session.treatment,
        therapist=session.therapist,
        room=session.room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(email=""),
    )
    told(session, SORE)
    assert not asked_again(other, EIGHT)

    merge_clients(
        client=other.client,
        into=session.client,
        by=make_user(role="Manager"),
        now=EIGHT,
    )

    assert asked_again(other, EIGHT)


def test_nights_are_deleted_when_asked_and_after_two_years(session):
    told(session)
    purge(now=EIGHT + timedelta(days=729))
    assert MorningAfter.objects.count() == 1

    purge(now=EIGHT + timedelta(days=731))
    assert not MorningAfter.objects.exists()

    told(session)
    assert delete_nights(client=session.client, now=EIGHT) == 1
    assert not MorningAfter.objects.exists()
