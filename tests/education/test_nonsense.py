"""Nonsense in any field of the reading room's staff pages is answered in words."""

import pytest
import time_machine
from django.urls import reverse

from tests.admin.pages import change_url, posted, signed_in
from tests.admin.test_hostile import ANSWERS, HOSTILE, answers_to
from tests.education.factories import (
    make_article,
    make_picture,
    make_study,
    make_topic,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db

DAYS = ["0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01", "2026-02-30"]
STEPS = {
    "ask": ["reviewer"],
    "confirm": ["profession"],
    "outside": ["name", "profession", "on"],
    "back": ["why"],
    "publish": ["at"],
    "unpublish": [],
    "aside": ["key", "reason"],
    "again": ["key"],
}


@pytest.fixture(autouse=True)
def _somebody_who_may_do_everything(client):
    with time_machine.travel(NOW, tick=False):
        signed_in(client, is_superuser=True)
        yield


@pytest.mark.parametrize("make", [make_article, make_picture, make_study, make_topic])
def test_each_field_of_a_form_takes_nonsense(client, make):
    url = change_url(make())
    data = posted(client.get(url))

    assert answers_to(client, url, data) <= ANSWERS


@pytest.mark.parametrize("name", STEPS)
def test_each_step_takes_nonsense(client, name):
    article = make_article(status="draft")
    url = reverse(f"admin:education_article_{name}", args=[article.pk])
    plain = {"name": "Ruth Ames", "profession": "GP", "on": "2026-12-01"}

    answers = {client.post(url, {}).status_code} | {
        client.post(url, plain | {field: value}).status_code
        for field in STEPS[name]
        for value in HOSTILE + DAYS
    }

    assert answers == {302}
    assert client.get(change_url(article)).status_code == 200


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_an_article_or_a_revision_that_is_not_there_is_not_found(client, number):
    article = make_article()
    publish = reverse("admin:education_article_publish", args=[number])
    restore = reverse("admin:education_article_restore", args=[article.pk, number])

    assert client.post(publish).status_code == 404
    assert client.post(restore, follow=True).status_code == 200
    for name in ("preview", "history", "change"):
        page = client.get(reverse(f"admin:education_article_{name}", args=[number]))
        assert page.status_code in (302, 404)


@pytest.mark.parametrize("query", ["q=%00", "review=%00", "p=99999999999999999999999"])
def test_the_list_takes_nonsense(client, query):
    url = reverse("admin:education_article_changelist")

    assert client.get(f"{url}?{query}").status_code in (200, 302)
