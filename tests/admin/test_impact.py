"""What a new questionnaire means for the appointments to come."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from booking.actions import clear_review, read_answers, reconsider
from booking.actions.problems import NotAllowed, Stale
from booking.actions.screened import cleared_by, store
from booking.models import (
    AccessRecord,
    Appointment,
    Message,
    Questionnaire,
    Status,
)
from booking.screening.editing import find
from tests.admin.pages import signed_in
from tests.admin.test_publishing import CATALOGUE, address, signed
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    given,
    make_client,
    make_evening,
    make_held,
    make_questionnaire,
    make_treatment,
    starting_document,
)

pytestmark = pytest.mark.django_db

SEVEN = at(TUESDAY + timedelta(days=7), "19:00")


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    for slug in CATALOGUE[1:]:
        make_treatment(slug=slug)
    return {"treatment": treatment, "therapist": therapist, "room": room}


@pytest.fixture
def lead(client):
    return signed_in(client, role="Lead therapist")


@pytest.fixture
def draft(evening):
    """A version in which a private word is no longer a small change but a talk."""
    document = starting_document() | {"version": 2}
    ticked = find(document, "private_word").raw["choices"][0]
    ticked["outcome"] = "clearance"
    return make_questionnaire(number=2, published=False, document=document)


def booked(evening, *, starts_at=SEVEN, **ticked):
    answers = given(treatment=evening["treatment"], starts_at=starts_at, **ticked)
    held = make_held(**evening, starts_at=starts_at, client=make_client())
    screening = store(
        held, answers, treatment=held.treatment, starts_at=starts_at, now=NOW
    )
    for name, value in cleared_by(screening, now=NOW).items():
        setattr(held, name, value)
    held.status, held.expires_at = Status.CONFIRMED, None
    held.save()
    return held


PRIVATE = {"comfort": ["private_word"]}


def test_before_publishing_it_says_how_many_get_a_stronger_result(
    client, lead, evening, draft
):
    stronger = booked(evening, **PRIVATE)
    booked(evening, starts_at=SEVEN + timedelta(days=1))
    Appointment.objects.filter(
        pk=booked(evening, starts_at=SEVEN + timedelta(days=2), **PRIVATE).pk
    ).update(status=Status.CANCELLED)

    page = client.post(address("publish", draft), {"try": "yes"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "One appointment would get a stronger result" in text
    assert stronger.ref in text
    assert "small changes → needs a talk" in text
    assert "Tuesday 15 December, 19:00" in text
    assert (
        "private word" not in text.split("Appointments to come")[1].split("Signed")[0]
    )
    assert Questionnaire.objects.get(number=2).status == "draft"


def test_a_look_at_the_page_tries_nothing(client, lead, evening, draft):
    booked(evening, **PRIVATE)

    client.get(address("publish", draft))

    assert not LogEntry.objects.exists()


def test_the_trial_is_recorded_once_in_the_history_of_the_version(
    client, lead, evening, draft
):
    booked(evening, **PRIVATE)
    booked(evening, starts_at=SEVEN + timedelta(days=1))

    client.post(address("publish", draft), {"try": "yes"})

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (lead, str(draft.pk))
    assert "stored answers of 2 appointments" in entry.change_message
    assert not AccessRecord.objects.exists()


def test_what_was_typed_stays_while_it_is_tried(client, lead, evening, draft):
    booked(evening, **PRIVATE)
    data = signed(client, draft) | {"try": "yes"}

    page = client.post(address("publish", draft), data)

    text = page.content.decode()
    assert 'value="Register 1234"' in text
    assert text.count("checked") == len(data["confirm"])


def test_nothing_is_published_before_each_is_decided(client, lead, evening, draft):
    booked(evening, **PRIVATE)

    page = client.post(address("publish", draft), signed(client, draft))

    draft.refresh_from_db()
    assert page.status_code == 422
    assert "Choose for each appointment" in page.content.decode()
    assert draft.status == Questionnaire.Status.DRAFT


@pytest.mark.parametrize("chosen", ["", "nonsense", "\0"])
def test_a_choice_that_is_none_decides_nothing(client, lead, evening, draft, chosen):
    row = booked(evening, **PRIVATE)
    data = signed(client, draft) | {f"impact-{row.ref}": chosen}

    page = client.post(address("publish", draft), data)

    assert page.status_code == 422


def test_keep_leaves_it_booked(client, lead, evening, draft):
    row = booked(evening, **PRIVATE)
    data = signed(client, draft) | {f"impact-{row.ref}": "keep"}

    response = client.post(address("publish", draft), data)

    row.refresh_from_db()
    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.status == Questionnaire.Status.PUBLISHED
    assert row.status == Status.CONFIRMED


def test_into_review_keeps_the_time_and_tells_the_client(client, lead, evening, draft):
    row = booked(evening, **PRIVATE)
    data = signed(client, draft) | {f"impact-{row.ref}": "review"}

    client.post(address("publish", draft), data)

    row.refresh_from_db()
    told = set(row.messages.filter(staff=None).values_list("kind", flat=True))
    assert row.status == Status.REVIEW
    assert (row.starts_at, row.therapist) == (SEVEN, evening["therapist"])
    assert row.expires_at == at(NOW.date(), "15:00")
    assert row.clearance is None
    assert row.review == {"why": "new_questionnaire"}
    assert told == {Message.Kind.REVIEW, Message.Kind.RING}
    assert row.events.last().by == lead


def test_what_nobody_can_look_at_in_time_stays_booked(client, lead, evening, draft):
    row = booked(evening, starts_at=NOW + timedelta(hours=5), **PRIVATE)
    data = signed(client, draft) | {f"impact-{row.ref}": "review"}

    page = client.post(address("publish", draft), data, follow=True)

    row.refresh_from_db()
    assert row.status == Status.CONFIRMED
    assert "nobody can look at it before it starts" in page.content.decode()


def test_a_therapist_looks_again_and_it_is_booked_again(client, lead, evening, draft):
    row = reconsider(appointment=booked(evening, **PRIVATE), by=lead, now=NOW)
    read_answers(screening=row.screening, by=lead, why="to decide", now=NOW)

    done = clear_review(
        appointment=row, by=lead, valid_until=NOW + timedelta(days=60), now=NOW
    )

    assert done.status == Status.CONFIRMED
    assert done.clearance.basis == "therapist"


def test_only_a_booked_one_to_come_is_reconsidered(lead, evening, draft):
    row = booked(evening)

    with pytest.raises(Stale):
        reconsider(appointment=row, by=lead, now=NOW, revision=0)
    with pytest.raises(NotAllowed):
        reconsider(appointment=row, by=lead, now=SEVEN)
