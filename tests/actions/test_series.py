from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.actions import (
    Person,
    answer,
    ask_person,
    book,
    cancel,
    cancel_rest,
    clear_review,
    decline_review,
    extend,
    hold,
    hold_instead,
    hold_series,
    move,
    read_answers,
    tidy,
)
from booking.actions.problems import NotAllowed, SlotTaken
from booking.messages import tell_next
from booking.models import (
    Appointment,
    Clearance,
    Message,
    Status,
)
from booking.times.series import asks_again, dates_of
from tests.experiments.at_once import at_once, done, refusals
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY, "19:00")
WEEK, DAY = timedelta(days=7), timedelta(days=1)
HANNAH = Person(name="Hannah", email="hannah@whitlock.example", phone="01632 960201")
YES = {"practice": "Westbrook Surgery", "said_on": "2026-12-07"}


def weeks(*numbers):
    return [SEVEN + n * WEEK for n in numbers]


def make_first(now=NOW, **clinic):
    treatment, therapist, room = make_evening(**clinic)
    return make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN, now=now
    )


def held_for(*numbers, now=NOW, **clinic):
    first = make_first(now, **clinic)
    return hold_series(appointment=first, every=1, starts=weeks(*numbers), now=now)


def answered(first, now=NOW, **ticked):
    brought = given(
        treatment=first.treatment, starts_at=first.starts_at, now=now, **ticked
    )
    return answer(appointment=first, given=brought, now=now)


def valid_for(first, days):
    """Answers that are good for so many days only."""
    brought = given(treatment=first.treatment, starts_at=first.starts_at)
    only = replace(brought, good_until=NOW + days * DAY)
    return answer(appointment=first, given=only, now=NOW)


def rows():
    return list(Appointment.objects.order_by("starts_at"))


def statuses():
    return [row.status for row in rows()]


def read_and_clear(row, by, until):
    read_answers(screening=row.screening, by=by, why="to decide", now=NOW)
    return clear_review(appointment=row, by=by, valid_until=until, now=NOW)


def to_review(*numbers):
    """A request of several dates, and who decides about it."""
    first = answered(held_for(*numbers), ask_first=["clotting"], clot_kind="clot_past")
    kept = book(appointment=first, person=HANNAH, now=NOW, doctor=YES)
    return kept, make_user(role="Lead therapist")


# Holding


def test_every_date_is_held_as_long_as_the_first():
    first = held_for(1, 2)

    extend(appointment=first, now=NOW + timedelta(minutes=10))

    first.refresh_from_db()
    assert [row.starts_at for row in rows()] == weeks(0, 1, 2)
    assert {row.expires_at for row in rows()} == {first.expires_at}
    assert first.expires_at == NOW + timedelta(minutes=30)


def test_one_date_that_is_gone_takes_none():
    first = make_first()
    make_held(
        treatment=first.treatment,
        therapist=first.therapist,
        room=make_room(),
        starts_at=SEVEN + 2 * WEEK,
    )

    with pytest.raises(SlotTaken):
        hold_series(appointment=first, every=1, starts=weeks(1, 2), now=NOW)

    first.refresh_from_db()
    assert first.series is None
    assert Appointment.objects.count() == 2


def test_a_date_takes_another_room_where_its_own_is_busy():
    first = make_first()
    other = make_room()
    make_held(
        treatment=first.treatment,
        therapist=make_therapist(treatments=[first.treatment]),
        room=first.room,
        starts_at=SEVEN + WEEK,
    )

    hold_series(appointment=first, every=1, starts=weeks(1), now=NOW)

    (along,) = Appointment.objects.held_with(Appointment.objects.get(pk=first.pk))
    assert (along.therapist, along.room) == (first.therapist, other)


def test_chosen_anew_the_dates_before_are_free_again():
    first = held_for(1, 2)

    hold_series(appointment=first, every=2, starts=weeks(2, 4), now=NOW)

    live = Appointment.objects.live(NOW).order_by("starts_at")
    assert [row.starts_at for row in live] == weeks(0, 2, 4)


@pytest.mark.parametrize("starts", [weeks(0), weeks(-1), weeks(*range(1, 9))])
def test_a_series_is_later_than_its_first_date_and_eight_at_most(starts):
    first = make_first()

    with pytest.raises(NotAllowed):
        hold_series(appointment=first, every=1, starts=starts, now=NOW)


