"""Every address of the calendar, asked by everyone, answers as its table says."""

import pytest
import time_machine
from django.test import Client

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


@pytest.mark.parametrize("whose", [OWN, OTHERS])
@pytest.mark.parametrize("role", [VISITOR, *ROLES])
@pytest.mark.parametrize("line", CALENDAR, ids=lambda line: " ".join(line[:2]))
def test_the_calendar_answers_as_its_table_says(line, role, whose, booked):
    asked, url = Client(), address(line.name, booked)
    if role != VISITOR:
        user = make_user(role=role)
        asked.force_login(user)
        if whose == OWN:
            booked.therapist.user = user
            booked.therapist.save()

    answer = asked.generic(line.method, url)

    assert answer.status_code == _expected(line, role, whose)
    if role == VISITOR:
        assert answer.url.startswith("/accounts/login/?next=/calendar/")


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
