from datetime import time

import pytest

from education.evening import moments_before, read_bedtime
from tests.education.factories import make_article
from tests.public.pages import html, links, words

WAYS_OF_NO_TIME = [
    "",
    "soon",
    "25:00",
    "22",
    "22:60",
    "-1:30",
    "\0",
    "9" * 5_000,
    "²:³",
]


def test_the_card_counts_back_from_the_bedtime_even_past_midnight():
    lines = moments_before(time(0, 30))

    assert [f"{line.at:%H:%M}" for line in lines] == [
        "22:30",
        "23:00",
        "23:15",
        "23:30",
        "00:00",
        "00:30",
    ]


@pytest.mark.parametrize("typed", WAYS_OF_NO_TIME)
def test_what_is_no_time_leaves_the_usual_bedtime(typed):
    assert read_bedtime(typed) == time(22, 30)


@pytest.mark.django_db
def test_the_card_is_set_to_ones_own_bedtime(client):
    page = client.get("/wind-down/", {"bedtime": "23:15"})

    said = words(page)
    assert "21:15 Come home" in said
    assert "1 h 30 before bed." in said
    assert "23:15 Bed At your usual time" in said
    assert 'value="23:15"' in html(page)


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_noon")
def test_it_leads_to_what_it_rests_on_once_that_is_published(client):
    article = "/articles/prepare-your-evening-and-bedroom/"
    before = client.get("/wind-down/")

    make_article(slug="prepare-your-evening-and-bedroom")

    assert article not in links(before)
    assert article in links(client.get("/wind-down/"))