def test_another_time_for_the_first_gives_the_others_back():
    first = held_for(1, 2)

    moved = hold_instead(
        appointment=first, starts_at=SEVEN + timedelta(minutes=30), now=NOW
    )

    assert moved.series is None
    assert list(Appointment.objects.live(NOW)) == [moved]


def test_a_browser_still_has_one_hold():
    first = held_for(1, 2)

    again = hold(
        key=first.key,
        treatment=first.treatment,
        starts_at=SEVEN + DAY,
        now=NOW,
        mine=[first.ref],
    )

    assert again == first
    assert list(Appointment.objects.live(NOW)) == [first]


def test_what_ran_out_together_is_taken_again_together():
    first = held_for(1, 2)
    late = NOW + timedelta(hours=1)
    for row in rows():
        tidy(appointment=row, now=late)

    answered(first, now=late)

    assert statuses() == [Status.HELD] * 3
    assert len({row.expires_at for row in rows()}) == 1


def test_a_date_lost_meanwhile_is_not_booked_and_the_mail_says_so(mailoutbox):
    first = held_for(1, 2)
    late = NOW + timedelta(hours=1)
    lost = rows()[1]
    tidy(appointment=lost, now=late)
    make_held(
        treatment=lost.treatment,
        therapist=lost.therapist,
        room=lost.room,
        starts_at=lost.starts_at,
        now=late,
    )

    answered(first, now=late)
    book(appointment=first, person=HANNAH, now=late)

    mine = Appointment.objects.exclude(client=None).order_by("starts_at")
    assert [row.starts_at for row in mine] == weeks(0, 2)
    lost.refresh_from_db()
    assert lost.status == Status.EXPIRED
    tell_next(now=late)
    said = " ".join(mailoutbox[0].body.split())
    assert "are not booked: Tuesday 15 December, 19:00." in said


def test_giving_up_the_first_gives_up_all():
    first = held_for(1, 2)

    cancel(appointment=first, now=NOW)

    assert not Appointment.objects.live(NOW).exists()


def test_answers_of_not_now_give_every_date_back():
    first = answered(held_for(1, 2), today=["unwell"])

    assert first.status == Status.DECLINED
    assert not Appointment.objects.live(NOW).exists()


def test_someone_who_would_rather_talk_keeps_the_first_date():
    first = held_for(1, 2)

    kept = ask_person(appointment=first, person=HANNAH, now=NOW)

    assert list(Appointment.objects.live(NOW)) == [kept]


# Booking


def test_one_screening_books_every_date_it_reaches():
    first = answered(held_for(1, 2))

    book(appointment=first, person=HANNAH, now=NOW)

    assert statuses() == [Status.CONFIRMED] * 3
    assert Clearance.objects.count() == 1
    assert {row.client.name for row in rows()} == {"Hannah"}
    told = Message.objects.exclude(kind="reminder")
    assert [message.kind for message in told] == ["series"]
    assert Message.objects.filter(kind="reminder").count() == 3


def test_a_date_beyond_the_answers_is_kept_and_asks_again():
    first = valid_for(held_for(1, 6), days=28)

    book(appointment=first, person=HANNAH, now=NOW)

    near, far = rows()[1:]
    assert near.status == Status.CONFIRMED
    assert (far.status, far.screening, far.clearance) == (Status.REVIEW, None, None)
    assert far.expires_at == far.starts_at - WEEK
    asked = far.messages.get()
    assert asked.kind == "ask_again"
    assert asked.due_at >= far.starts_at - 28 * DAY


def test_a_date_that_asks_again_is_confirmed_by_new_answers_in_time():
    book(appointment=valid_for(held_for(6), days=28), person=HANNAH, now=NOW)
    far = rows()[1]
    too_early, in_time = NOW + DAY, far.asks_from + DAY
    brought = given(treatment=far.treatment, starts_at=far.starts_at, now=in_time)

    with pytest.raises(NotAllowed):
        answer(appointment=far, given=brought, now=too_early)
    done_now = answer(appointment=far, given=brought, now=in_time)

    assert done_now.status == Status.CONFIRMED
    assert done_now.clearance.screening == done_now.screening
    assert done_now.cleared_until >= far.starts_at


