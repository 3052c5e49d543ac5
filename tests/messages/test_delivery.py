import logging
from datetime import timedelta

import pytest

from booking.actions import cancel
from booking.messages import MailAway, tell_next
from booking.models import AccessLink, Appointment, Client, Message, Status
from tests.factories import NOW, make_client, make_confirmed
from tests.messages.backends import PATH
from tests.messages.rows import (
    SEVEN,
    for_someone_else,
    make_booked,
    make_message,
    put,
)

pytestmark = pytest.mark.django_db

Kind, State = Message.Kind, Message.State
MINUTE = timedelta(minutes=1)


def use(settings, name):
    settings.EMAIL_BACKEND = f"{PATH}.{name}"


def test_a_due_mail_is_told_once(mailoutbox):
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    assert tell_next(now=NOW) == message
    assert tell_next(now=NOW) is None

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert (message.sent_at, message.lease_until) == (NOW, None)
    assert [mail.to for mail in mailoutbox] == [["hannah@whitlock.example"]]


def test_nothing_is_told_before_it_is_due(mailoutbox):
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked, due_at=NOW + MINUTE)

    assert tell_next(now=NOW) is None

    assert mailoutbox == []


def test_calls_are_left_to_people(mailoutbox):
    call = make_message(
        kind=Kind.RING, appointment=make_booked(), channel=Message.Channel.CALL
    )

    assert tell_next(now=NOW) is None

    call.refresh_from_db()
    assert call.state == State.WAITING


def test_what_is_due_longest_is_told_first(mailoutbox):
    booked = make_booked()
    for minutes in (2, 3, 1):
        make_message(
            kind=Kind.CONFIRMED,
            appointment=booked,
            due_at=NOW - minutes * MINUTE,
            recipient=f"{minutes}@x.example",
        )

    while tell_next(now=NOW):
        pass

    told = [mail.to[0] for mail in mailoutbox]
    assert told == ["3@x.example", "2@x.example", "1@x.example"]


# What is no longer true is not told


@pytest.mark.parametrize(
    ("kind", "true_while"),
    [
        (Kind.CONFIRMED, {Status.CONFIRMED}),
        (Kind.CLEARED, {Status.CONFIRMED}),
        (Kind.MOVED, {Status.CONFIRMED, Status.REVIEW}),
        (Kind.REVIEW, {Status.REVIEW}),
        (Kind.DECLINED, {Status.DECLINED}),
        (Kind.CANCELLED, {Status.CANCELLED}),
        (Kind.RAN_OUT, {Status.EXPIRED}),
        (Kind.RING, set()),
    ],
)
def test_a_mail_is_told_only_while_it_is_true(kind, true_while, mailoutbox):
    booked = make_booked()
    told = set()
    at_the_end = [Status.DECLINED] if kind != Kind.CANCELLED else [Status.CANCELLED]
    over = {Status.DECLINED, Status.CANCELLED}

    for status in [*(set(Status) - over), *at_the_end]:
        put(booked, status)
        message = make_message(kind=kind, appointment=booked)
        tell_next(now=NOW)
        message.refresh_from_db()
        assert message.state in (State.SENT, State.CANCELLED)
        if message.state == State.SENT:
            told.add(status)

    assert told == true_while
    assert len(mailoutbox) == len(true_while)


def test_a_mail_that_is_no_longer_true_leaves_no_link_behind():
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked)
    put(booked, Status.CANCELLED)

    tell_next(now=NOW)

    assert not AccessLink.objects.exists()


def test_nobody_is_told_of_a_booking_after_it_began(mailoutbox):
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    tell_next(now=SEVEN)

    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert mailoutbox == []


def test_a_review_that_ran_out_unnoticed_is_not_promised_any_more(mailoutbox):
    booked = put(make_booked(), Status.REVIEW, expires_at=NOW)
    make_message(kind=Kind.REVIEW, appointment=booked)

    tell_next(now=NOW)

    assert mailoutbox == []


def test_someone_elses_turn_is_told_only_while_they_have_not_answered(mailoutbox):
    answered = put(make_booked(), Status.REVIEW)
    make_message(kind=Kind.YOUR_TURN, appointment=answered)
    tell_next(now=NOW)
    assert mailoutbox == []

    waiting = for_someone_else(answered)
    make_message(kind=Kind.YOUR_TURN, appointment=waiting)
    tell_next(now=NOW)
    assert len(mailoutbox) == 1


