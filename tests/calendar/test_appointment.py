"""An appointment opened in the calendar: what each role sees of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking.actions import cancel, read_answers, say_late, take_payment
from booking.models import (
    AccessRecord,
    Clearance,
    ClientMerge,
    Clinic,
    PhoneOnly,
    Screening,
    Status,
)
from tests.calendar.booked import (
    AFTER,
    CAUTIONS,
    NEAR,
    SEVEN,
    UNSEEN,
    at_time,
    make_cautious,
    signed_in,
)
from tests.factories import NOW, make_client, make_evening, make_held, make_user

pytestmark = pytest.mark.django_db

CARE = ("Lead therapist", "Manager")


@pytest.fixture
def booked():
    return make_cautious()


def page(client, booked, *, now=NOW):
    with at_time(now):
        return client.get(reverse("calendar:appointment", args=[booked.ref]))


def post(client, booked, name, *, now=NOW, **data):
    with at_time(now):
        return client.post(reverse(f"calendar:{name}", args=[booked.ref]), data)


@pytest.mark.parametrize("role", CARE)
def test_who_gives_care_sees_cautions_and_no_answer(client, booked, role):
    signed_in(client, role)

    text = page(client, booked).content.decode()

    assert all(word in text for word in CAUTIONS)
    assert "Medicine that makes me sleepy" not in text
    assert "We will use a lighter touch" not in text


def test_a_therapist_sees_their_own_and_not_anothers(client, booked):
    user = signed_in(client, "Therapist")

    before = page(client, booked)
    booked.therapist.user = user
    booked.therapist.save()
    after = page(client, booked)

    assert (before.status_code, after.status_code) == (404, 200)
    assert CAUTIONS[0] in after.content.decode()


def test_the_front_desk_sees_who_what_and_where_and_no_caution(client, booked):
    booked.step_free = True
    booked.save()
    signed_in(client, "Front desk")

    text = page(client, booked).content.decode()

    for seen in ("Hannah Whitlock", "01632 960201", booked.room.name, "level way in"):
        assert seen in text
    assert not [word for word in UNSEEN if word.lower() in text.lower()]
    assert "Scent" not in text


def test_the_log_names_who_and_when_and_what_was_told(client, booked):
    desk = signed_in(client, "Front desk")
    desk.name = "Ada Desk"
    desk.save()
    say_late(appointment=booked, by=make_user(name="Ben Other"), now=NEAR)
    take_payment(appointment=booked, how="card", cents=7000, by=desk, now=SEVEN)

    text = page(client, booked, now=SEVEN).content.decode()

    assert "Running late" in text
    assert "Ben Other, 18:50" in text
    assert "You, 19:00" in text


def test_the_front_desk_does_not_see_that_answers_were_read(client, booked):
    mina = make_user(name="Mina Okafor")
    read_answers(screening=booked.screening, by=mina, why="Dizzy spells", now=NOW)
    signed_in(client, "Front desk")

    text = page(client, booked).content.decode()

    assert "Dizzy spells" not in text
    assert "Mina Okafor" not in text


def test_an_override_is_shown_for_ever(client, booked):
    boss = make_user(name="Gale Manager")
    Clearance.objects.create(
        screening=booked.screening,
        outcome=booked.screening.outcome,
        client=booked.client,
        treatment=booked.treatment,
        basis=Clearance.Basis.OVERRIDE,
        decided_by=boss,
        decided_at=NOW,
        valid_until=NOW + timedelta(days=30),
        changes={"reason": "I know her well"},
    )
    signed_in(client, "Lead therapist")

    text = page(client, booked).content.decode()

    assert "Confirmed against the rules by Gale Manager" in text


# Which visit


def test_a_visit_counts_what_the_same_person_had_before(client):
    evening = make_evening()
    hannah = make_client()
    twin = make_client(name="H. Whitlock")
    ClientMerge.objects.create(client=twin, into=hannah, by=make_user(), at=NOW)
    for days, who in ((30, hannah), (20, twin), (10, make_client(name="Other"))):
        had = make_cautious(
            starts_at=SEVEN - timedelta(days=days), client=who, evening=evening
        )
        had.status = Status.COMPLETED
        had.save()
    booked = make_cautious(client=hannah, evening=evening)
    signed_in(client, "Front desk")

    text = page(client, booked).content.decode()

    assert "Third, last on 17 November" in text


def test_a_first_visit_is_called_so(client, booked):
    signed_in(client, "Front desk")

    assert "<dd>First</dd>" in page(client, booked).content.decode()


# The answers


def test_answers_open_with_a_reason_and_the_opening_is_recorded(client, booked):
    lead = signed_in(client, "Lead therapist")

    answer = post(client, booked, "appointment_answers", why="before")

    assert "Medicine that makes me sleepy" in answer.content.decode()
    record = AccessRecord.objects.get()
    assert (record.who, record.why, record.at) == (lead, "Before the session", NOW)
    assert record.screening == booked.screening
    assert "no-store" in answer["Cache-Control"]


def test_answers_are_shown_once(client, booked):
    signed_in(client, "Lead therapist")
    post(client, booked, "appointment_answers", why="before")

    assert "makes me sleepy" not in page(client, booked).content.decode()


@pytest.mark.parametrize("data", [{}, {"why": "other"}, {"why": "nosy"}])
def test_answers_stay_closed_without_a_reason(client, booked, data):
    signed_in(client, "Lead therapist")

    answer = post(client, booked, "appointment_answers", **data)

    assert answer.status_code == 422
    assert not AccessRecord.objects.exists()
    assert "makes me sleepy" not in answer.content.decode()


def test_a_reason_of_ones_own_is_kept_with_the_record(client, booked):
    signed_in(client, "Lead therapist")

    post(client, booked, "appointment_answers", why="other", words="A complaint")

    record = AccessRecord.objects.get()
    assert (record.why, record.words) == ("Another reason", "A complaint")
    assert record.reason == "Another reason: A complaint"


# Cancelling


@pytest.mark.parametrize(
    ("reason", "late", "kind"),
    [
        ("asked", True, "cancelled"),
        ("clinic", False, "sorry"),
        ("safety", False, "cancelled"),
    ],
)
def test_only_a_client_who_asks_late_is_late(client, booked, reason, late, kind):
    signed_in(client, "Front desk")

    answer = post(
        client, booked, "appointment_cancel", now=NEAR, reason=reason, revision=1
    )

    booked.refresh_from_db()
    assert answer.status_code == 302
    assert (booked.status, booked.cancelled_late) == (Status.CANCELLED, late)
    assert booked.messages.get(channel="email").kind == kind


def test_a_client_who_asked_is_not_rung_about_it(client, booked):
    signed_in(client, "Front desk")

    post(client, booked, "appointment_cancel", now=NEAR, reason="asked", revision=1)

    assert not booked.messages.filter(channel="call").exists()


def test_a_client_we_cannot_see_tonight_is_rung(client, booked):
    signed_in(client, "Front desk")

    post(client, booked, "appointment_cancel", now=NEAR, reason="clinic", revision=1)

    assert booked.messages.filter(channel="call", state="waiting").exists()


def test_a_cancellation_from_an_old_page_shows_how_it_stands(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked, "appointment_cancel", reason="asked", revision=7)

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (409, Status.CONFIRMED)
    assert "Nothing you pressed has happened" in answer.content.decode()


def test_cancelling_twice_is_cancelling_once(client, booked):
    signed_in(client, "Front desk")
    cancel(appointment=booked, now=NOW)

    answer = post(client, booked, "appointment_cancel", reason="asked", revision=1)

    assert answer.status_code == 302
    assert booked.messages.filter(channel="email").count() == 1


@pytest.mark.parametrize("nonsense", ["10" * 300, "-1", "NaN", "\x00", "[]"])
def test_nonsense_cancels_nothing(client, booked, nonsense):
    signed_in(client, "Front desk")

    answer = post(
        client, booked, "appointment_cancel", reason=nonsense, revision=nonsense
    )

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (422, Status.CONFIRMED)


# Closing


def test_a_session_is_completed_and_marked_the_other_way_until_midnight(client, booked):
    signed_in(client, "Front desk")

    post(client, booked, "appointment_complete", now=AFTER, revision=1)
    booked.refresh_from_db()
    done = booked.status
    almost = SEVEN.replace(hour=23, minute=59)
    post(client, booked, "appointment_no_show", now=almost, revision=2)
    booked.refresh_from_db()

    assert (done, booked.status) == (Status.COMPLETED, Status.NO_SHOW)


def test_after_midnight_what_was_marked_stays(client, booked):
    signed_in(client, "Front desk")
    post(client, booked, "appointment_complete", now=AFTER, revision=1)

    midnight = SEVEN.replace(hour=0) + timedelta(days=1)
    with at_time(midnight):
        client.force_login(make_user(role="Front desk"))
    answer = post(client, booked, "appointment_no_show", now=midnight, revision=2)

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (409, Status.COMPLETED)


def test_nobody_is_missed_before_the_start(client, booked):
    signed_in(client, "Front desk")

    answer = post(client, booked, "appointment_no_show", now=NEAR, revision=1)

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (409, Status.CONFIRMED)


def test_running_late_shows_what_the_clinic_says_and_whom_to_ring(client, booked):
    signed_in(client, "Front desk")
    Clinic.objects.update(late_arrival="After ten minutes we shorten the session.")

    post(client, booked, "appointment_late", now=NEAR)
    text = page(client, booked, now=NEAR).content.decode()

    assert "After ten minutes we shorten the session." in text
    assert "tel:01632960201" in text
    booked.refresh_from_db()
    assert booked.status == Status.CONFIRMED


# Something is new


def test_whoever_hears_that_something_is_new_has_a_therapist_ring(client, booked):
    signed_in(client, "Front desk")
    offered = page(client, booked, now=NOW).content.decode()

    answer = post(
        client, booked, "appointment_look_again", now=NOW, revision=booked.revision
    )

    booked.refresh_from_db()
    assert reverse("calendar:appointment_look_again", args=[booked.ref]) in offered
    assert (answer.status_code, booked.status) == (302, Status.REVIEW)
    assert booked.review == {"why": "talk"}
    assert booked.messages.filter(kind="ring", channel="call").exists()


def test_where_nobody_can_ring_in_time_it_is_said(client, booked):
    signed_in(client, "Front desk")
    late = booked.starts_at - timedelta(hours=5)

    answer = post(
        client, booked, "appointment_look_again", now=late, revision=booked.revision
    )

    booked.refresh_from_db()
    assert (answer.status_code, booked.status) == (409, Status.CONFIRMED)
    assert "Nobody can look before it begins." in answer.content.decode()


# By phone only


def test_a_manager_says_that_a_client_books_by_phone_only(client, booked):
    boss = signed_in(client, "Manager")

    answer = post(client, booked, "client_phone_only", reason="Shouts at the door")

    row = PhoneOnly.objects.get()
    assert answer.status_code == 302
    assert (row.client, row.by, row.since) == (booked.client, boss, NOW)
    assert row.reason == {"text": "Shouts at the door"}


def test_the_reason_is_for_managers_only(client, booked):
    PhoneOnly.objects.create(
        client=booked.client,
        reason={"text": "Shouts at the door"},
        by=make_user(),
        since=NOW,
    )
    pages = {}
    for role in ("Front desk", "Lead therapist", "Manager"):
        signed_in(client, role)
        pages[role] = page(client, booked).content.decode()

    assert all("Books by phone only" in text for text in pages.values())
    assert not any("Shouts" in text for text in pages.values())


def test_a_manager_lets_a_client_book_again(client, booked):
    signed_in(client, "Manager")
    post(client, booked, "client_phone_only", reason="Shouts")

    post(client, booked, "client_phone_only", lift="1")

    assert not PhoneOnly.objects.exists()


# On paper


def test_the_page_to_hand_over_says_when_and_where_and_no_health_word(client, booked):
    signed_in(client, "Manager")

    with at_time(NOW):
        url = reverse("calendar:appointment_print", args=[booked.ref])
        text = client.get(url).content.decode()

    assert "Monday 7 December 2026, 19:00 to 20:00" in text
    assert "01632 960200" in text
    for word in (*UNSEEN, booked.treatment_name, "massage", "health check"):
        assert word.lower() not in text.split("<main")[1].split("</main")[0].lower()


def test_nothing_is_owed_and_nothing_printed_once_it_is_cancelled(client, booked):
    cancel(appointment=booked, now=NOW)
    signed_in(client, "Front desk")

    text = page(client, booked).content.decode()
    with at_time(NOW):
        url = reverse("calendar:appointment_print", args=[booked.ref])
        printed = client.get(url)

    assert "Nothing to pay" in text
    assert "£70" not in text
    assert printed.status_code == 409


def test_the_answers_of_a_hold_are_nobodys_yet(client):
    treatment, therapist, room = make_evening()
    held = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )
    signed_in(client, "Lead therapist")

    answer = page(client, held)

    assert answer.status_code == 200
    assert "not answered yet" in answer.content.decode()
    assert post(client, held, "appointment_answers", why="before").status_code == 422
    assert not Screening.objects.exists()