def test_new_answers_that_need_a_look_go_to_a_therapist_with_time_to_decide():
    book(appointment=valid_for(held_for(6), days=28), person=HANNAH, now=NOW)
    far = rows()[1]
    later = far.expires_at - timedelta(minutes=1)
    ticked = {"ask_first": ["clotting"], "clot_kind": "clot_past"}
    brought = given(
        treatment=far.treatment, starts_at=far.starts_at, now=later, **ticked
    )

    kept = answer(appointment=far, given=brought, now=later)

    assert kept.status == Status.REVIEW
    assert kept.expires_at > later + timedelta(hours=1)
    assert "ring" in {message.kind for message in kept.messages.all()}


def test_a_date_nobody_answers_for_goes_back_and_its_client_is_told():
    book(appointment=valid_for(held_for(6), days=28), person=HANNAH, now=NOW)
    far = rows()[1]

    tidy(appointment=far, now=far.expires_at)

    far.refresh_from_db()
    assert far.status == Status.EXPIRED
    waiting = far.messages.filter(state="waiting")
    assert [message.kind for message in waiting] == ["unanswered"]


def test_a_date_that_is_moved_still_asks_in_time_for_its_new_start():
    book(appointment=valid_for(held_for(6), days=28), person=HANNAH, now=NOW)
    far = rows()[1]

    moved = move(appointment=far, starts_at=far.starts_at + DAY, now=NOW)

    assert moved.expires_at == moved.starts_at - WEEK
    assert moved.asks_from == far.asks_from + DAY
    waiting = moved.messages.filter(state="waiting", kind="ask_again")
    assert waiting.count() == 1


# One request


def test_all_dates_wait_for_one_decision():
    to_review(1, 2)

    assert statuses() == [Status.REVIEW] * 3
    assert len({row.expires_at for row in rows()}) == 1
    waiting = Appointment.objects.undecided().one_of_each_request()
    assert [row.starts_at for row in waiting] == [SEVEN]
    kinds = [m.kind for m in Message.objects.filter(staff=None)]
    assert sorted(kinds) == ["review", "ring"]


def test_one_clearance_frees_what_it_reaches_and_the_rest_asks_again():
    kept, ines = to_review(1, 6)

    read_and_clear(kept, ines, NOW + 30 * DAY)

    assert statuses() == [Status.CONFIRMED, Status.CONFIRMED, Status.REVIEW]
    assert rows()[2].waits_for_answers
    assert {row.cleared_until for row in rows()[:2]} == {NOW + 30 * DAY}
    waiting = Message.objects.filter(state="waiting", staff=None)
    kinds = sorted(message.kind for message in waiting.exclude(kind="reminder"))
    assert kinds == ["ask_again", "cleared"]


def test_one_no_declines_every_date_and_is_told_once():
    kept, ines = to_review(1, 2)

    decline_review(appointment=kept, by=ines, now=NOW)

    assert statuses() == [Status.DECLINED] * 3
    waiting = Message.objects.filter(state="waiting")
    assert [message.kind for message in waiting] == ["declined"]


def test_a_request_lapses_as_one_and_is_told_once():
    kept, _ines = to_review(1, 2)

    for row in rows():
        tidy(appointment=row, now=kept.expires_at)

    assert statuses() == [Status.EXPIRED] * 3
    waiting = Message.objects.filter(state="waiting")
    assert [message.kind for message in waiting] == ["ran_out"]
    assert Appointment.objects.lapsed().count() == 1


def test_the_next_date_carries_the_request_on_where_the_first_is_cancelled():
    kept, ines = to_review(1, 2)

    cancel(appointment=kept, now=NOW)

    following = rows()[1]
    waiting = following.messages.filter(state="waiting", staff=None)
    assert {message.kind for message in waiting} == {"review", "ring"}
    read_and_clear(following, ines, NOW + 60 * DAY)
    assert statuses() == [Status.CANCELLED, Status.CONFIRMED, Status.CONFIRMED]


# Cancelling


