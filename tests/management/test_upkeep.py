import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from booking.actions import cancel, complete_by_itself
from booking.actions.problems import NotAllowed
from booking.management.upkeep import (
    close_run_out,
    complete_unmarked,
    forget,
    go_round,
    note,
)
from booking.messages import worker_state
from booking.models import (
    Appointment,
    AppointmentEvent,
    Message,
    Round,
    Screening,
    Status,
)
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_evening,
    make_held,
    make_review,
)
from tests.messages.backends import PATH
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
SOON = NOW + timedelta(minutes=20)


def hold(**fields):
    treatment, therapist, room = make_evening()
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        **fields,
    )


def test_a_hold_is_closed_when_its_time_is_over_and_not_before():
    held = hold()

    assert close_run_out(now=SOON - timedelta(seconds=1)) == 0
    assert close_run_out(now=SOON) == 1

    held.refresh_from_db()
    assert (held.status, held.expires_at) == (Status.EXPIRED, None)
    assert [event.what for event in held.events.all()] == ["expired"]
    assert not Message.objects.exists()


def test_a_review_nobody_took_is_closed_and_the_client_is_told(mailoutbox):
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    with time_machine.travel(review.expires_at, tick=False):
        go_round()

    review.refresh_from_db()
    assert review.status == Status.EXPIRED
    assert [mail.subject for mail in mailoutbox] == [
        "About your evening appointment, Tuesday 8 December, 19:00"
    ]


def test_a_round_twice_is_a_round_once(mailoutbox):
    make_message(kind=Message.Kind.CONFIRMED, appointment=make_booked())

    with time_machine.travel(NOW, tick=False):
        go_round()
        go_round()

    assert len(mailoutbox) == 1


def test_a_round_ends_at_once_when_told_to(mailoutbox):
    booked = make_booked()
    for _n in range(3):
        make_message(kind=Message.Kind.CONFIRMED, appointment=booked)

    with time_machine.travel(NOW, tick=False):
        go_round(lambda: not mailoutbox)

    assert len(mailoutbox) == 1


def test_a_round_goes_on_while_the_mail_server_is_away(settings):
    settings.EMAIL_BACKEND = f"{PATH}.Away"
    message = make_message(kind=Message.Kind.CONFIRMED, appointment=make_booked())

    with time_machine.travel(NOW, tick=False):
        go_round()

    message.refresh_from_db()
    assert message.state == Message.State.WAITING
    assert Round.objects.get().at == NOW


def test_the_round_is_noted_twice_a_minute_and_after_a_clock_set_back():
    moments = [NOW, NOW + timedelta(seconds=29), NOW + timedelta(seconds=30)]
    noted = []

    for moment in [*moments, NOW - timedelta(hours=1)]:
        note(now=moment)
        noted.append(Round.objects.get().at)

    assert noted == [NOW, NOW, moments[2], NOW - timedelta(hours=1)]


def test_whoever_watches_sees_the_last_round_and_the_oldest_mail():
    booked = make_booked()
    assert worker_state(NOW) == {
        "last_round": None,
        "oldest_due_seconds": 0,
        "failed_last_day": 0,
    }

    note(now=NOW)
    make_message(kind=Message.Kind.CONFIRMED, appointment=booked)

    assert worker_state(NOW + timedelta(minutes=10)) == {
        "last_round": "2026-12-07T12:00:00+00:00",
        "oldest_due_seconds": 600,
        "failed_last_day": 0,
    }


def test_the_health_page_tells_of_the_worker(client):
    note(now=NOW)

    health = client.get("/healthz").json()

    assert health["ok"]
    assert health["worker"]["last_round"] == "2026-12-07T12:00:00+00:00"


# What nobody needs any more


def answered(held, *, when=NOW):
    """Answers that belong to no client yet."""
    from booking.actions.screened import store

    held.screening = store(
        held,
        given(treatment=held.treatment, starts_at=held.starts_at),
        treatment=held.treatment,
        starts_at=held.starts_at,
        now=when,
    )
    held.save()
    return held