def test_cancelling_drops_the_confirmation_that_waits(mailoutbox):
    booked = make_booked()
    confirmation = make_message(kind=Kind.CONFIRMED, appointment=booked)

    cancel(appointment=booked, now=NOW)
    while tell_next(now=NOW):
        pass

    confirmation.refresh_from_db()
    assert confirmation.state == State.CANCELLED
    assert [mail.subject.split(":")[0] for mail in mailoutbox] == ["Cancelled"]


# Files


def files_of(mail):
    alternatives = [a.mimetype for a in mail.alternatives]
    return [kind for kind in alternatives if "calendar" in kind], mail.attachments


@pytest.mark.parametrize("kind", [Kind.CONFIRMED, Kind.CLEARED, Kind.MOVED])
def test_what_is_booked_comes_with_a_calendar_file_twice(kind, mailoutbox):
    make_message(kind=kind, appointment=make_booked())

    tell_next(now=NOW)

    inline, (attached,) = files_of(mailoutbox[0])
    assert inline == ["text/calendar; method=REQUEST"]
    assert attached.filename == "evening-appointment.ics"
    assert attached.mimetype == "application/ics"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.CANCELLED, Status.CANCELLED),
        (Kind.DECLINED, Status.DECLINED),
        (Kind.RAN_OUT, Status.EXPIRED),
    ],
)
def test_what_was_booked_is_taken_out_of_the_calendar(kind, status, mailoutbox):
    make_message(kind=kind, appointment=put(make_booked(), status))

    tell_next(now=NOW)

    assert files_of(mailoutbox[0])[0] == ["text/calendar; method=CANCEL"]


def test_what_never_was_booked_brings_no_file(mailoutbox):
    booked = put(make_booked(), Status.REVIEW, clearance=None, cleared_until=None)
    make_message(kind=Kind.REVIEW, appointment=booked)
    tell_next(now=NOW)
    make_message(kind=Kind.RAN_OUT, appointment=put(booked, Status.EXPIRED))
    tell_next(now=NOW)

    assert [files_of(mail) for mail in mailoutbox] == [([], []), ([], [])]


# Fresh links


def test_links_are_mailed_for_every_appointment_to_come(mailoutbox):
    first = make_booked()
    second = make_confirmed(
        treatment=first.treatment,
        therapist=first.therapist,
        room=first.room,
        starts_at=SEVEN + timedelta(hours=2),
        client=make_client(email="Hannah@Whitlock.example"),
    )
    make_message(kind=Kind.LINKS)

    tell_next(now=NOW)

    (mail,) = mailoutbox
    assert mail.to == ["hannah@whitlock.example"]
    assert set(AccessLink.objects.values_list("appointment", flat=True)) == {
        first.pk,
        second.pk,
    }
    assert "19:00 to 20:00" in mail.body
    assert "21:00 to 22:00" in mail.body
    assert mail.body.count("http://testserver/open/") == 2


@pytest.mark.parametrize(
    "status", [Status.CANCELLED, Status.DECLINED, Status.EXPIRED, Status.NO_SHOW]
)
def test_no_link_is_mailed_for_what_is_over(status, mailoutbox):
    put(make_booked(), status)
    message = make_message(kind=Kind.LINKS)

    tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert mailoutbox == []


def test_nothing_is_sent_to_an_unknown_address(mailoutbox):
    make_booked()
    message = make_message(kind=Kind.LINKS, recipient="stranger@x.example")

    tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert mailoutbox == []


def test_links_go_to_the_address_the_client_gave_however_it_was_typed(mailoutbox):
    make_booked(client=make_client(email="Hannah@Whitlock.example"))
    make_message(kind=Kind.LINKS, recipient="hannah@whitlock.example")

    tell_next(now=NOW)

    assert mailoutbox[0].to == ["Hannah@Whitlock.example"]


# When it goes wrong


@pytest.mark.parametrize("server", ["Away", "Refuses", "Hangs"])
def test_while_the_mail_server_is_away_messages_wait_untouched(
    server, settings, mailoutbox
):
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    for hours in range(20):
        use(settings, server)
        with pytest.raises(MailAway):
            tell_next(now=NOW + timedelta(hours=hours))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 0)
    assert (message.due_at, message.lease_until) == (NOW, None)
    assert not AccessLink.objects.exists()
    use(settings, "Slow")
    tell_next(now=NOW + timedelta(hours=20))
    assert len(mailoutbox) == 1


