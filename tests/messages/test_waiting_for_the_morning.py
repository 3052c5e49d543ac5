"""Which mails wait for the morning, when they are made and when they are put off."""

from datetime import timedelta

import pytest

from booking.actions.steps import tell, tell_staff
from booking.messages import tell_next
from booking.models import Message
from booking.models.kinds import CAN_WAIT, NEVER_RUNG, TRUE_WHILE
from tests.factories import MONDAY, TUESDAY, at, make_user
from tests.messages.backends import PATH
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Message.Kind
TEN_AT_NIGHT = at(MONDAY, "22:00")
MORNING = at(TUESDAY, "07:00")


def test_every_kind_says_whether_it_can_wait_and_while_what_it_is_so():
    assert set(CAN_WAIT) == set(Kind.values)
    assert set(TRUE_WHILE) == set(Kind.values) - {Kind.RING}
    assert set(NEVER_RUNG) <= set(Kind.values)


@pytest.mark.parametrize(
    ("kind", "due_at"),
    [
        (Kind.CONFIRMED, TEN_AT_NIGHT),
        (Kind.CANCELLED, TEN_AT_NIGHT),
        (Kind.MOVED, TEN_AT_NIGHT),
        (Kind.YOUR_TURN, TEN_AT_NIGHT),
        (Kind.REMINDER, MORNING),
        (Kind.DECLINED, MORNING),
    ],
)
def test_only_what_nobody_waits_for_waits_until_the_morning(kind, due_at):
    booked = make_booked()

    tell(booked, kind, now=TEN_AT_NIGHT)

    assert booked.messages.get(channel="email").due_at == due_at


def test_a_call_is_on_the_list_at_once_though_its_mail_waits():
    booked = make_booked()

    tell(booked, Kind.SORRY, now=TEN_AT_NIGHT)

    assert booked.messages.get(channel="email").due_at == MORNING
    assert booked.messages.get(channel="call").due_at == TEN_AT_NIGHT


def test_what_ends_before_the_morning_is_told_at_night():
    booked = make_booked(starts_at=at(TUESDAY, "06:30"))

    tell(booked, Kind.SORRY, now=TEN_AT_NIGHT)

    assert booked.messages.get(channel="email").due_at == TEN_AT_NIGHT


@pytest.mark.parametrize(
    ("runs_out", "due_at"), [("06:59", TEN_AT_NIGHT), ("12:00", MORNING)]
)
def test_the_team_is_woken_only_where_a_review_runs_out_by_then(runs_out, due_at):
    booked = make_booked()
    booked.expires_at = at(TUESDAY, runs_out)

    tell_staff(booked, Kind.REVIEW_DUE, user=make_user(), due_at=TEN_AT_NIGHT)

    assert booked.messages.get().due_at == due_at


@pytest.mark.parametrize(
    ("kind", "due_at"),
    [(Kind.HANDED_OVER, MORNING), (Kind.CONFIRMED, TEN_AT_NIGHT)],
)
def test_a_mail_put_off_into_the_night_waits_for_the_morning(kind, due_at, settings):
    settings.EMAIL_BACKEND = f"{PATH}.Later"
    before = TEN_AT_NIGHT - timedelta(minutes=1)
    message = make_message(kind=kind, appointment=make_booked(), due_at=before)

    tell_next(now=before)

    message.refresh_from_db()
    assert message.due_at == due_at


def test_what_an_outage_kept_until_the_night_is_not_told_in_it(mailoutbox):
    booked = make_booked()
    before = TEN_AT_NIGHT - timedelta(hours=1)
    for kind in (Kind.HANDED_OVER, Kind.CONFIRMED):
        make_message(kind=kind, appointment=booked, due_at=before)

    while tell_next(now=TEN_AT_NIGHT):
        pass

    kept = Message.objects.get(kind=Kind.HANDED_OVER)
    assert (kept.state, kept.attempts, kept.due_at) == ("waiting", 0, MORNING)
    assert [mail.subject.split(",")[0] for mail in mailoutbox] == [
        "Your evening appointment"
    ]
    tell_next(now=MORNING)
    assert len(mailoutbox) == 2
