"""Appointments, clients and messages are read; nothing but the verbs changes one."""

import pytest
from django.urls import reverse

from booking.models import Appointment, Message
from tests.admin.pages import change_url, posted, signed_in
from tests.factories import (
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_review,
    make_therapist,
)

pytestmark = pytest.mark.django_db

LIST = "admin:booking_appointment_changelist"


@pytest.fixture
def evening():
    return make_evening()


@pytest.fixture
def booked(evening):
    treatment, therapist, room = evening
    return make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(name="Hannah Whitlock"),
    )


def test_nothing_of_an_appointment_can_be_typed(client, booked):
    signed_in(client, is_superuser=True)

    page = client.get(change_url(booked))
    response = client.post(change_url(booked), {"status": "cancelled"})

    booked.refresh_from_db()
    assert list(page.context["adminform"].form.fields) == []
    assert response.status_code == 403
    assert booked.status == "confirmed"


@pytest.mark.parametrize("model", ["appointment", "message", "accessrecord"])
def test_nobody_adds_by_hand(client, model):
    signed_in(client, is_superuser=True)

    assert client.get(reverse(f"admin:booking_{model}_add")).status_code == 403


def test_nobody_deletes_by_hand(client, booked):
    signed_in(client, is_superuser=True)
    delete = {"action": "delete_selected", "_selected_action": [booked.pk]}

    page = client.get(reverse("admin:booking_appointment_delete", args=[booked.pk]))
    client.post(reverse(LIST), delete | {"post": "yes"})

    assert page.status_code == 403
    assert Appointment.objects.exists()


@pytest.mark.parametrize("words", ["Whitlock", "hannah", "REF"])
def test_an_appointment_is_found_by_client_or_reference(client, evening, booked, words):
    treatment, therapist, room = evening
    make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
        client=make_client(name="Leonard Ashby"),
    )
    signed_in(client, role="Front desk")
    words = booked.ref if words == "REF" else words

    found = client.get(reverse(LIST), {"q": words}).context["cl"].queryset

    assert list(found) == [booked]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status__exact": "confirmed"}, True),
        ({"status__exact": "review"}, False),
        ({"when": "today"}, False),
        ({"when": "tomorrow"}, True),
        ({"when": "week"}, True),
        ({"when": "coming"}, True),
        ({"when": "past"}, False),
        ({"review": "waiting"}, False),
    ],
)
def test_the_list_is_filtered(client, booked, query, found):
    signed_in(client, role="Front desk")

    shown = client.get(reverse(LIST), query).context["cl"].queryset

    assert list(shown) == ([booked] if found else [])


def test_the_list_is_filtered_by_therapist(client, booked):
    other = make_therapist()
    signed_in(client, role="Front desk")
    filtered = "therapist__id__exact"

    theirs = client.get(reverse(LIST), {filtered: booked.therapist_id})
    others = client.get(reverse(LIST), {filtered: other.pk})

    assert list(theirs.context["cl"].queryset) == [booked]
    assert list(others.context["cl"].queryset) == []


def test_a_clients_page_shows_when_they_come_and_nothing_of_health(client, evening):
    treatment, therapist, room = evening
    review = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "17:00"),
    )
    signed_in(client, role="Front desk")

    text = client.get(change_url(review.client)).content.decode()

    assert change_url(review) in text
    assert "Tue 8 Dec 2026, 17:00" in text
    assert "clot" not in text
    assert review.screening.get_outcome_display() not in text


def test_the_front_desk_corrects_a_clients_phone(client, booked):
    signed_in(client, role="Front desk")
    page = client.get(change_url(booked.client))

    response = client.post(
        change_url(booked.client), posted(page, phone="01632 960999")
    )

    booked.client.refresh_from_db()
    assert response.status_code == 302
    assert booked.client.phone == "01632 960999"


def test_a_clients_wish_names_somebody_there_is(client, booked):
    signed_in(client, role="Front desk")
    page = client.get(change_url(booked.client))

    refused = client.post(change_url(booked.client), posted(page, wish="nobody"))
    kept = client.post(
        change_url(booked.client), posted(page, wish=booked.therapist.slug)
    )

    assert refused.status_code == 200
    assert kept.status_code == 302


def test_messages_are_listed_with_what_went_wrong(client, booked):
    Message.objects.create(
        key="one",
        kind=Message.Kind.CONFIRMED,
        appointment=booked,
        recipient="hannah@whitlock.example",
        due_at=NOW,
        state=Message.State.FAILED,
        error="mailbox full",
    )
    signed_in(client, role="Front desk")
    url = reverse("admin:booking_message_changelist")

    listed = client.get(url, {"state__exact": "failed"}).content.decode()
    page = client.get(change_url(Message.objects.get())).content.decode()

    assert "hannah@whitlock.example" in listed
    assert "mailbox full" in page


HOSTILE = ["\0", "9" * 5000, str(10**30), "-1", "' OR 1=1 --", "\ud800", "x" * 9000]
FILTERS = [
    "q",
    "p",
    "o",
    "when",
    "review",
    "status__exact",
    "therapist__id__exact",
    "starts_at__year",
    "starts_at__month",
    "starts_at__day",
    "name",
    "email__startswith",
    "_facets",
    "nonsense",
]


@pytest.mark.parametrize("name", FILTERS)
def test_nonsense_in_the_lists_address_is_never_a_fault(client, booked, name):
    signed_in(client, role="Manager")
    lists = [LIST, "admin:clinic_user_changelist", "admin:booking_client_changelist"]

    answers = {
        client.get(
            reverse(each), {name: value.encode(errors="surrogatepass")}
        ).status_code
        for value in HOSTILE
        for each in lists
    }

    assert answers <= {200, 302, 400}


@pytest.mark.parametrize("value", ["\0", "9" * 5000, str(10**30), "-1", "x", "_5F"])
def test_nonsense_in_place_of_a_number_is_never_a_fault(client, booked, value):
    signed_in(client, role="Manager")
    url = reverse("admin:booking_appointment_change", args=["77"])

    response = client.get(url.replace("77", value))

    assert response.status_code in (302, 404)
