"""The review queue and its decisions, as a browser asks for them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from booking.actions import accept_proposal, read_answers, tidy
from booking.models import AccessRecord, Appointment, Clearance, Message, Status
from booking.screening.editing import find
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_review,
    make_room,
    make_therapist,
    make_user,
    starting_document,
)

pytestmark = pytest.mark.django_db

TICKED = escape(find(starting_document(), "clotting").raw["text"])
ANSWERED = "A clot longer ago"
DOCTOR = {"practice": "Mill Lane Surgery", "said_on": "2026-12-01"}
QUEUE = reverse("calendar:review_list")


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def review(evening):
    """Next Tuesday 19:00, a clot in the past, and the doctor's yes is noted."""
    return in_review(evening)


def in_review(evening, *, days=7, doctor=DOCTOR, **answers):
    treatment, therapist, room = evening
    row = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY + timedelta(days=days), "19:00"),
        **answers,
    )
    if doctor:
        row.review |= {"doctor": doctor}
    row.save()
    return row


@pytest.fixture
def lead(client):
    return signed_in(client, "Lead therapist")


def signed_in(client, role):
    user = make_user(role=role)
    client.force_login(user)
    return user


def read(review, user):
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)


def address(review, name="decide"):
    return reverse(f"calendar:review_{name}", args=[review.ref])


def decision(review, what, **fields):
    return {
        "decision": what,
        "revision": review.revision,
        "until": "2026-12-31",
    } | fields


def text_of(response):
    return response.content.decode()


def test_the_queue_says_who_what_when_and_how_much_review_time_is_left(
    client, lead, review
):
    text = text_of(client.get(QUEUE))

    # Review hours are 12 to 21: nine on Monday, none before Tuesday noon.
    assert "9 h 0 min left" in text
    assert "Hannah Whitlock" in text
    assert review.treatment_name in text
    assert "Tuesday 15 December, 19:00" in text
    assert "Decide by Tuesday 8 December, 12:00" in text
    assert "Visit: First" in text
    assert "01632 960201" in text


def test_the_one_with_the_least_time_left_comes_first(client, lead, evening):
    later = in_review(evening, days=7)
    sooner = in_review(evening, days=8)
    Appointment.objects.filter(pk=sooner.pk).update(
        expires_at=NOW + timedelta(hours=4, minutes=20)
    )

    response = client.get(QUEUE)

    cases = [case.appointment for case in response.context["cases"]]
    assert cases == [sooner, later]
    assert "4 h 20 min left" in text_of(response)


def test_the_queue_says_why_and_what_would_be_left_out_but_no_answer(
    client, lead, review
):
    text = text_of(client.get(QUEUE))

    for reason in review.screening.content["reasons"]:
        assert escape(reason["text"]) in text
    for line in review.screening.content["adaptations"]:
        assert escape(line) in text
    assert TICKED not in text
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"doctor": None}, "Doctor’s yes"),
        ({}, "Doctor’s yes is noted"),
        ({"ask_first": ["pregnancy"]}, "Needs someone trained for pregnancy"),
    ],
)
def test_chips_say_what_is_needed(client, lead, evening, fields, chip):
    in_review(evening, **fields)

    assert chip in text_of(client.get(QUEUE))


def test_what_the_treatment_needs_but_should_be_left_out_is_a_chip(client, lead):
    warm_packs = make_evening(slug="heat-and-massage-60")
    in_review(warm_packs, ask_first=["clotting"], clot_kind="easy_clot_bleed")

    assert "Does not fit this treatment" in text_of(client.get(QUEUE))


@pytest.fixture
def talk(evening):
    treatment, therapist, room = evening
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(phone=""),
        status=Status.REVIEW,
        expires_at=NOW + timedelta(hours=5),
        review={"why": "talk"},
    )


def test_someone_who_would_rather_talk_is_never_cleared_unasked(client, lead, talk):
    text = text_of(client.get(QUEUE))
    response = client.post(address(talk), decision(talk, "clear"))

    talk.refresh_from_db()
    assert "Would like to talk" in text
    assert "Please write instead of ringing." in text
    assert response.status_code == 409
    assert "Ask them aloud first" in text_of(response)
    assert talk.status == Status.REVIEW


def test_an_earlier_clearance_is_named_and_does_not_carry_over(client, evening):
    earlier = in_review(evening)
    mina = signed_in(client, "Lead therapist")
    read(earlier, mina)
    client.post(address(earlier), decision(earlier, "clear"))
    again = in_review(evening, days=9)
    Appointment.objects.filter(pk=again.pk).update(client=earlier.client)

    text = text_of(client.get(QUEUE))

    assert "Cleared by you on 7 December, until 31 December." in text
    assert "does not carry over" in text
    again.refresh_from_db()
    assert again.status == Status.REVIEW


def test_the_answers_open_with_a_reason_which_is_kept(client, lead, review):
    response = client.post(address(review, "answers"), {"why": "Deciding"})

    record = AccessRecord.objects.get()
    assert (record.who, record.screening, record.why) == (
        lead,
        review.screening,
        "Deciding",
    )
    assert TICKED in text_of(response)
    assert ANSWERED in text_of(response)


