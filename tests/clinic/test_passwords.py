"""Choosing a new password: by a mailed link, or signed in."""

import re
import threading

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.models import User
from tests.clinic.people import (
    PASSWORD,
    inactive,
    is_signed_in,
    of_a_demo,
    tried,
    unknown,
    without_a_password,
)
from tests.factories import NOW, make_clinic, make_user

pytestmark = pytest.mark.django_db

CHANGE, RESET = "/accounts/password/change/", "/accounts/password/reset/"
DONE = "/accounts/password/reset/done/"
NOBODY = "nobody@fernlight.example"
LONG = "evening light over the quiet lane " * 5  # 170 characters
HOUR = 60 * 60  # seconds


@pytest.fixture(autouse=True)
def clock():
    make_clinic()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def mails():
    """What was mailed, once it has been: nobody waits for the mail server."""
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    return mail.outbox


def asked(client, email, **extra):
    return client.post(RESET, {"email": email}, **extra)


def link(client, user):
    """The path a mail to this person leads to."""
    asked(client, user.email)
    return re.search(r"http://testserver(/\S+)", mails()[-1].body)[1]


def chosen(client, path, password):
    """What comes of opening the link and typing a password twice."""
    form = client.get(path)
    data = {"password1": password, "password2": password}
    return client.post(form.url if form.status_code == 302 else path, data)


@pytest.mark.parametrize("who", [unknown, inactive, of_a_demo, without_a_password])
def test_whoever_cannot_sign_in_is_told_the_same_and_mailed_nothing(client, who):
    known = asked(client, make_user().email)
    sent = len(mails())

    answer = asked(client, who()[0])

    assert (answer.status_code, answer.url) == (known.status_code, known.url)
    assert answer.url == DONE
    assert answer.cookies.keys() == known.cookies.keys()
    assert len(mails()) == sent == 1


def test_an_unknown_e_mail_costs_the_work_a_known_one_does(client):
    counts = []
    for email in (make_user().email, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            asked(client, email)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(mails()) == 1


def test_the_mail_says_little_and_leads_to_this_site_only(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    user = make_user(name="Tom O'Neil")

    asked(client, user.email.upper(), HTTP_HOST="elsewhere.example")

    (told,) = mails()
    whole = told.message().as_string()
    assert told.to == [user.email]
    assert told.from_email == "Fernlight <clinic@vesper.example>"
    assert "Hello Tom O'Neil," in told.body
    assert re.findall(r"https?://[^/\s]+", whole) == ["http://testserver"]
    assert re.search(r"Message-ID: <\S+@vesper\.example>", whole)
    assert told.alternatives == []
    assert not re.search("health|massage|treatment|allauth|django", whole, re.I)


def test_the_link_sets_a_password_once(client):
    user = make_user()
    path = link(client, user)

    first = chosen(client, path, LONG)
    second = chosen(client, path, "another-evening-42")

    user.refresh_from_db()
    assert (first.status_code, first.url) == (302, "/accounts/password/done/")
    assert "This link no longer works" in second.content.decode()
    assert user.check_password(LONG)
    assert not is_signed_in(client)


def test_the_page_of_the_link_does_not_name_it(client):
    path = link(client, make_user())

    form = client.get(path)

    assert form.status_code == 302
    assert form.url == re.sub(r"[^/]+/$", "set-password/", path)


@pytest.mark.parametrize(("seconds", "works"), [(HOUR, True), (HOUR + 1, False)])
def test_the_link_works_for_an_hour(client, clock, seconds, works):
    user = make_user()
    path = link(client, user)

    clock.shift(seconds)
    chosen(client, path, LONG)

    user.refresh_from_db()
    assert user.check_password(LONG) is works


def test_a_link_dies_with_the_e_mail_it_went_to(client):
    user = make_user()
    path = link(client, user)

    User.objects.update(email="new@fernlight.example")
    chosen(client, path, LONG)

    user.refresh_from_db()
    assert not user.check_password(LONG)


def test_a_new_password_ends_what_was_signed_in_before(client):
    user = make_user(role="Manager")
    elsewhere = Client()
    elsewhere.force_login(user)

    chosen(client, link(client, user), LONG)

    assert elsewhere.get("/admin/").status_code == 302


def test_a_new_password_may_be_tried_at_once(client):
    user = make_user()
    path = link(client, user)
    for _ in range(5):
        tried(client, user.email, "wrong")

    chosen(client, path, LONG)
    answer = tried(client, user.email, LONG)

    assert answer.status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_the_fourth_asking_within_the_hour_waits(client, known):
    email = make_user().email if known else NOBODY

    codes = [asked(client, email).status_code for _ in range(4)]

    assert codes == [302, 302, 302, 429]
    assert len(mails()) == (3 if known else 0)


def test_a_mail_server_that_is_away_changes_nothing_for_the_page(
    client, settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = asked(client, make_user().email)

    assert mails() == []
    assert answer.url == DONE
    assert "a new password was not mailed: ConnectionRefusedError" in caplog.text


def changed(client, old, new, again=None):
    data = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post(CHANGE, data)


def test_a_password_is_changed_by_whoever_knows_it(client):
    user = make_user(role="Front desk")
    client.force_login(user)

    answer = changed(client, PASSWORD, LONG)

    user.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/calendar/")
    assert user.check_password(LONG)
    assert client.get(CHANGE).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", LONG, None, "This is not your current password."),
        (PASSWORD, "short-1", None, "too short"),
        (PASSWORD, "password123", None, "too common"),
        (PASSWORD, LONG, "something else", "the same password each time"),
    ],
)
def test_a_password_is_not_changed(client, old, new, again, told):
    user = make_user()
    client.force_login(user)

    answer = changed(client, old, new, again)

    user.refresh_from_db()
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert user.check_password(PASSWORD)


def test_any_eight_characters_will_do(client):
    user = make_user()
    client.force_login(user)

    changed(client, PASSWORD, "zqxwvuty")

    user.refresh_from_db()
    assert user.check_password("zqxwvuty")


def test_the_sixth_guess_of_a_password_within_a_minute_waits(client):
    client.force_login(make_user())

    codes = [changed(client, "wrong", LONG).status_code for _ in range(6)]

    assert codes == [200] * 5 + [429]


def test_the_staff_pages_change_a_password_on_the_same_page(client):
    client.force_login(make_user())

    answer = client.get("/admin/password_change/")

    assert (answer.status_code, answer.url) == (302, CHANGE)
