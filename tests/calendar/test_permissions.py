"""Every address of the calendar, asked by everyone, answers as its table says."""

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from booking.models import Therapist
from clinic.roles import ROLES
from tests.addresses import METHODS, address, arguments
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_confirmed,
    make_evening,
    make_user,
)
from tests.permissions import CALENDAR, OTHERS, OWN, VISITOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    treatment, therapist, room = make_evening()
    with time_machine.travel(NOW, tick=False):
        yield make_confirmed(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=at(MONDAY, "19:00"),
        )


@pytest.fixture
def users():
    return {role: make_user(role=role) for role in ROLES}


@pytest.mark.parametrize("line", CALENDAR, ids=lambda line: " ".join(line[:2]))
def test_the_calendar_answers_as_its_table_says(line, booked, users):
    url = address(line.name, booked)
    walk = [(role, whose) for role in (VISITOR, *ROLES) for whose in (OWN, OTHERS)]

    answers = {each: _asked(line, url, booked, users, *each) for each in walk}

    assert {each: answer.status_code for each, answer in answers.items()} == {
        each: _expected(line, *each) for each in walk
    }
    for role, whose in walk:
        if role == VISITOR:
            there = answers[role, whose].url
            assert there.startswith("/accounts/login/?next=/calendar/")


def _asked(line, url, booked, users, role, whose):
    """The answer; whatever was written for it is taken back."""
    asked, before = Client(), transaction.savepoint()
    if role != VISITOR:
        asked.force_login(users[role])
        if whose == OWN:
            column = Therapist.objects.filter(pk=booked.therapist_id)
            column.update(user=users[role])
    answer = asked.generic(line.method, url)
    transaction.savepoint_rollback(before)
    return answer


def _expected(line, role, whose):
    if role == VISITOR:
        return 302
    if role not in line.roles:
        return 403
    foreign = whose == OTHERS and role == "Therapist"
    named = {"ref", "slug", "pk"} & set(arguments()[line.name])
    return 404 if foreign and named else line.status


@pytest.mark.parametrize("name", sorted({line.name for line in CALENDAR}))
def test_the_calendar_refuses_a_method_without_a_line(name, booked):
    listed = {line.method for line in CALENDAR if line.name == name}
    asked = Client()
    asked.force_login(make_user(is_superuser=True))

    for method in set(METHODS) - listed:
        answer = asked.generic(method, address(name, booked))
        assert answer.status_code == 405, method
