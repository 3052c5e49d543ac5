import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from booking.messages import make_link, tell_next
from booking.models import AccessLink, Message
from tests.factories import NOW, make_confirmed
from tests.messages.rows import SEVEN, for_someone_else, make_booked, make_message
from tests.public.browser import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def link_to(appointment):
    """The path a mail's link leads to."""
    return make_link(appointment).removeprefix("http://testserver")


def make_booked_later(first):
    return make_confirmed(
        treatment=first.treatment,
        therapist=first.therapist,
        room=first.room,
        starts_at=SEVEN + timedelta(hours=2),
    )


def everything():
    """All that a visit could change."""
    models = (AccessLink, Message)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_a_link_changes_nothing_and_opens_nothing(method):
    booked = make_booked()
    browser, path, before = Client(), link_to(booked), everything()

    response = getattr(browser, method)(path)

    assert response.status_code == 200
    assert "visits" not in browser.cookies
    assert everything() == before
    assert browser.get(booked.get_absolute_url()).status_code == 404


def test_the_page_behind_a_link_says_nothing_of_whose_it_is():
    booked = make_booked()

    page = Client().get(link_to(booked)).content.decode()

    main = re.search(r"(?s)<main.*</main>", page)[0]
    assert main.count("<button") == 1
    for secret in ("Hannah", "Whitlock", "19:00", "December", booked.ref):
        assert secret not in main


def test_one_press_opens_the_own_page_and_leaves_the_token_behind():
    booked = make_booked()
    browser, path = Client(), link_to(booked)

    response = browser.post(path)

    assert (response.status_code, response.url) == (302, booked.get_absolute_url())
    assert browser.get(response.url).status_code == 200
    assert response.cookies["visits"]["httponly"]
    assert response.cookies["visits"]["samesite"] == "Lax"


def test_a_press_keeps_what_the_browser_could_open_before():
    first = make_booked()
    second = make_booked_later(first)
    browser = browser_of(first)

    browser.post(link_to(second))

    assert browser.get(first.get_absolute_url()).status_code == 200
    assert browser.get(second.get_absolute_url()).status_code == 200


def test_a_press_without_the_forms_secret_opens_nothing():
    booked = make_booked()
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(link_to(booked))

    assert response.status_code == 403
    assert "visits" not in response.cookies


def test_the_button_of_the_page_opens_it():
    booked = make_booked()
    browser, path = Client(enforce_csrf_checks=True), link_to(booked)
    page = browser.get(path).content.decode()
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    response = browser.post(path, {"csrfmiddlewaretoken": secret})

    assert response.url == booked.get_absolute_url()


def test_someone_else_goes_on_to_the_lists():
    kept = for_someone_else(make_booked())

    response = Client().post(link_to(kept))

    assert response.url == f"/appointments/{kept.ref}/questions/"


def test_the_link_of_a_mail_opens_what_the_mail_is_about(mailoutbox):
    booked = make_booked()
    make_message(kind=Message.Kind.CONFIRMED, appointment=booked)
    tell_next(now=NOW)
    path = re.search(r"http://testserver(/open/[\w-]{43}/)", mailoutbox[0].body)[1]

    response = Client().post(path)

    assert response.url == booked.get_absolute_url()


# Links that open nothing


def unknown(booked):
    return "/open/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG/"


def too_old(booked):
    path = link_to(booked)
    AccessLink.objects.update(expires_at=NOW)
    return path


def revoked(booked):
    path = link_to(booked)
    booked.links.all().revoke(NOW)
    return path


def cut_short(booked):
    return f"{link_to(booked)[:-9]}/"


def its_hash(booked):
    token = link_to(booked).split("/")[2]
    return f"/open/{hashlib.sha256(token.encode()).hexdigest()}/"


@pytest.mark.parametrize("dead", [unknown, too_old, revoked, cut_short, its_hash])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_says_kindly_what_to_do(dead, method):
    booked = make_booked()
    browser, path = Client(), dead(booked)

    response = getattr(browser, method)(path)

    page = response.content.decode()
    assert response.status_code == 404
    assert "This link has gone to sleep" in page
    assert 'href="/find/"' in page
    assert "visits" not in browser.cookies


def test_all_dead_links_look_the_same():
    booked = make_booked()

    pages = {Client().get(dead(booked)).content for dead in (unknown, too_old, revoked)}

    assert len(pages) == 1


@pytest.mark.parametrize(
    "token", ["%00", "%ED%A0%80", "x" * 50_000, "%F0%9F%8C%99", "..%2f", "%27%20OR%201"]
)
def test_a_hostile_token_is_just_not_found(token):
    make_booked()

    for method in ("get", "post"):
        response = getattr(Client(), method)(f"/open/{token}/")
        assert response.status_code == 404


def test_the_page_is_kept_nowhere_and_says_nothing_to_others():
    response = Client().get(link_to(make_booked()))

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
