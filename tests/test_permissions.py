"""Every address of the site, asked by everyone, answers as tests/permissions.py says.

The admin is one block: Django's own permissions guard its addresses, and a test here
only makes sure that nobody gets in without signing in.
"""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from clinic.roles import ROLES
from tests.addresses import METHODS, address, arguments, patterns
from tests.education.factories import make_article, make_topic
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_evening,
    make_held,
    make_user,
    make_waiting,
)
from tests.permissions import (
    CALENDAR,
    EVERYONE,
    OTHERS,
    OWN,
    PERMISSIONS,
    SIGNED_IN,
    VISITOR,
)
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db

ROLES_ASKING = (VISITOR, *ROLES)


@pytest.fixture
def held():
    treatment, therapist, room = make_evening()
    make_article(slug=treatment.slug, topic=make_topic(slug=treatment.slug))
    with time_machine.travel(NOW, tick=False):
        held = make_held(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=at(MONDAY, "19:00"),
        )
        make_waiting(treatment=treatment, ref=held.ref)
        yield held


def browser(role, whose, held):
    client = browser_of(held) if whose == OWN else Client()
    if role != VISITOR:
        client.force_login(make_user(role=role))
    return client


def test_every_address_has_a_line():
    listed = {line.name for line in [*PERMISSIONS, *CALENDAR]}

    assert listed == {name for name, _entry in patterns()}


def test_an_address_that_names_an_appointment_says_own_and_others():
    for name, named in arguments().items():
        if "ref" in named and not name.startswith("calendar:"):
            lines = {(x.method, x.whose) for x in PERMISSIONS if x.name == name}
            methods = {method for method, _whose in lines}
            assert lines == {(m, w) for m in methods for w in (OWN, OTHERS)}, name


@pytest.mark.parametrize("line", PERMISSIONS, ids=lambda line: " ".join(line[:4]))
def test_it_answers_as_the_table_says(line, held):
    several = {EVERYONE: ROLES_ASKING, SIGNED_IN: ROLES}
    roles = several.get(line.role, (line.role,))
    url = address(line.name, held)

    for role in roles:
        asked = browser(role, line.whose, held)
        assert asked.generic(line.method, url).status_code == line.status, role


@pytest.mark.parametrize("name", sorted({line.name for line in PERMISSIONS}))
def test_a_method_without_a_line_is_refused(name, held):
    listed = {line.method for line in PERMISSIONS if line.name == name}
    asked = browser_of(held)

    for method in set(METHODS) - listed:
        assert asked.generic(method, address(name, held)).status_code == 405, method


@pytest.mark.parametrize("whose", ["", "appointment/", "screening/", "questionnaire/"])
def test_nobody_enters_the_admin_without_signing_in(whose, client):
    url = reverse("admin:index") + (f"booking/{whose}" if whose else "")

    answer = client.get(url)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))
