"""A review by hand: answers open with a reason, and only the verbs decide."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from booking.models import AccessRecord, Appointment, Clearance, Screening, Status
from booking.screening.editing import find
from tests.admin.pages import signed_in
from tests.factories import (
    CONSENTS,
    NOTHING,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_evening,
    make_held,
    make_review,
    make_therapist,
    starting_document,
)

pytestmark = pytest.mark.django_db

TICKED = escape(find(starting_document(), "clotting").raw["text"])
ANSWERED = "A clot longer ago"


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def review(evening):
    """Tuesday 19:00, with a clot in the past."""
    treatment, therapist, room = evening
    return make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )


@pytest.fixture
def talk(evening):
    """Tuesday 19:00, kept for somebody who would rather talk."""
    treatment, therapist, room = evening
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(),
        status=Status.REVIEW,
        expires_at=NOW + timedelta(hours=5),
        review={"why": "talk"},
    )


@pytest.fixture
def lead(client):
    return signed_in(client, role="Lead therapist")


def address(name, appointment):
    return reverse(f"admin:booking_appointment_{name}", args=[appointment.ref])


def opened(client, review, why="To decide"):
    return client.post(address("answers", review), {"why": why})


def decision(review, **fields):
    return {
        "revision": review.revision,
        "adaptations": "Light pressure\n\nSlow rise",
        "valid_until": "2026-12-31",
    } | fields


def test_the_page_says_who_when_by_when_and_why_and_no_answer(client, lead, review):
    text = client.get(address("review", review)).content.decode()

    assert "Hannah Whitlock" in text
    assert "Tuesday 8 December, 19:00 to 20:00" in text
    assert "Decide by" in text
    assert "Tuesday 8 December, 12:00" in text
    assert "Their answers need a look." in text
    assert TICKED not in text
    assert not AccessRecord.objects.exists()


def test_answers_open_with_a_reason_which_is_kept(client, lead, review):
    response = opened(client, review, why="Deciding for Tuesday")

    record = AccessRecord.objects.get()
    content = review.screening.content
    text = response.content.decode()
    assert (record.who, record.screening, record.at) == (lead, review.screening, NOW)
    assert record.why == "Deciding for Tuesday"
    assert response.headers["Cache-Control"].count("no-store") == 1
    assert TICKED in text
    assert f"<strong>{ANSWERED}</strong>" in text
    for told in [r["text"] for r in content["reasons"]] + content["adaptations"]:
        assert escape(told) in text


@pytest.mark.parametrize("why", ["", "   ", "x" * 201, "a\0b"])
def test_without_a_reason_nothing_opens(client, lead, review, why):
    response = opened(client, review, why=why)

    assert response.status_code == 422
    assert response.context["answers"] is None
    assert not AccessRecord.objects.exists()


def test_answers_never_open_by_a_link(client, lead, review):
    assert client.get(address("answers", review)).status_code == 405


def test_the_doctors_yes_stands_beside_the_answers(client, lead, review):
    review.review = {
        "why": "answers",
        "doctor": {"practice": "Mill Lane Surgery", "said_on": "2026-12-01"},
    }
    review.save()

    before = client.get(address("review", review)).content.decode()
    after = opened(client, review).content.decode()

    assert "Mill Lane Surgery" not in before
    assert "Mill Lane Surgery, 2026-12-01" in after


def test_clearing_confirms_with_changes_and_an_end(client, lead, review):
    opened(client, review)

    response = client.post(address("clear", review), decision(review))

    review.refresh_from_db()
    clearance = Clearance.objects.get()
    assert response.status_code == 302
    assert review.status == Status.CONFIRMED
    assert clearance.decided_by == lead
    assert clearance.valid_until == at(date(2027, 1, 1), "00:00")
    assert clearance.changes == {"adaptations": ["Light pressure", "Slow rise"]}


def test_the_end_offered_is_as_long_as_the_answers_hold(client, lead, review):
    held_until = review.screening.valid_until

    page = client.get(address("review", review))

    offered = page.context["clear_form"].initial["valid_until"]
    assert offered == min(held_until, NOW + timedelta(days=90)).date()


def test_nobody_is_cleared_unread(client, lead, review):
    response = client.post(address("clear", review), decision(review))

    review.refresh_from_db()
    assert response.status_code == 422
    assert "nobody is cleared unread" in response.content.decode()
    assert review.status == Status.REVIEW


def test_what_another_opened_does_not_count_as_read(client, review):
    signed_in(client, role="Lead therapist")
    opened(client, review)
    signed_in(client, role="Lead therapist")

    response = client.post(address("clear", review), decision(review))

    assert response.status_code == 422


def test_a_clearance_that_ends_before_the_session_is_refused(client, lead, review):
    opened(client, review)

    response = client.post(
        address("clear", review), decision(review, valid_until="2026-12-07")
    )

    review.refresh_from_db()
    assert response.status_code == 409
    assert "The clearance must reach the session." in response.content.decode()
    assert review.status == Status.REVIEW


@pytest.mark.parametrize("name", ["clear", "decline"])
def test_a_page_made_for_an_earlier_state_decides_nothing(client, lead, review, name):
    opened(client, review)
    data = decision(review)
    Appointment.objects.update(revision=review.revision + 1)

    response = client.post(address(name, review), data)

    review.refresh_from_db()
    assert response.status_code == 409
    assert "It changed since you opened this page." in response.content.decode()
    assert review.status == Status.REVIEW


@pytest.mark.parametrize("name", ["clear", "decline"])
def test_what_is_decided_already_is_said_kindly(client, lead, review, name):
    opened(client, review)
    client.post(address("decline", review), decision(review))
    review.refresh_from_db()

    response = client.post(address(name, review), decision(review))

    assert response.status_code == 409
    assert "It is no longer with a therapist" in response.content.decode()


def test_a_training_the_therapist_lacks_is_named(client, lead, evening):
    treatment, therapist, room = evening
    review = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        ask_first=["pregnancy"],
        pregnancy_stage="later",
        pregnancy_worry="no_worry",
    )
    opened(client, review)

    response = client.post(address("clear", review), decision(review))

    assert response.status_code == 409
    assert "does not hold the training" in response.content.decode()


def test_declining_frees_the_time(client, lead, review):
    response = client.post(address("decline", review), {"revision": review.revision})

    review.refresh_from_db()
    assert response.status_code == 302
    assert review.status == Status.DECLINED


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_until": "9999-12-31"},
        {"valid_until": "0001-01-01"},
        {"valid_until": "soon"},
        {"valid_until": ""},
        {"revision": "9" * 5000},
        {"revision": "-1"},
        {"adaptations": "a\0b"},
        {"adaptations": "x" * 1_000_001},
    ],
)
def test_nonsense_decides_nothing(client, lead, review, fields):
    opened(client, review)

    response = client.post(address("clear", review), decision(review, **fields))

    review.refresh_from_db()
    assert response.status_code in (400, 409, 413, 422)
    assert review.status == Status.REVIEW


# Asked aloud


def spoken(page, **answers):
    agreed = dict.fromkeys(CONSENTS, "on")
    revision = page.context["appointment"].revision
    return {"revision": revision, **agreed, **NOTHING, **answers}


def test_a_talk_cannot_be_cleared_before_the_questions_are_asked(client, lead, talk):
    page = client.get(address("review", talk)).content.decode()
    response = client.post(address("clear", talk), decision(talk))

    talk.refresh_from_db()
    assert address("clear", talk) not in page
    assert "Nobody has asked the questions yet." in page
    assert response.status_code == 409
    assert talk.status == Status.REVIEW


def test_answers_taken_down_that_clear_confirm_at_once(client, lead, talk):
    url = address("aloud", talk)

    response = client.post(url, spoken(client.get(url)))

    talk.refresh_from_db()
    assert response.status_code == 302
    assert talk.status == Status.CONFIRMED
    assert talk.screening.how == Screening.How.ALOUD
    assert talk.screening.entered_by == lead


def test_answers_taken_down_that_need_a_look_are_then_cleared(client, lead, talk):
    url = address("aloud", talk)
    client.post(
        url, spoken(client.get(url), ask_first=["clotting"], clot_kind="clot_past")
    )
    talk.refresh_from_db()
    in_between = talk.status

    response = client.post(address("clear", talk), decision(talk))

    talk.refresh_from_db()
    assert in_between == Status.REVIEW
    assert response.status_code == 302
    assert talk.status == Status.CONFIRMED


def test_answers_of_not_now_decline(client, lead, talk):
    url = address("aloud", talk)

    client.post(
        url, spoken(client.get(url), ask_first=["clotting"], clot_kind="clot_recent")
    )

    talk.refresh_from_db()
    assert talk.status == Status.DECLINED


def test_asking_again_replaces_answers_that_were_read(client, lead, review):
    opened(client, review)
    url = address("aloud", review)

    response = client.post(url, spoken(client.get(url)))

    review.refresh_from_db()
    assert response.status_code == 302
    assert review.status == Status.CONFIRMED
    assert Screening.objects.count() == 2


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"health": ""}, "Still to ask: Other health"),
        ({"consent_health": ""}, "Still to ask: You may use my health answers"),
        (
            {"health": ["none", "device"]},
            "“None of these” and another box are ticked: Other health",
        ),
    ],
)
def test_what_is_open_or_does_not_go_together_is_asked_again(
    client, lead, talk, answers, told
):
    url = address("aloud", talk)

    response = client.post(url, spoken(client.get(url), **answers))

    talk.refresh_from_db()
    assert response.status_code == 422
    text = response.content.decode()
    assert told in text
    assert 'value="no_scent" id="id_scent_no_scent" checked' in text
    assert talk.screening is None


def test_consents_are_never_ticked_to_begin_with(client, lead, talk):
    text = client.get(address("aloud", talk)).content.decode()

    for consent in CONSENTS:
        assert f'name="{consent}" value="on" id="id_{consent}">' in text


def test_answers_for_an_earlier_state_are_not_kept(client, lead, talk):
    url = address("aloud", talk)
    data = spoken(client.get(url))
    Appointment.objects.update(revision=talk.revision + 1)

    response = client.post(url, data)

    talk.refresh_from_db()
    assert response.status_code == 422
    assert "It changed since you opened this page." in response.content.decode()
    assert talk.screening is None


# Several at once


def selected(client, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse("admin:booking_appointment_changelist"), data)


def test_the_list_action_opens_the_review_of_one(client, lead, review):
    response = selected(client, "open_review", review)

    assert response.headers["Location"] == address("review", review)


def test_several_are_cleared_each_by_the_verb(client, lead, review, evening):
    treatment, therapist, room = evening
    other = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )
    for row in (review, other):
        opened(client, row)
    page = selected(client, "clear_selected", review, other).headers["Location"]

    client.post(page, revisions(review, other) | {"valid_until": "2026-12-31"})

    assert not Appointment.objects.exclude(status=Status.CONFIRMED)


def revisions(*rows):
    return {f"revision-{row.ref}": row.revision for row in rows}


def test_of_several_only_what_was_read_is_cleared(client, lead, review, evening):
    treatment, therapist, room = evening
    unread = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )
    opened(client, review)
    page = selected(client, "clear_selected", review, unread).headers["Location"]

    response = client.post(
        page, revisions(review, unread) | {"valid_until": "2026-12-31"}, follow=True
    )

    review.refresh_from_db()
    unread.refresh_from_db()
    assert (review.status, unread.status) == (Status.CONFIRMED, Status.REVIEW)
    assert "open the answers first" in response.content.decode()


def test_several_are_declined_and_one_that_changed_is_left(
    client, lead, review, evening
):
    treatment, therapist, room = evening
    changed = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )
    page = selected(client, "decline_selected", review, changed).headers["Location"]
    data = revisions(review, changed)
    Appointment.objects.filter(pk=changed.pk).update(revision=9)

    client.post(page, data)

    review.refresh_from_db()
    changed.refresh_from_db()
    assert (review.status, changed.status) == (Status.DECLINED, Status.REVIEW)


def test_the_list_filters_what_waits(client, lead, review, evening):
    treatment, _therapist, room = evening
    mine = make_review(
        treatment=treatment,
        therapist=make_therapist(treatments=[treatment], user=lead),
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )
    over = make_review(
        treatment=treatment,
        therapist=make_therapist(treatments=[treatment]),
        room=room,
        starts_at=at(TUESDAY, "21:00"),
    )
    Appointment.objects.filter(pk=over.pk).update(expires_at=NOW)
    url = reverse("admin:booking_appointment_changelist")

    waiting = client.get(url + "?review=waiting").context["cl"].queryset
    own = client.get(url + "?review=mine").context["cl"].queryset

    assert set(waiting) == {review, mine}
    assert set(own) == {mine}


# Who may


@pytest.mark.parametrize("role", ["Front desk", "Manager"])
def test_other_roles_see_the_appointment_and_nothing_of_its_health(
    client, review, role
):
    signed_in(client, role=role)
    url = reverse("admin:booking_appointment_change", args=[review.pk])

    text = client.get(url).content.decode()

    assert "Hannah Whitlock" in text
    assert "clot" not in text.lower()
    assert "a therapist first" not in text
    for reason in review.screening.content["reasons"]:
        assert reason["text"] not in text


def test_a_therapist_reviews_their_own_column_only(client, evening, review):
    treatment, therapist, room = evening
    user = signed_in(client, role="Therapist")
    own = make_review(
        treatment=treatment,
        therapist=make_therapist(treatments=[treatment], user=user),
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )

    theirs = opened(client, own)
    others = opened(client, review)
    listed = client.get(reverse("admin:booking_appointment_changelist"))
    page = reverse("admin:booking_appointment_clear_selected")
    chosen = client.get(page, {"ref": [own.ref, review.ref]})

    assert theirs.status_code == 200
    assert others.status_code == 404
    assert [r.screening for r in AccessRecord.objects.all()] == [own.screening]
    assert list(listed.context["cl"].queryset) == [own]
    assert [row for row, _known in chosen.context["rows"]] == [own]
