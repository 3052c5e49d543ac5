from datetime import timedelta

import pytest

from booking.actions import (
    answer_question,
    ask_question,
    clear_review,
    decline_review,
    override,
    read_answers,
    record_doctor,
)
from booking.actions.problems import (
    AnswersRunOut,
    DoctorNeeded,
    NotAllowed,
    NotScreened,
    OwnBooking,
    Stale,
    TrainingNeeded,
    Unread,
)
from booking.actions.steps import tell
from booking.models import AccessRecord, Clearance, Message, Status
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")
QUARTER = NOW + timedelta(days=90)


DOCTOR = {"practice": "Mill Lane Surgery", "said_on": "2026-12-01"}


def in_review(**ticked):
    """In review, and the doctor's yes is noted."""
    treatment, therapist, room = make_evening()
    review = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        **ticked,
    )
    review.review |= {"doctor": DOCTOR}
    review.save()
    return review


def reader(review, **fields):
    """Somebody of the team who has opened the answers."""
    user = make_user(**fields)
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)
    return user


def queued(review, kind):
    return review.messages.filter(kind=kind, state="waiting")


def test_a_therapist_clears_with_changes_and_an_end():
    review = in_review()
    ines = reader(review, role="Therapist")

    done = clear_review(
        appointment=review,
        by=ines,
        valid_until=QUARTER,
        avoid=["legs"],
        adaptations=["Light strokes"],
        note="Spoke at five.",
        now=NOW,
    )

    done.refresh_from_db()
    assert done.status == Status.CONFIRMED
    assert (done.clearance.basis, done.clearance.decided_by) == ("therapist", ines)
    assert done.cleared_until == QUARTER
    assert done.clearance.changes == {
        "avoid": ["legs"],
        "adaptations": ["Light strokes"],
    }
    assert done.review["note"] == "Spoke at five."
    assert [m.kind for m in done.messages.all()] == ["cleared", "reminder"]


def test_a_declined_review_gives_the_time_back():
    review = in_review()

    done = decline_review(appointment=review, by=make_user(), now=NOW)

    assert done.status == Status.DECLINED
    assert done.messages.get().kind == Message.Kind.DECLINED


def test_a_review_is_decided_once():
    review, ines = in_review(), make_user()
    decline_review(appointment=review, by=ines, now=NOW)

    with pytest.raises(NotAllowed):
        clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)


def test_an_end_before_the_session_clears_nothing():
    review = in_review()
    ines, early = reader(review), SEVEN - timedelta(microseconds=1)

    with pytest.raises(AnswersRunOut):
        clear_review(appointment=review, by=ines, valid_until=early, now=NOW)


def test_a_therapist_without_the_training_cannot_give_it():
    review = in_review(ask_first=["pregnancy"])
    ines = reader(review)

    with pytest.raises(TrainingNeeded):
        clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)


def test_a_talk_without_a_screening_clears_nobody():
    treatment, therapist, room = make_evening()
    talk = make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=SEVEN,
        client=make_client(),
        status=Status.REVIEW,
        review={"why": "talk"},
        expires_at=NOW + timedelta(hours=3),
    )

    with pytest.raises(NotScreened):
        clear_review(appointment=talk, by=make_user(), valid_until=QUARTER, now=NOW)


def test_reading_answers_leaves_a_record():
    review, ines = in_review(), make_user()

    content = read_answers(
        screening=review.screening, by=ines, why="before ringing", now=NOW
    )

    assert content["answers"]["ask_first"] == ["clotting"]
    record = AccessRecord.objects.get()
    assert (record.who, record.why) == (ines, "before ringing")


def test_nobody_is_cleared_unread():
    review = in_review()
    reader(review)

    with pytest.raises(Unread):
        clear_review(appointment=review, by=make_user(), valid_until=QUARTER, now=NOW)


@pytest.mark.parametrize("known_by", ["account", "address"])
def test_nobody_decides_about_a_booking_of_their_own(known_by):
    review = in_review()
    lead = reader(review, role="Lead therapist")
    client = review.client
    if known_by == "account":
        client.user, client.email = lead, ""
    else:
        client.email = lead.email.upper()
    client.save()

    for decide in (
        lambda: clear_review(appointment=review, by=lead, valid_until=QUARTER, now=NOW),
        lambda: decline_review(appointment=review, by=lead, now=NOW),
        lambda: ask_question(appointment=review, by=lead, text="How?", now=NOW),
        lambda: record_doctor(
            appointment=review, by=lead, practice="P", said_on=TUESDAY, now=NOW
        ),
    ):
        with pytest.raises(OwnBooking):
            decide()


def test_a_client_without_an_address_is_nobody_of_the_team():
    review, ines = in_review(), make_user()
    ines.email = review.client.email = ""
    ines.save()
    review.client.save()

    done = decline_review(appointment=review, by=ines, now=NOW)

    assert done.status == Status.DECLINED


@pytest.mark.parametrize("verb", [clear_review, decline_review, record_doctor])
def test_a_page_of_an_earlier_state_decides_nothing(verb):
    review = in_review()
    ines = reader(review)
    more = {"valid_until": QUARTER} if verb is clear_review else {}
    more |= {"practice": "P", "said_on": TUESDAY} if verb is record_doctor else {}

    with pytest.raises(Stale):
        verb(appointment=review, by=ines, revision=0, now=NOW, **more)


