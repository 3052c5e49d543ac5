from datetime import timedelta

import pytest
import time_machine
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from booking.public import visits
from tests.factories import MONDAY, NOW, at, make_evening, make_held


def request_after(response):
    """The next request of a browser that got this response."""
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return request


def remembered(*names):
    request, response = RequestFactory().get("/"), HttpResponse()
    for name in names:
        response = HttpResponse()
        visits.remember(response, request, name)
        request = request_after(response)
    return request, response


@pytest.fixture
def held(db):
    treatment, therapist, room = make_evening()
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "19:00"),
    )


def test_a_browser_may_open_what_it_was_told_to_remember():
    request, _ = remembered("abc", "def")

    assert visits.knows(request, "abc")
    assert visits.refs(request) == ["def", "abc"]
    assert not visits.knows(request, "ghj")


def test_a_fresh_browser_knows_nothing():
    assert visits.refs(RequestFactory().get("/")) == []


def test_the_oldest_of_eleven_is_forgotten():
    request, _ = remembered(*(f"r{n}" for n in range(11)))

    assert len(visits.refs(request)) == 10
    assert not visits.knows(request, "r0")
    assert visits.knows(request, "r10")


def test_the_cookie_is_kept_from_scripts_and_other_sites():
    _, response = remembered("abc")

    cookie = response.cookies[visits.COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 14 * 24 * 60 * 60


@pytest.mark.parametrize("ref", ["abc", "abc:1:x", "", "\x00", "é", "a" * 5000])
def test_a_cookie_somebody_wrote_by_hand_opens_nothing(ref):
    request = RequestFactory().get("/")
    request.COOKIES = {visits.COOKIE: ref}

    assert visits.refs(request) == []


def test_the_cookie_ends_after_two_weeks():
    with time_machine.travel(NOW, tick=False):
        request, _ = remembered("abc")

    with time_machine.travel(NOW + timedelta(days=14, seconds=1), tick=False):
        assert visits.refs(request) == []
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        assert visits.refs(request) == ["abc"]


def test_ones_own_appointment_is_found(held):
    request, _ = remembered(held.ref)

    assert visits.get_own(request, held.ref) == held


@pytest.mark.parametrize("ref", ["", "nosuchref234", "\x00", "\ud800", "9" * 5000])
def test_a_foreign_and_a_missing_appointment_look_the_same(held, ref):
    request, _ = remembered("other2345678")

    with pytest.raises(Http404):
        visits.get_own(request, held.ref)
    with pytest.raises(Http404):
        visits.get_own(request, ref)


def test_a_remembered_appointment_that_was_purged_is_not_found(held):
    request, _ = remembered(held.ref)
    held.delete()

    with pytest.raises(Http404):
        visits.get_own(request, held.ref)
