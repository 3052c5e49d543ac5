"""Every decision about a request, and every no to one."""

from datetime import date

import pytest
import time_machine
from django.utils.html import escape

from booking.actions import accept_proposal
from booking.models import AccessRecord, Appointment, Clearance, Message, Status
from booking.screening.editing import find
from tests.calendar.waiting import (
    QUEUE,
    address,
    decision,
    in_review,
    read,
    signed_in,
    text_of,
)
from tests.factories import (
    NOW,
    at,
    make_evening,
    make_room,
    make_therapist,
    starting_document,
)

pytestmark = pytest.mark.django_db

TICKED = escape(find(starting_document(), "clotting").raw["text"])
ANSWERED = "A clot longer ago"


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


@pytest.fixture
def lead(client):
    return signed_in(client, "Lead therapist")


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