@pytest.mark.parametrize("why", ["", "  ", "x" * 201, "a\0b"])
def test_without_a_reason_nothing_opens(client, lead, review, why):
    response = client.post(address(review, "answers"), {"why": why})

    assert response.status_code == 422
    assert TICKED not in text_of(response)
    assert not AccessRecord.objects.exists()


def test_nobody_is_cleared_unread(client, lead, review):
    response = client.post(address(review), decision(review, "clear"))

    review.refresh_from_db()
    assert response.status_code == 409
    assert "nobody is cleared unread" in text_of(response)
    assert review.status == Status.REVIEW


def test_clear_as_booked(client, lead, review):
    read(review, lead)

    response = client.post(
        address(review), decision(review, "clear", note="Spoke at five.")
    )

    review.refresh_from_db()
    assert response.status_code == 302
    assert review.status == Status.CONFIRMED
    assert review.clearance.valid_until == at(date(2027, 1, 1), "00:00")
    assert review.clearance.changes == {"avoid": [], "adaptations": []}
    assert review.review["note"] == "Spoke at five."


def test_clear_with_what_is_ticked_and_written(client, lead, review):
    read(review, lead)

    client.post(
        address(review),
        decision(
            review, "adapt", avoid=["legs", "heat"], adaptations="Slow\r\n\r\nWarm"
        ),
    )

    review.refresh_from_db()
    assert review.clearance.changes == {
        "avoid": ["legs", "heat"],
        "adaptations": ["Slow", "Warm"],
    }


def test_a_question_waits_on_the_clients_page(client, lead, review):
    response = client.post(
        address(review), decision(review, "ask", question="Which leg?")
    )

    review.refresh_from_db()
    assert response.status_code == 302
    assert review.review["question"]["text"] == "Which leg?"
    assert "Asked by us" in text_of(client.get(QUEUE))


def test_a_doctors_yes_is_noted_and_then_it_can_be_cleared(client, lead, evening):
    review = in_review(evening, doctor=None)
    read(review, lead)
    refused = client.post(address(review), decision(review, "clear"))
    assert refused.status_code == 409

    noted = client.post(
        address(review),
        decision(
            review,
            "doctor",
            practice="Mill Lane Surgery",
            said_on="2026-12-04",
            doctor_until="2026-12-20",
        ),
    )
    review.refresh_from_db()
    client.post(address(review), decision(review, "clear"))

    review.refresh_from_db()
    assert noted.url == address(review)
    assert review.status == Status.CONFIRMED
    assert review.cleared_until == at(date(2026, 12, 21), "00:00")


def test_not_before_a_date_frees_the_time(client, lead, review):
    client.post(address(review), decision(review, "later", not_before="2027-02-01"))

    review.refresh_from_db()
    assert review.status == Status.DECLINED
    assert review.review["not_before"] == "2027-02-01"


def test_a_kind_decline_keeps_its_words_for_their_page(client, lead, review):
    client.post(address(review), decision(review, "decline", words="Not just now."))

    review.refresh_from_db()
    assert review.status == Status.DECLINED
    assert review.review["words"] == "Not just now."
    assert review.messages.get(state="waiting").kind == Message.Kind.DECLINED


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("", {}),
        ("nonsense", {}),
        ("clear", {"until": ""}),
        ("clear", {"until": "9999-01-01"}),
        ("clear", {"until": "2028-12-31"}),
        ("clear", {"revision": "10" * 30}),
        ("adapt", {"avoid": [], "adaptations": ""}),
        ("adapt", {"avoid": ["spleen"]}),
        ("adapt", {"adaptations": "a\0b"}),
        ("ask", {"question": " "}),
        ("doctor", {"practice": "", "said_on": "2026-12-01"}),
        ("doctor", {"practice": "P", "said_on": "2026-12-08"}),
        ("doctor", {"practice": "P", "said_on": "0000-00-00"}),
        ("later", {}),
        ("later", {"not_before": "2026-12-07"}),
        ("decline", {"words": "x" * 1001}),
        ("decline", {"note": "x" * 201}),
        ("override", {"reason": "Because"}),
    ],
)
def test_what_makes_no_sense_is_said_and_decides_nothing(
    client, lead, review, what, fields
):
    read(review, lead)
    data = decision(review, what, **fields)

    response = client.post(address(review), data)

    review.refresh_from_db()
    assert response.status_code == 422
    assert review.status == Status.REVIEW
    assert review.revision == data["revision"] or "10" in str(data["revision"])


def test_what_was_typed_stays_typed(client, lead, review):
    data = decision(review, "clear", until="", note="Spoke at five.")

    text = text_of(client.post(address(review), data))

    assert "Spoke at five." in text