MONTH = timedelta(days=30)
MONTH_LATER = NOW + MONTH + timedelta(seconds=1)


def test_an_abandoned_hold_is_forgotten_with_its_answers_after_thirty_days():
    held = answered(hold())
    answered(held)
    close_run_out(now=SOON)

    forget(now=NOW + MONTH)
    assert Appointment.objects.count() == 1
    assert Screening.objects.count() == 2

    forget(now=MONTH_LATER)
    assert not Appointment.objects.exists()
    assert not AppointmentEvent.objects.exists()
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.CANCELLED, Status.HELD, Status.REVIEW]
)
def test_only_holds_that_ran_out_are_forgotten(status):
    held = answered(hold())
    if status in (Status.DECLINED, Status.CANCELLED):
        held.expires_at = None
    held.status = status
    held.save()

    forget(now=MONTH_LATER)

    assert Appointment.objects.filter(pk=held.pk).exists()
    assert Screening.objects.count() == 1


def test_what_ran_out_but_is_somebodys_is_kept():
    held = hold(client=make_client())
    close_run_out(now=SOON)

    forget(now=MONTH_LATER)

    assert Appointment.objects.filter(pk=held.pk).exists()


def test_a_booked_appointment_keeps_its_answers():
    booked = make_booked()

    forget(now=MONTH_LATER)

    assert booked.screening == Screening.objects.get()


def test_many_abandoned_holds_are_forgotten_in_one_go():
    held = hold()
    close_run_out(now=SOON)
    held.refresh_from_db()
    Appointment.objects.bulk_create(
        [
            Appointment(
                **{
                    field.attname: getattr(held, field.attname)
                    for field in Appointment._meta.concrete_fields
                    if field.name not in ("id", "ref", "key")
                },
                ref=f"r{number}",
                key=uuid.uuid4(),
            )
            for number in range(401)
        ]
    )

    forget(now=MONTH_LATER)

    assert not Appointment.objects.exists()


def test_tick_does_all_of_it_once(mailoutbox):
    held = hold()
    close_run_out(now=SOON)
    treatment, therapist, room = held.treatment, held.therapist, held.room
    with time_machine.travel(MONTH_LATER, tick=False):
        later = make_held(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=MONTH_LATER + timedelta(hours=6),
            now=MONTH_LATER - timedelta(minutes=20),
        )

        call_command("tick")

    later.refresh_from_db()
    assert later.status == Status.EXPIRED
    assert list(Appointment.objects.all()) == [later]
    assert mailoutbox == []


# Sessions nobody marked


OVER = SEVEN + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (SEVEN, Status.CONFIRMED),
        (OVER - timedelta(microseconds=1), Status.CONFIRMED),
        (OVER, Status.COMPLETED),
    ],
)
def test_a_session_completes_itself_half_an_hour_after_its_end(now, status):
    booked = make_booked()

    complete_unmarked(now=now)

    booked.refresh_from_db()
    assert booked.status == status


def test_a_session_that_completed_itself_says_so_and_names_nobody():
    booked = make_booked()

    assert complete_unmarked(now=OVER) == 1

    event = booked.events.last()
    assert (event.what, event.reason, event.by) == ("completed", "by itself", None)
    assert not Message.objects.exists()


@pytest.mark.parametrize("marked", [Status.NO_SHOW, Status.CANCELLED])
def test_what_was_marked_is_left_alone(marked):
    booked = make_booked()
    booked.status = marked
    booked.save()

    assert complete_unmarked(now=OVER) == 0

    booked.refresh_from_db()
    assert booked.status == marked


def test_a_round_completes_what_nobody_marked():
    booked = make_booked()

    with time_machine.travel(OVER, tick=False):
        go_round()

    booked.refresh_from_db()
    assert booked.status == Status.COMPLETED


def test_what_was_cancelled_meanwhile_is_not_completed():
    booked = make_booked()
    cancel(appointment=booked, now=NOW)

    with pytest.raises(NotAllowed):
        complete_by_itself(appointment=booked, now=OVER)
