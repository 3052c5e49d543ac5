import pytest
from django.http import Http404
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory

from booking.public.keys import key_without_form, new_key, read_key


def browser(secret=None):
    request = RequestFactory().get("/")
    if secret:
        request.META["CSRF_COOKIE"] = secret
    return request


def test_a_key_is_read_back_by_the_browser_it_was_made_for():
    secret = _get_new_csrf_string()

    key = new_key(browser(secret))

    assert read_key(browser(secret), key) == read_key(browser(secret), key)


def test_every_form_has_a_key_of_its_own():
    here = browser(_get_new_csrf_string())

    assert read_key(here, new_key(here)) != read_key(here, new_key(here))


def test_a_browser_without_a_secret_is_given_one_with_its_key():
    fresh = browser()

    key = new_key(fresh)

    assert read_key(browser(fresh.META["CSRF_COOKIE"]), key)


def test_a_key_of_another_browser_is_not_found():
    key = new_key(browser(_get_new_csrf_string()))

    with pytest.raises(Http404):
        read_key(browser(_get_new_csrf_string()), key)


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "\ud800", "0" * 5000, "0" * 32, f"{'0' * 32}:{'A' * 43}", "é:é"],
)
def test_what_is_no_key_is_not_found(text):
    with pytest.raises(Http404):
        read_key(browser(_get_new_csrf_string()), text)


def test_a_press_without_a_key_is_known_again_by_browser_and_press():
    here, there = browser(_get_new_csrf_string()), browser(_get_new_csrf_string())

    key = key_without_form(here, "calm 19:00")

    assert key == key_without_form(here, "calm 19:00")
    assert key != key_without_form(here, "calm 20:00")
    assert key != key_without_form(there, "calm 19:00")
