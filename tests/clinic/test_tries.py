"""How often somebody may try to sign in."""

import pytest
from django.core.management import call_command
from django.db import connection

from clinic.settings import CACHES
from tests.clinic.people import is_signed_in, tried, unknown, wrong
from tests.factories import make_clinic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    make_clinic()


@pytest.mark.parametrize("who", [unknown, wrong])
def test_the_sixth_try_in_five_minutes_waits_even_with_the_right_password(client, who):
    email, _password = who()

    before = [tried(client, email, "wrong").status_code for _ in range(5)]
    answer = tried(client, email)

    assert before == [200] * 5
    assert answer.status_code == 429
    assert "A little slower, please" in answer.content.decode()
    assert not is_signed_in(client)


def test_another_port_in_the_address_gives_no_more_tries(client):
    email = make_user().email

    ports = [{"HTTP_HOST": f"testserver:{port}"} for port in range(9001, 9007)]
    codes = [tried(client, email, "wrong", **port).status_code for port in ports]

    assert codes == [200] * 5 + [429]


def statuses_from(client, addresses):
    """Of a try with another e-mail from each of these, as X-Forwarded-For says."""
    tries = [
        tried(client, f"n{n}@a.example", "wrong", HTTP_X_FORWARDED_FOR=address)
        for n, address in enumerate(addresses)
    ]
    return [answer.status_code for answer in tries]


def test_a_forged_address_gives_no_more_tries(client):
    forged = [f"203.0.113.{n}" for n in range(11)]

    assert statuses_from(client, forged) == [200] * 10 + [429]


def test_behind_a_proxy_the_address_it_added_itself_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [f"203.0.113.{n}, 198.51.100.7" for n in range(11)]
    others = [f"203.0.113.1, 198.51.100.{n}" for n in range(20, 31)]

    assert statuses_from(client, forged) == [200] * 10 + [429]
    assert statuses_from(client, others) == [200] * 11


def test_every_process_of_the_site_counts_the_same_tries(client, settings):
    settings.CACHES = CACHES
    call_command("createcachetable")

    codes = [tried(client, *wrong()).status_code for _ in range(2)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache WHERE cache_key LIKE '%login%'")
        (counted,) = cursor.fetchone()
    assert codes == [200, 200]
    assert counted == 4  # tries and failed ones of one address, and of two e-mails
