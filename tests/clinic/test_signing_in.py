"""Who gets in, who does not, and that nobody learns which it was."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from booking.models import Clinic
from clinic.adapter import StaffAdapter
from clinic.models import User
from tests.clinic.people import (
    LOGIN,
    PASSWORD,
    inactive,
    is_signed_in,
    of_a_demo,
    tried,
    unknown,
    without_a_password,
    wrong,
)
from tests.factories import make_clinic, make_user

pytestmark = pytest.mark.django_db

LOGOUT = "/accounts/logout/"
REFUSED = "do not belong together"


def said(answer, *typed):
    """The page without what differs from one showing to the next."""
    html = answer.content.decode()
    for each in typed:
        html = html.replace(each, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.fixture(autouse=True)
def _clinic():
    make_clinic()


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({"role": "Therapist"}, "/calendar/"),
        ({"role": "Lead therapist"}, "/calendar/"),
        ({"role": "Front desk"}, "/calendar/"),
        ({"role": "Manager"}, "/calendar/"),
        ({"role": "Editor"}, "/admin/"),
        ({"is_staff": False}, "/"),
    ],
)
def test_everyone_comes_to_their_own_first_page(client, fields, page):
    user = make_user(**fields)

    answer = tried(client, user.email)

    assert (answer.status_code, answer.url) == (302, page)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_e_mail_signs_in_however_it_is_written(client):
    User.objects.create_user("Tom.Ames@fernlight.example", PASSWORD, name="Tom")

    tried(client, "tOM.ames@FERNLIGHT.example")

    assert is_signed_in(client)


def test_signing_in_gives_the_session_another_key_that_ends_with_the_browser(client):
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before

    tried(client, make_user().email)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert client.session.session_key != before
    assert cookie["max-age"] == cookie["expires"] == ""


@pytest.mark.parametrize("who", [wrong, inactive, of_a_demo, without_a_password])
def test_whoever_is_refused_gets_the_page_an_unknown_person_gets(client, who):
    email, password = who()
    stranger, their_password = unknown()

    answer = tried(client, email, password)
    expected = tried(client, stranger, their_password)

    assert answer.status_code == expected.status_code == 200
    assert REFUSED in answer.content.decode()
    assert said(answer, email) == said(expected, stranger)
    assert not is_signed_in(client)


class Counting(MD5PasswordHasher):
    """Counts what takes the time of a try: how often a password is hashed."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        Counting.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    "who", [unknown, wrong, inactive, of_a_demo, without_a_password]
)
def test_every_try_takes_as_long(client, settings, who):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    email, password = who()
    before = Counting.hashed

    tried(client, email, password)

    assert Counting.hashed - before == 1


def test_a_demos_sign_in_works_in_a_demo(client):
    Clinic.objects.update(demo=True)

    tried(client, make_user(is_demo=True).email)

    assert is_signed_in(client)


def test_whoever_leaves_is_signed_out_at_the_next_page(client):
    user = make_user(role="Manager")
    tried(client, user.email)

    User.objects.update(is_active=False)

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("then", "page"),
    [
        ("/admin/booking/client/?q=a", "/admin/booking/client/?q=a"),
        ("https://elsewhere.example/", "/calendar/"),
        ("//elsewhere.example/", "/calendar/"),
        ("/\\elsewhere.example", "/calendar/"),
        ("javascript:alert(1)", "/calendar/"),
    ],
)
def test_one_goes_on_to_this_site_only(client, then, page):
    user = make_user(role="Manager")

    first = tried(client, user.email, then=then)
    again = client.get(LOGIN, {"next": then})

    assert first.url == again.url == page


@pytest.mark.parametrize("path", ["signup", "email", "inactive", "password/set", "3rd"])
def test_nobody_registers_or_keeps_e_mails_here(client, path):
    data = {"email": "new@elsewhere.example", "password1": "evening-light-42"}

    answer = client.post(f"/accounts/{path}/", data)

    assert answer.status_code == 404
    assert not User.objects.exists()


def test_even_a_form_to_register_would_be_closed(rf):
    assert not StaffAdapter().is_open_for_signup(rf.get("/accounts/signup/"))


def test_allauths_own_list_of_e_mails_stays_empty(client):
    user = make_user()

    client.post("/accounts/password/reset/", {"email": user.email})
    tried(client, user.email)

    assert is_signed_in(client)
    assert not EmailAddress.objects.exists()


# Signing out


def test_looking_at_the_page_signs_nobody_out(client):
    client.force_login(make_user())

    page = client.get(LOGOUT).content.decode()

    assert "Sign out?" in page
    assert f'method="post" action="{LOGOUT}"' in page
    assert is_signed_in(client)


@pytest.mark.parametrize("path", [LOGOUT, "/admin/logout/"])
def test_the_button_signs_out_and_leads_to_the_sign_in_page(client, path):
    client.force_login(make_user())

    answer = client.post(path)

    assert (answer.status_code, answer.url) == (302, LOGIN)
    assert not is_signed_in(client)


# The staff pages


def test_the_staff_pages_are_entered_by_the_same_page(client):
    user = make_user(role="Manager")
    data = {"username": user.email, "password": PASSWORD, "next": "/admin/"}

    asked = client.get("/admin/booking/client/", follow=True)
    posted = client.post("/admin/login/", data)

    assert asked.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2Fbooking%2Fclient%2F"
    assert posted.url.startswith(LOGIN)
    assert not is_signed_in(client)


def test_nobody_tries_passwords_at_the_staff_pages_once_inside(client):
    client.force_login(make_user())

    answer = client.post("/admin/login/", {"username": "a@b.example", "password": "x"})

    assert answer.status_code == 405


def test_whoever_does_not_work_here_stays_outside(client):
    tried(client, make_user(is_staff=False).email)

    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.status_code == 403
    assert is_signed_in(client)


# The pages


@pytest.mark.parametrize("path", ["login", "password/reset", "password/reset/done"])
def test_a_page_of_signing_in_is_kept_by_nobody(client, path):
    answer = client.get(f"/accounts/{path}/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_sign_in_page_tells_clients_where_to_go_and_browsers_what_to_fill(client):
    page = client.get(LOGIN).content.decode()

    assert f'href="{reverse("booking:appointment_find")}"' in page
    assert re.search('type="email"[^>]* autocomplete="username"', page)
    assert re.search('type="password"[^>]* autocomplete="current-password"', page)
    assert "placeholder" not in page


def test_a_try_is_answered_with_a_page_whatever_it_asks_for(client):
    answer = tried(client, *unknown(), HTTP_ACCEPT="application/json")

    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'role="alert"' in answer.content.decode()