def test_this_and_the_later_ones_are_cancelled_each_late_by_itself():
    book(appointment=answered(held_for(1, 2)), person=HANNAH, now=NOW)
    second = rows()[1]
    just_before = second.starts_at - timedelta(hours=1)

    cancel_rest(appointment=second, now=just_before)

    assert statuses() == [Status.CONFIRMED, Status.CANCELLED, Status.CANCELLED]
    assert [row.cancelled_late for row in rows()] == [False, True, False]
    told = Message.objects.filter(kind="cancelled")
    assert [message.appointment for message in told] == [second]


def test_one_cancelled_leaves_the_others():
    book(appointment=answered(held_for(1, 2)), person=HANNAH, now=NOW)

    cancel(appointment=rows()[1], now=NOW)

    assert statuses() == [Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED]


# What is told


def test_one_mail_lists_every_date_with_one_file_of_all(mailoutbox):
    book(appointment=answered(held_for(1, 2)), person=HANNAH, now=NOW)

    tell_next(now=NOW)

    (mail,) = mailoutbox
    assert mail.body.count("/open/") == 3
    for day in ("Tuesday 8 December", "Tuesday 15 December", "Tuesday 22 December"):
        assert day in mail.body
    (file,) = [part for part in mail.attachments if part[0].endswith(".ics")]
    text = file[1].decode() if isinstance(file[1], bytes) else file[1]
    assert text.count("BEGIN:VEVENT") == 3
    assert "METHOD:PUBLISH" in text


def test_the_mail_is_carried_on_where_the_first_date_is_cancelled_before(mailoutbox):
    first = book(appointment=answered(held_for(1, 2)), person=HANNAH, now=NOW)

    cancel(appointment=first, now=NOW + timedelta(seconds=1))
    while tell_next(now=NOW + timedelta(seconds=2)):
        pass

    booked = next(mail for mail in mailoutbox if "booked" in mail.body)
    assert booked.body.count("/open/") == 2
    assert "Tuesday 8 December 2026" not in booked.body


# Several at once


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_series_one_is_held_whole_and_the_other_not_at_all():
    first = make_first()
    other = make_held(
        treatment=first.treatment,
        therapist=first.therapist,
        room=first.room,
        starts_at=SEVEN + DAY,
    )
    mine = [SEVEN + n * WEEK for n in (1, 2, 3)]
    theirs = [SEVEN + 3 * WEEK, SEVEN + 4 * WEEK, SEVEN + 2 * WEEK]

    ends = at_once(
        lambda: hold_series(appointment=first, every=1, starts=mine, now=NOW),
        lambda: hold_series(appointment=other, every=1, starts=theirs, now=NOW),
    )

    assert len(done(ends)) == 1
    assert refusals(ends) == ["SlotTaken"]
    (winner,) = done(ends)
    wanted = mine if winner == first else theirs
    along = Appointment.objects.held_with(winner)
    assert [row.starts_at for row in along] == sorted(wanted)
    assert Appointment.objects.live(NOW).count() == 5


# The clock


def test_the_same_wall_clock_across_both_changes():
    zone = ZoneInfo("Europe/London")
    autumn = datetime(2026, 10, 20, 19, 0, tzinfo=zone)
    spring = datetime(2027, 3, 23, 19, 0, tzinfo=zone)

    dates = [
        moment.astimezone(zone)
        for start in (autumn, spring)
        for moment in dates_of(start, every=1, times=2, zone=zone)
    ]

    assert [f"{moment:%m-%d %H:%M %Z}" for moment in dates] == [
        "10-20 19:00 BST",
        "10-27 19:00 GMT",
        "03-23 19:00 GMT",
        "03-30 19:00 BST",
    ]


def test_a_wall_clock_the_night_skips_moves_forward():
    zone = ZoneInfo("Europe/London")
    start = datetime(2027, 3, 21, 1, 30, tzinfo=zone)

    _first, skipped = dates_of(start, every=1, times=2, zone=zone)

    assert f"{skipped.astimezone(zone):%m-%d %H:%M}" == "03-28 02:30"


@pytest.mark.parametrize(("days", "good_for"), [(42, 28), (10, 3), (1, 90)])
def test_answers_are_asked_for_while_they_will_reach_the_start(days, good_for):
    start, lasts = NOW + days * DAY, good_for * DAY

    opens, closes = asks_again(start, good_for=lasts, now=NOW)

    assert NOW <= opens < closes < start
    assert opens + lasts >= start