def test_where_a_doctor_is_needed_their_yes_comes_first_and_bounds_it():
    review = in_review()
    review.review = {"why": "answers"}
    review.save()
    ines, month = reader(review), NOW + timedelta(days=30)
    with pytest.raises(DoctorNeeded):
        clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)

    noted = record_doctor(
        appointment=review,
        by=ines,
        practice="Mill Lane Surgery",
        said_on=TUESDAY,
        until=month,
        now=NOW,
    )
    done = clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)

    assert noted.review["doctor"]["practice"] == "Mill Lane Surgery"
    assert done.status == Status.CONFIRMED
    assert done.cleared_until == month


def test_a_decline_keeps_the_kind_words_for_the_clients_own_page():
    review = in_review()

    done = decline_review(
        appointment=review,
        by=make_user(),
        words=" Not this time. ",
        not_before=TUESDAY,
        now=NOW,
    )

    done.refresh_from_db()
    assert done.review["words"] == "Not this time."
    assert done.review["not_before"] == "2026-12-08"
    assert done.review["why"] == "answers"


def test_a_question_keeps_the_time_and_is_told_without_its_words():
    review, ines = in_review(), make_user()
    until = review.expires_at

    asked = ask_question(appointment=review, by=ines, text="Which leg?", now=NOW)

    asked.refresh_from_db()
    assert (asked.status, asked.expires_at) == (Status.REVIEW, until)
    assert asked.review["question"]["text"] == "Which leg?"
    assert queued(asked, Message.Kind.QUESTION).count() == 1


def test_who_asked_is_told_that_the_client_wrote_back():
    review, ines = in_review(), make_user()
    ask_question(appointment=review, by=ines, text="Which leg?", now=NOW)

    answered = answer_question(appointment=review, text="The left.", now=NOW)

    answered.refresh_from_db()
    told = queued(answered, Message.Kind.ANSWERED).get()
    assert answered.review["question"]["answer"] == "The left."
    assert answered.review["question"]["text"] == "Which leg?"
    assert (told.staff, told.recipient) == (ines, ines.email)


def test_a_question_is_answered_once_and_only_where_one_is_asked():
    review = in_review()

    with pytest.raises(NotAllowed):
        answer_question(appointment=review, text="The left.", now=NOW)
    ask_question(appointment=review, by=make_user(), text="Which leg?", now=NOW)
    answer_question(appointment=review, text="The left.", now=NOW)
    with pytest.raises(NotAllowed):
        answer_question(appointment=review, text="The right.", now=NOW)


def test_after_the_decision_nobody_waits_for_the_clients_words():
    review, ines = in_review(), make_user()
    ask_question(appointment=review, by=ines, text="Which leg?", now=NOW)
    declined = decline_review(appointment=review, by=ines, now=NOW)

    with pytest.raises(NotAllowed):
        answer_question(appointment=declined, text="The left.", now=NOW)
    assert not queued(declined, Message.Kind.QUESTION).exists()


def test_a_manager_overrides_with_a_reason_that_stays():
    review = in_review(ask_first=["pregnancy"])
    manager = reader(review, role="Manager")

    done = override(
        appointment=review,
        by=manager,
        reason="Spoke with the midwife myself.",
        valid_until=QUARTER,
        now=NOW,
    )

    clearance = Clearance.objects.get()
    assert done.status == Status.CONFIRMED
    assert (clearance.basis, clearance.decided_by) == ("override", manager)
    assert clearance.changes["reason"] == "Spoke with the midwife myself."
    assert clearance.changes["avoid"] == review.screening.content["avoid"]
    assert done.events.filter(reason="override", by=manager).exists()


@pytest.mark.parametrize("role", ["Therapist", "Lead therapist"])
def test_only_a_manager_overrides(role):
    review = in_review()
    user = reader(review, role=role)

    with pytest.raises(NotAllowed):
        override(
            appointment=review, by=user, reason="Why", valid_until=QUARTER, now=NOW
        )


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_override_without_a_reason(reason):
    review = in_review()
    manager = reader(review, role="Manager")

    with pytest.raises(NotAllowed):
        override(
            appointment=review, by=manager, reason=reason, valid_until=QUARTER, now=NOW
        )


def test_even_an_override_is_read_first():
    review = in_review()

    with pytest.raises(Unread):
        override(
            appointment=review,
            by=make_user(role="Manager"),
            reason="Why",
            valid_until=QUARTER,
            now=NOW,
        )


@pytest.mark.parametrize("decide", ["clear", "decline"])
def test_a_call_that_waited_is_not_made_once_it_is_decided(decide):
    review = in_review()
    ines = reader(review)
    tell(review, Message.Kind.RING, now=NOW, channel=Message.Channel.CALL)

    if decide == "clear":
        clear_review(appointment=review, by=ines, valid_until=QUARTER, now=NOW)
    else:
        decline_review(appointment=review, by=ines, now=NOW)

    assert not Message.objects.calls().exists()