@pytest.mark.parametrize("what", ["clear", "decline"])
def test_a_page_made_for_an_earlier_state_decides_nothing(client, lead, review, what):
    read(review, lead)
    data = decision(review, what)
    Appointment.objects.update(revision=review.revision + 1)

    response = client.post(address(review), data)

    review.refresh_from_db()
    assert response.status_code == 409
    assert review.status == Status.REVIEW


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("Therapist", True, 302),
        ("Therapist", False, 404),
        ("Lead therapist", False, 302),
        ("Manager", False, 302),
        ("Front desk", False, 403),
        ("Editor", False, 403),
    ],
)
def test_a_therapist_decides_in_their_column_a_lead_and_a_manager_everywhere(
    client, review, role, own, status
):
    user = signed_in(client, role)
    if own:
        review.therapist.user = user
        review.therapist.save()
    read(review, user)

    answer = client.post(address(review), decision(review, "clear"))

    assert answer.status_code == status
    assert Clearance.objects.exists() == (status == 302)


@pytest.mark.parametrize("role", ["Therapist", "Lead therapist", "Manager"])
@pytest.mark.parametrize("what", ["clear", "decline", "ask"])
def test_nobody_decides_about_a_booking_of_their_own(client, review, role, what):
    user = signed_in(client, role)
    review.therapist.user = user
    review.therapist.save()
    review.client.email = user.email.upper()
    review.client.save()
    read(review, user)

    page = text_of(client.get(address(review)))
    answer = client.post(address(review), decision(review, what, question="How?"))

    review.refresh_from_db()
    assert "a colleague decides" in page
    assert answer.status_code == 409
    assert review.status == Status.REVIEW


def test_answers_of_ones_own_booking_are_not_read_as_a_reviewer(client, lead, review):
    review.client.email = lead.email
    review.client.save()

    response = client.post(address(review, "answers"), {"why": "Curious"})

    assert response.status_code == 409
    assert TICKED not in text_of(response)


def test_a_manager_clears_against_the_rules_with_a_reason(client, evening):
    review = in_review(evening, ask_first=["pregnancy"])
    manager = signed_in(client, "Manager")
    read(review, manager)

    client.post(address(review), decision(review, "override", reason="My call."))

    review.refresh_from_db()
    assert review.status == Status.CONFIRMED
    assert review.clearance.basis == Clearance.Basis.OVERRIDE
    assert review.clearance.changes["reason"] == "My call."


def test_without_the_training_it_is_not_cleared_and_somebody_is_named(
    client, lead, evening
):
    review = in_review(evening, ask_first=["pregnancy"])
    make_therapist(
        treatments=[review.treatment],
        name="Sadia Rahman",
        trainings=["pregnancy"],
    )
    read(review, lead)

    page = text_of(client.get(address(review)))
    answer = client.post(address(review), decision(review, "clear"))

    assert "does not hold this training. Sadia does, and is free at 19:00." in page
    assert answer.status_code == 409
    assert "does not hold the training" in text_of(answer)


def test_what_ran_out_stays_and_is_counted(client, lead, review):
    tidy(appointment=review, now=review.expires_at)

    text = text_of(client.get(QUEUE))

    assert "Ran out" in text
    assert "Hannah Whitlock" in text
    assert "One ran out this month." in text


def test_what_is_decided_leaves_the_queue(client, lead, review):
    client.post(address(review), decision(review, "decline"))

    text = text_of(client.get(QUEUE))

    assert "Hannah Whitlock" in text  # in the message that it is told
    assert "Nothing waits for you." in text


def test_a_declined_client_who_asks_to_be_rung_is_named(client, lead, review):
    client.post(address(review), decision(review, "decline"))
    review.refresh_from_db()
    Message.objects.create(
        key="again",
        kind=Message.Kind.RING,
        channel=Message.Channel.CALL,
        appointment=review,
        recipient="01632 960201",
        due_at=NOW,
    )

    response = client.get(QUEUE)

    assert response.context["again"] == [review]
    assert "Asked us to look again" in text_of(response)


def test_the_badge_counts_what_waits(client, lead, evening):
    in_review(evening)
    lapsed = in_review(evening, days=9)
    tidy(appointment=lapsed, now=lapsed.expires_at)

    assert client.get(QUEUE).context["reviews_waiting"] == 2


def test_the_client_is_asked_whether_someone_trained_may_give_it(client, lead, evening):
    review = in_review(evening, ask_first=["pregnancy"])
    sadia = make_therapist(
        treatments=[review.treatment], name="Sadia Rahman", trainings=["pregnancy"]
    )
    make_room()
    read(review, lead)

    asked = client.post(
        address(review), decision(review, "propose", therapist=sadia.slug)
    )
    text = text_of(client.get(QUEUE))
    accept_proposal(proposal=review.proposals.get(), now=NOW)
    review.refresh_from_db()
    moved = review.status, review.therapist
    client.post(address(review), decision(review, "clear"))

    review.refresh_from_db()
    assert asked.status_code == 302
    assert "Asked about another therapist" in text
    assert moved == (Status.REVIEW, sadia)
    assert review.status == Status.CONFIRMED


def test_nobody_is_asked_where_the_therapist_may_give_it(client, lead, review):
    answer = client.post(
        address(review), decision(review, "propose", therapist=review.therapist.slug)
    )

    assert answer.status_code == 422
    assert not review.proposals.exists()
