"""Asked aloud or typed from paper: what comes of it, and what nobody sees of it."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import escape

from booking.actions import hold_for, send_link, tidy
from booking.models import (
    AccessRecord,
    Appointment,
    Message,
    Questionnaire,
    ReviewHours,
    Screening,
    Status,
)
from booking.models.questionnaires import parsed
from booking.screening.vocabulary import NEEDED_CONSENTS
from tests.factories import (
    MONDAY,
    NOTHING,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(MONDAY, "19:00")
YES = dict.fromkeys(NEEDED_CONSENTS, "on")
LOOK = {"comfort": ["past_reaction"], "reaction_kind": "fainted"}


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield treatment, therapist, room


@pytest.fixture
def user(evening):
    return make_user(role="Front desk")


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def keep(evening, user, *, starts_at=SEVEN, now=NOW, **fields):
    treatment, therapist, _room = evening
    return hold_for(
        key=uuid.uuid4(),
        treatment=treatment,
        therapist=therapist,
        starts_at=starts_at,
        client=make_client(**fields),
        by=user,
        now=now,
    )


@pytest.fixture
def held(evening, user):
    return keep(evening, user)


def ask(desk, held, **said):
    held.refresh_from_db()
    typed = NOTHING | YES | {"revision": held.revision, "how": "aloud"} | said
    return desk.post(
        f"/calendar/appointments/{held.ref}/ask/",
        {name: value for name, value in typed.items() if value is not None},
    )


def outcome(desk, held):
    return desk.get(f"/calendar/appointments/{held.ref}/outcome/")


def test_the_page_has_all_lists_with_what_is_asked_further(desk, held):
    page = desk.get(f"/calendar/appointments/{held.ref}/ask/").text

    assert 'name="ask_first" value="clotting"' in page
    assert 'name="clot_kind" value="clot_past"' in page
    assert page.count('" checked>') == page.count('id_scent_no_scent" checked>') == 1


def test_nothing_in_the_way_is_booked_at_once(desk, user, held):
    answer = ask(desk, held)

    held.refresh_from_db()
    assert answer.url == f"/calendar/appointments/{held.ref}/outcome/"
    assert held.status == Status.CONFIRMED
    assert held.screening.how == Screening.How.ALOUD
    assert held.screening.entered_by == user
    assert held.events.last().by == user
    assert "You are booked" in outcome(desk, held).text


def test_what_a_therapist_must_see_is_kept_for_one(desk, held):
    ask(desk, held, **LOOK)

    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.review["why"] == "answers"
    assert "a therapist talks with you" in outcome(desk, held).text


def test_not_now_is_said_kindly_and_the_time_is_free(desk, held):
    ask(desk, held, today=["unwell"])

    held.refresh_from_db()
    assert held.status == Status.DECLINED
    assert held.screening.outcome == "not_now"
    assert "not the right one just now" in outcome(desk, held).text


def test_what_cannot_wait_is_said_first_and_once(desk, held):
    ask(desk, held, today=["emergency_signs"])

    assert "Say this first: " in outcome(desk, held).text
    assert "Say this first: " not in outcome(desk, held).text


@pytest.mark.parametrize(
    "left_out", ["today", "scent", "reaction_kind", "consent_true"]
)
def test_what_is_open_is_named_and_nothing_is_kept(desk, held, left_out):
    answer = ask(desk, held, **LOOK | {left_out: None})

    assert answer.status_code == 422
    assert "Still to ask: " in answer.text
    for fault in answer.context["faults"]:
        assert f'id="{fault.where}"' in answer.text
    assert 'value="past_reaction" id="id_comfort_past_reaction" checked' in answer.text
    assert not Screening.objects.exists()


def test_none_of_these_beside_another_box_is_asked_again(desk, held):
    answer = ask(desk, held, health=["none", "device"], device_kind="sensor_patch")

    assert answer.status_code == 422
    assert not Screening.objects.exists()


def test_typed_from_paper_it_says_when_it_was_signed(desk, held):
    ask(desk, held, how="paper", signed_on="2026-12-05")

    held.refresh_from_db()
    assert held.screening.how == Screening.How.PAPER
    assert held.screening.content["signed_on"] == "2026-12-05"
    lasts = held.screening.valid_until - at(date(2026, 12, 5), "00:00")
    assert lasts % timedelta(days=1) == timedelta(0)


@pytest.mark.parametrize(
    "signed_on", ["", "2026-12-08", "2026-11-20", "0000-00-00", "9999-01-01", "\x00"]
)
def test_paper_without_a_day_of_these_weeks_is_not_taken(desk, held, signed_on):
    answer = ask(desk, held, how="paper", signed_on=signed_on)

    assert answer.status_code == 422
    assert not Screening.objects.exists()


def test_no_word_of_the_answers_is_on_a_page_of_the_front_desk(desk, held):
    typed = {"health": ["cancer_care"], "scent": "lavender"}
    ask(desk, held, **LOOK | typed)

    held.refresh_from_db()
    document = parsed(held.screening.questionnaire)
    page = outcome(desk, held).text
    content = held.screening.content
    words = [item.text for item in document.items()]
    words += [reason["text"] for reason in content["reasons"]]
    words += [*content["adaptations"], *content["avoid"], "cancer"]
    assert not [word for word in words if word and word in page]
    assert not AccessRecord.objects.exists()


def test_somebody_else_at_the_desk_is_not_told_the_outcome(client, desk, held):
    ask(desk, held, **LOOK)
    client.force_login(make_user(role="Front desk"))

    assert "What to say" not in outcome(client, held).text


def test_answers_taken_down_cannot_be_opened_or_taken_again(desk, held):
    ask(desk, held, **LOOK)

    page = desk.get(f"/calendar/appointments/{held.ref}/ask/")
    again = ask(desk, held)

    held.refresh_from_db()
    assert (page.status_code, again.status_code) == (302, 302)
    assert held.status == Status.REVIEW
    assert held.screening.outcome == "clearance"


def test_answers_given_online_are_not_taken_over_by_the_desk(desk, evening):
    treatment, therapist, room = evening
    waits = make_review(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    ask(desk, waits)

    waits.refresh_from_db()
    assert waits.status == Status.REVIEW


def test_a_therapist_asks_aloud_what_nobody_has_answered(client, evening):
    treatment, therapist, room = evening
    therapist.user = make_user(role="Therapist")
    therapist.save()
    client.force_login(therapist.user)
    talk = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        client=make_client(),
        status=Status.REVIEW,
        review={"why": "talk"},
    )

    ask(client, talk)

    talk.refresh_from_db()
    assert talk.status == Status.CONFIRMED
    assert not talk.messages.filter(channel="call", state="waiting").exists()


def test_a_hold_of_somebody_who_browses_is_not_asked_about(desk, evening):
    treatment, therapist, room = evening
    browsing = make_held(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    ask(desk, browsing)

    assert not Screening.objects.exists()


def test_where_nobody_can_look_in_time_other_times_are_offered(desk, evening, user):
    held = keep(evening, user, starts_at=at(MONDAY, "16:15"))

    ask(desk, held, **LOOK)
    page = outcome(desk, held)

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert page.context["times"][0].starts_at == SEVEN
    assert "nothing is asked again" in page.text


def test_at_another_time_the_same_answers_are_booked(desk, evening, user):
    held = keep(evening, user, starts_at=at(MONDAY, "16:15"))
    ask(desk, held, **LOOK)
    held.refresh_from_db()
    start = outcome(desk, held).context["times"][0].starts_at

    desk.post(
        f"/calendar/appointments/{held.ref}/instead/",
        {"start": start.isoformat(), "revision": held.revision},
    )

    held.refresh_from_db()
    assert (held.status, held.starts_at) == (Status.REVIEW, start)


@pytest.mark.parametrize("start", ["", "soon", "2026-13-01T00:00:00Z"])
def test_another_time_that_is_none_is_a_bad_request(desk, evening, user, start):
    held = keep(evening, user, starts_at=at(MONDAY, "16:15"))
    ask(desk, held, **LOOK)

    answer = desk.post(f"/calendar/appointments/{held.ref}/instead/", {"start": start})

    assert answer.status_code == 400


def test_without_review_hours_it_says_that_there_is_no_time(desk, held):
    ReviewHours.objects.all().delete()

    ask(desk, held, **LOOK)

    assert "There is none in the next three weeks" in outcome(desk, held).text


def test_a_therapist_without_the_training_gives_it_to_another(desk, evening, user):
    treatment = evening[0]
    other = make_therapist(treatments=[treatment], trainings=["cancer_care"])
    held = keep(evening, user, starts_at=at(TUESDAY.replace(day=10), "19:00"))

    ask(desk, held, health=["cancer_care"])
    held.refresh_from_db()

    times = outcome(desk, held).context["times"]
    assert held.status == Status.HELD
    assert {slot.therapists for slot in times} == {(other.pk,)}


def test_a_page_of_before_the_time_moved_is_a_conflict(desk, held):
    answer = ask(desk, held, revision=held.revision + 3)

    assert answer.status_code == 409
    assert not Screening.objects.exists()


def test_pressed_twice_it_is_answered_once(desk, held):
    ask(desk, held)
    again = ask(desk, held)

    assert again.status_code == 302
    assert Screening.objects.count() == 1


def test_the_hold_that_ran_out_is_taken_again_in_silence(desk, held):
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        ask(desk, held)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_the_time_gone_meanwhile_the_answers_wait_for_another(desk, evening, held):
    treatment, therapist, room = evening
    later = NOW + timedelta(minutes=30)
    with time_machine.travel(later, tick=False):
        make_confirmed_over(held, treatment, therapist, room, later)
        ask(desk, held)
        page = outcome(desk, held)
    held.refresh_from_db()

    assert held.status == Status.EXPIRED
    assert held.screening.final
    assert page.context["times"]


def make_confirmed_over(held, treatment, therapist, room, now):
    tidy(appointment=held, now=now)
    make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN, now=now
    )


def test_while_it_waits_for_the_link_the_desk_may_still_ask(desk, user, held):
    sent = send_link(appointment=held, by=user, now=NOW)

    ask(desk, sent)

    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_given_back_the_time_is_free_without_a_word(desk, held):
    desk.post(
        f"/calendar/appointments/{held.ref}/give-back/", {"revision": held.revision}
    )

    held.refresh_from_db()
    assert held.status == Status.CANCELLED
    assert not Message.objects.exists()


def test_sent_from_the_outcome_page_the_link_keeps_the_time(desk, held):
    desk.post(
        f"/calendar/appointments/{held.ref}/send-link/", {"revision": held.revision}
    )

    held.refresh_from_db()
    assert held.expires_at == at(MONDAY, "15:00")
    assert "on its way to them" in outcome(desk, held).text


def test_hostile_answers_never_clear(desk, held):
    answer = ask(
        desk,
        held,
        today=["\x00", "none"],
        health="x" * 5000,
        scent="%ED%A0%80",
    )

    held.refresh_from_db()
    assert answer.status_code == 422
    assert held.status == Status.HELD


def test_before_a_questionnaire_is_published_nothing_is_asked(desk, held):
    Questionnaire.objects.update(status="retired", retired_at=NOW)

    answer = desk.get(f"/calendar/appointments/{held.ref}/ask/")

    assert answer.url == f"/calendar/appointments/{held.ref}/outcome/"


def test_no_appointment_of_another_column(client, evening, held):
    client.force_login(make_user(role="Therapist"))

    for page in ("ask", "outcome"):
        answer = client.get(f"/calendar/appointments/{held.ref}/{page}/")
        assert answer.status_code == 404
    assert Appointment.objects.get().status == Status.HELD


def test_the_blank_form_has_every_question_and_nothing_ticked(desk, evening):
    page = desk.get("/calendar/blank-form/").text

    version = Questionnaire.objects.get()
    document = parsed(version)
    assert f"version {version.number}" in page
    for entry in document.entries():
        assert escape(entry.text) in page
    assert "<input" not in page.partition("on-paper")[2].partition("</main>")[0]
    assert page.count("Signed") >= len(document.consents)
