import io
import logging

import pytest

from clinic.log import HideSecrets

TOKEN = "a" * 43


@pytest.fixture
def console():
    """What the site's own handler writes."""
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(each, HideSecrets) for each in handler.filters)
    ]
    before = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(before)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a_link_that_is_refused_leaves_no_token_in_the_log(client, console, method):
    getattr(client, method)(f"/open/{TOKEN}/")

    assert "/open/…" in console.getvalue()
    assert TOKEN not in console.getvalue()


@pytest.mark.parametrize(
    "name", ["django.request", "django.server", "django.security.x"]
)
def test_no_logger_of_django_writes_it(console, name):
    logging.getLogger(name).warning('"GET /open/%s/ HTTP/1.1" 404', TOKEN)

    assert console.getvalue().count("\n") == 1
    assert TOKEN not in console.getvalue()


def test_other_lines_stay_as_they_are(console):
    logging.getLogger("booking").warning("message %s was not told: %s", 7, "100 %")

    assert "message 7 was not told: 100 %" in console.getvalue()


def test_a_link_to_a_new_password_stays_out_of_the_log(console):
    logging.getLogger("django.server").warning(
        '"GET /accounts/password/new/1/%s/"', TOKEN
    )

    assert "/password/new/…" in console.getvalue()
    assert TOKEN not in console.getvalue()


def test_the_address_of_a_private_calendar_stays_out_of_the_log(console):
    logging.getLogger("django.server").warning('"GET /calendar/feed/%s.ics"', TOKEN)

    assert "/calendar/feed/…" in console.getvalue()
    assert TOKEN not in console.getvalue()