def test_a_mail_put_off_comes_again_after_1_5_30_and_120_minutes(settings, mailoutbox):
    use(settings, "Later")
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    now, waits = NOW, []

    while True:
        tell_next(now=now)
        message.refresh_from_db()
        if message.state == State.FAILED:
            break
        assert tell_next(now=message.due_at - timedelta(seconds=1)) is None
        waits.append((message.due_at - now) // MINUTE)
        now = message.due_at

    assert waits == [1, 5, 30, 120]
    assert (message.attempts, message.lease_until) == (5, None)
    assert message.error == "SMTPRecipientsRefused 451"
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("server", "error"),
    [("Never", "SMTPRecipientsRefused 550"), ("Spam", "SMTPDataError 554")],
)
def test_what_the_server_will_never_take_fails_at_once(server, error, settings):
    use(settings, server)
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    tell_next(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.error) == (State.FAILED, error)


def test_an_address_with_a_line_end_is_never_sent_to(mailoutbox):
    message = make_message(
        kind=Kind.CONFIRMED,
        appointment=make_booked(),
        recipient="h@x.example\nBcc: all@x.example",
    )

    tell_next(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.error) == (State.FAILED, "BadHeaderError")
    assert mailoutbox == []


def test_a_mail_that_was_not_taken_is_not_called_told(settings):
    use(settings, "Nothing")
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    tell_next(now=NOW)

    message.refresh_from_db()
    assert message.state != State.SENT


def test_one_bad_mail_does_not_keep_the_others(mailoutbox):
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked, recipient="a\n@x.example")
    make_message(kind=Kind.CONFIRMED, appointment=booked)

    while tell_next(now=NOW):
        pass

    assert [mail.to for mail in mailoutbox] == [["hannah@whitlock.example"]]


@pytest.mark.parametrize("server", ["Later", "Never", "Spam"])
def test_neither_log_nor_row_repeats_what_the_server_said(server, settings, caplog):
    use(settings, server)
    make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    with caplog.at_level(logging.DEBUG):
        tell_next(now=NOW)

    assert "hannah" not in caplog.text
    assert "hannah" not in Message.objects.get(channel="email").error


def test_what_is_said_of_a_server_that_is_away_names_the_fault_only(settings):
    use(settings, "Away")
    make_message(kind=Kind.CONFIRMED, appointment=make_booked())

    with pytest.raises(MailAway, match="^ConnectionRefusedError$"):
        tell_next(now=NOW)


# A worker dies


def test_a_mail_whose_worker_died_is_told_again_with_the_same_message_id(
    settings, mailoutbox
):
    use(settings, "Killer")
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    with pytest.raises(SystemExit):
        tell_next(now=NOW)
    use(settings, "Slow")

    assert tell_next(now=NOW + 5 * MINUTE - timedelta(seconds=1)) is None
    assert tell_next(now=NOW + 5 * MINUTE) == message

    first, second = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    message.refresh_from_db()
    assert first == second
    assert (message.state, message.attempts) == (State.SENT, 2)


def test_a_connection_lost_after_the_mail_brings_the_same_message_id(
    settings, mailoutbox
):
    use(settings, "TakenThenGone")
    make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    tell_next(now=NOW)
    use(settings, "Slow")

    tell_next(now=NOW + MINUTE)

    first, second = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    assert first == second


def test_a_mail_that_kills_every_worker_is_given_up(settings):
    use(settings, "Killer")
    message = make_message(kind=Kind.CONFIRMED, appointment=make_booked())
    now = NOW

    for _death in range(5):
        with pytest.raises(SystemExit):
            tell_next(now=now)
        now += 5 * MINUTE
    tell_next(now=now)

    message.refresh_from_db()
    assert message.state == State.FAILED


def test_two_messages_have_two_ids_that_tell_nothing(mailoutbox):
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked)
    make_message(kind=Kind.MOVED, appointment=booked)

    while tell_next(now=NOW):
        pass

    ids = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    assert len(set(ids)) == 2
    assert all(booked.ref not in each and "confirmed" not in each for each in ids)
    assert all(each.endswith("@vesper.example>") for each in ids)


def test_the_words_are_of_the_moment_of_telling(mailoutbox):
    booked = make_booked()
    make_message(kind=Kind.CONFIRMED, appointment=booked)
    later = SEVEN + timedelta(minutes=30)
    Appointment.objects.filter(pk=booked.pk).update(
        starts_at=later,
        ends_at=later + timedelta(minutes=60),
        busy_until=later + timedelta(minutes=75),
    )
    Client.objects.update(name="Hanna Whitlock")

    tell_next(now=NOW)

    assert "19:30 to 20:30" in mailoutbox[0].body
    assert mailoutbox[0].body.startswith("Hello Hanna,")
