"""A reason leads to the article that explains it, where that is published."""

import pytest
from django.utils import timezone

from education.models import Article
from tests.browser import states
from tests.education.factories import make_article
from tests.factories import make_evening
from tests.public.browser import browser_of
from tests.public.pages import html, links, words

pytestmark = pytest.mark.django_db
SAFETY = "when-to-wait-or-ask-first"


@pytest.fixture
def evening():
    treatment, therapist, room = make_evening()
    return {"treatment": treatment, "therapist": therapist, "room": room}


def publish(**fields):
    return make_article(slug=SAFETY, publish_at=timezone.now(), **fields)


def page_of(appointment, step=""):
    return browser_of(appointment).get(f"/appointments/{appointment.ref}/{step}")


def test_not_this_evening_leads_to_the_section_on_what_was_ticked(evening):
    publish(screening_items=["seizures", "skin"])

    page = page_of(states.not_now(evening))

    assert f"/articles/{SAFETY}/#seizures" in links(page)
    assert f"/articles/{SAFETY}/#skin" not in links(page)


def test_an_item_without_a_section_leads_to_the_article_as_a_whole(evening):
    publish(screening_items=["skin"])

    page = page_of(states.not_now(evening))

    assert f"/articles/{SAFETY}/" in links(page)


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.IN_REVIEW])
def test_where_the_article_is_not_out_the_reason_stands_alone(evening, status):
    publish(screening_items=["seizures"], status=status)

    page = page_of(states.not_now(evening))

    assert "Not this evening" in words(page)
    assert SAFETY not in html(page)


def test_beside_a_form_it_opens_in_another_tab(evening):
    publish(screening_items=["high_pressure"])

    page = page_of(states.held(evening), "questions/")

    address = f'href="/articles/{SAFETY}/#high_pressure" target="_blank"'
    assert address in html(page)
    assert "(in a new tab)" in words(page)


def test_all_the_reasons_of_a_page_cost_one_query(
    evening, django_assert_max_num_queries
):
    held = states.held(evening)
    browser = browser_of(held)
    address = f"/appointments/{held.ref}/questions/"
    browser.get(address)

    with django_assert_max_num_queries(20) as made:
        browser.get(address)

    asked = [q["sql"] for q in made.captured_queries if "education_" in q["sql"]]
    assert len(asked) == 1
