"""Signing in with a phone: it works, and nothing stands in anyone's way."""

import pytest

from tests.browser.test_pages import in_the_way
from tests.factories import make_clinic, make_user

pytestmark = pytest.mark.browser

PASSWORD = "a-pass-word"  # of tests.factories.make_user


@pytest.fixture
def user(live_server):
    make_clinic()
    return make_user(role="Editor")


def signs_in(person, email, password):
    person.open("/accounts/login/?next=/accounts/password/change/")
    person.type("E-mail", email)
    person.type("Password", password)
    person.press("Sign in")


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("login/", "Sign in"),
        ("password/reset/", "Choose a new password"),
        ("password/reset/done/", "Look in your inbox"),
        ("password/new/1/a/", "This link no longer works"),
        ("password/done/", "Your password is changed"),
    ],
)
def test_nothing_stands_in_the_way_of_a_visitor(user, someone, path, heading):
    visitor = someone()

    visitor.open(f"/accounts/{path}")

    assert visitor.heading == heading
    assert in_the_way(visitor) == []


def test_nothing_stands_in_the_way_of_whom_the_password_escapes(user, someone):
    rowan = someone()

    signs_in(rowan, user.email, "another")

    assert rowan.page.get_by_role("alert").is_visible()
    assert in_the_way(rowan) == []


def test_one_signs_in_goes_on_and_signs_out(user, someone):
    rowan = someone()

    signs_in(rowan, user.email, PASSWORD)
    came_to = rowan.heading
    rowan.open("/accounts/logout/")
    asked = rowan.heading
    rowan.press("Sign out")

    assert (came_to, asked, rowan.heading) == (
        "Change your password",
        "Sign out?",
        "Sign in",
    )
    assert rowan.page.get_by_text("You are signed out.").is_visible()


@pytest.mark.parametrize("path", ["password/change/", "logout/"])
def test_nothing_stands_in_the_way_of_somebody_signed_in(user, someone, path):
    rowan = someone()
    signs_in(rowan, user.email, PASSWORD)

    rowan.open(f"/accounts/{path}")

    assert in_the_way(rowan) == []
