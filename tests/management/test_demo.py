from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from booking.actions import offer_waiting
from booking.models import (
    Appointment,
    Clinic,
    MorningAfter,
    MorningConsent,
    Questionnaire,
    Status,
    Therapist,
    WaitingRequest,
)
from booking.models.morning import DRAWN_FROM
from clinic.models import User
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


def demo(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def small():
    return demo(days=7, past=12)


def test_a_demo_has_everything_of_a_clinic(small):
    assert Clinic.objects.current().demo
    assert Therapist.objects.listed().count() == 8
    assert Appointment.objects.filter(status=Status.CONFIRMED).count() > 20
    assert Appointment.objects.filter(status=Status.REVIEW).count() == 4


def test_every_confirmed_one_has_a_screening_of_the_published_version(small):
    given = Appointment.objects.exclude(status=Status.REVIEW)

    assert given.count() > 20
    published = given.filter(
        screening__questionnaire=Questionnaire.objects.published(),
        screening__outcome__in=["clear", "adapt"],
        clearance__valid_until__gte=F("starts_at"),
    )
    assert published.count() == given.count()


def test_one_client_of_the_demo_has_nights_to_draw(small):
    client = MorningConsent.objects.get().client

    assert MorningAfter.objects.of([client]).count() >= DRAWN_FROM


def test_two_people_wait_for_a_time_that_somebody_has(small):
    first, second = WaitingRequest.objects.waiting(timezone.localdate())

    assert WaitingRequest.objects.place_of(second, timezone.localdate()) == 2
    assert offer_waiting(now=timezone.now()) == 0
    assert first.messages.get().kind == "listed"


def test_a_second_demo_changes_nothing(small):
    before = Appointment.objects.count()

    said = demo()

    assert "already" in said
    assert Appointment.objects.count() == before


def test_a_demo_goes_without_a_trace(small):
    demo(remove=True)

    assert not Appointment.objects.exists()
    assert not Clinic.objects.exists()
    assert not User.objects.exists()


def test_a_demo_refuses_real_data():
    make_clinic()

    with pytest.raises(CommandError):
        demo()
    with pytest.raises(CommandError):
        demo(remove=True)
    assert Clinic.objects.count() == 1


def test_beside_real_data_the_set_up_makes_no_demo():
    make_clinic()

    demo(if_empty=True)

    assert not Therapist.objects.exists()


def test_a_demo_sign_in_works_in_a_demo_only(small, client):
    who = {"username": "manager@demo.example", "password": "quiet-evening"}

    assert client.login(**who)

    client.logout()
    Clinic.objects.update(demo=False)
    assert not client.login(**who)


@pytest.mark.parametrize("therapists", [1, 12])
def test_a_demo_of_any_size_is_made_on_the_eve_of_a_weekend(therapists):
    with time_machine.travel(datetime(2026, 11, 27, 22, 30, tzinfo=UTC), tick=False):
        demo(days=7, past=12, therapists=therapists)

    assert Therapist.objects.count() == therapists
    assert Appointment.objects.filter(status=Status.REVIEW).count() >= 4
