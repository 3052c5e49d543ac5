"""Every address of the site, asked by everyone, answers as tests/permissions.py says.

The admin is one block: Django's own permissions guard its addresses, and a test here
only makes sure that nobody gets in without signing in.
"""

import uuid
from functools import cache

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from clinic.roles import ROLES
from tests.education.factories import make_article, make_topic
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_user,
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

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROLES_ASKING = (VISITOR, *ROLES)
ONE_BLOCK = ("admin",)


def patterns(resolver=None, spaces=()):
    """(URL name with its namespaces, its pattern), the admin's left out."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or str(entry.pattern)]), entry
        elif entry.namespace not in ONE_BLOCK:
            inner = [entry.namespace] if entry.namespace else []
            yield from patterns(entry, (*spaces, *inner))


@cache
def arguments():
    return {name: tuple(entry.pattern.converters) for name, entry in patterns()}


@pytest.fixture
def held():
    treatment, therapist, room = make_evening()
    make_article(slug=treatment.slug, topic=make_topic(slug=treatment.slug))
    with time_machine.travel(NOW, tick=False):
        yield make_held(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=at(MONDAY, "19:00"),
        )


def address(name, held):
    """The address with what it names: a slug, a ref, a token or a picture."""
    of_therapist = "therapist" in name or name.startswith("calendar:")
    slug = held.therapist.slug if of_therapist else held.treatment.slug
    slug = "e46" if name == "education:study_detail" else slug
    known = {"slug": slug, "ref": held.ref, "token": "a" * 43, "name": "0" * 32}
    known |= {"batch": uuid.UUID(int=1), "uidb36": "1", "key": "a-b"}
    known |= {"day": "2026-12-07"}
    known |= {"pk": held.client_id, "call": 0}
    return reverse(name, kwargs={key: known[key] for key in arguments()[name]})


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


@pytest.mark.parametrize("whose", ["", "appointment/", "screening/", "questionnaire/"])
def test_nobody_enters_the_admin_without_signing_in(whose, client):
    url = reverse("admin:index") + (f"booking/{whose}" if whose else "")

    answer = client.get(url)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))
