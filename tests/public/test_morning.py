"""The morning after, as a client says it: the scale, the consent, and their nights."""

import re
from datetime import timedelta

import pytest
import time_machine

from booking.actions import ask_me_in_the_morning, complete, tell_of_night
from booking.messages import tell_next
from booking.models import MorningAfter, MorningConsent, Trouble
from booking.screening.morning import Night
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_client,
    make_confirmed,
    make_evening,
)
from tests.public.browser import browser_of
from tests.public.going import answer, book, hold, url
from tests.public.pages import html, words

pytestmark = pytest.mark.django_db

OVER, EIGHT = at(MONDAY, "20:05"), at(TUESDAY, "08:00")
WEEK = timedelta(weeks=1)
RINGS = "999"


@pytest.fixture
def given():
    """A session that was given last night to somebody who wishes to be asked."""
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(MONDAY, "19:00"),
    )
    ask_me_in_the_morning(client=booked.client, now=NOW)
    return complete(appointment=booked, now=OVER)


@pytest.fixture
def morning():
    """It is eight the morning after."""
    with time_machine.travel(EIGHT, tick=False):
        yield


def nights_before(given, count):
    """Evenings of the same client in the weeks before, each with a night told."""
    for number in range(1, count + 1):
        starts_at = given.starts_at - number * WEEK
        row = make_confirmed(
            treatment=given.treatment,
            therapist=given.therapist,
            room=given.room,
            starts_at=starts_at,
            now=starts_at - timedelta(days=1),
            client=given.client,
        )
        complete(appointment=row, now=row.ends_at)
        then = row.ends_at + timedelta(hours=12)
        tell_of_night(appointment=row, night=Night(sleep=number), now=then)


def chosen(response):
    return re.findall(r'name="night-sleep" value="(\d+)"[^>]* checked', html(response))


def test_a_number_of_the_mail_is_chosen_and_only_a_press_keeps_it(
    given, morning, client, mailoutbox
):
    tell_next(now=EIGHT)
    mail, page = mailoutbox[0], mailoutbox[0].alternatives[0].content
    links = re.findall(r'href="http://testserver(/open/[\w-]{43}/\?n=\d+)"', page)
    assert [link.rpartition("=")[2] for link in links] == [str(n) for n in range(11)]
    assert len({link.partition("?")[0] for link in links}) == 1
    assert f"http://testserver{links[0].partition('?')[0]}?n=any" in mail.body

    client.get(links[7])
    to_it = client.post(links[7])
    question = client.get(to_it.url)

    assert chosen(question) == ["7"]
    assert not MorningAfter.objects.exists()
    client.post(url(given, "morning"), {"night-sleep": "7"})
    assert MorningAfter.objects.get().night == Night(sleep=7)


@pytest.mark.parametrize("number", ["any", "11", "-1", "７", "1" * 400, "<b>"])
def test_a_number_nobody_sent_chooses_nothing(given, morning, number):
    response = browser_of(given).get(url(given, "morning"), {"n": number})

    assert response.status_code == 200
    assert chosen(response) == []
    assert "<b>" not in html(response).partition("<form")[2]


def test_all_of_it_is_kept_and_may_be_changed(given, morning):
    browser = browser_of(given)
    said = {
        "night-sleep": "4",
        "night-calm": "6",
        "night-felt": ["dizzy", "other"],
        "night-sore": "3",
        "night-still": "no",
        "night-note": "The pillow\nwas high",
        "night-may_ring": "on",
    }

    thanks = browser.post(url(given, "morning"), said, follow=True)

    assert "4 of 10" in words(thanks)
    assert "lasts more than 48 hours" in words(thanks)
    assert MorningAfter.objects.get().night == Night(
        sleep=4,
        calm=6,
        felt=("dizzy", "other"),
        sore=3,
        note="The pillow\nwas high",
        may_ring=True,
    )
    again = browser.get(url(given, "morning"), {"change": "1"})
    assert chosen(again) == ["4"]
    assert "was high" in html(again)


@pytest.mark.parametrize(
    "typed",
    [
        {"night-sleep": "11"},
        {"night-sleep": "1e30"},
        {"night-sleep": "5", "night-note": "a\x00b"},
        {"night-sleep": "5", "night-note": "x" * 301},
        {"night-sleep": "5", "night-felt": "anything"},
        {"night-sleep": "5", "night-still": "always"},
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(given, morning, typed):
    response = browser_of(given).post(url(given, "morning"), typed)

    assert response.status_code == 422
    assert not MorningAfter.objects.exists()


def test_who_ticks_a_warning_sign_reads_the_number_even_with_the_rest_missing(
    given, morning
):
    response = browser_of(given).post(
        url(given, "morning"), {"night-warning": "rash_wheeze"}
    )

    assert response.status_code == 422
    top = html(response).partition("<h1")[0]
    assert "call" in top
    assert f'href="tel:{RINGS}"' in top


def test_strong_trouble_is_told_what_to_do_now(given, morning):
    thanks = browser_of(given).post(
        url(given, "morning"), {"night-sleep": "5", "night-sore": "7"}, follow=True
    )

    top = html(thanks).partition("<h1")[0]
    assert "urgent-now" in top
    assert "today" in top
    assert "has been told and looks at it" in words(thanks)
    assert Trouble.objects.get().appointment == given


@pytest.mark.parametrize("when", [OVER, EIGHT + timedelta(hours=16)])
def test_the_question_is_asked_in_that_morning_only(given, when):
    with time_machine.travel(when, tick=False):
        browser = browser_of(given)
        asked = browser.get(url(given, "morning"))
        posted = browser.post(url(given, "morning"), {"night-sleep": "5"})

    assert asked.status_code == posted.status_code == 302
    assert not MorningAfter.objects.exists()


def press(browser, given, what):
    return browser.post(url(given, "nights"), {"press": what}, follow=True)


def test_the_consent_is_given_taken_back_and_the_nights_go_on_their_page(
    given, morning
):
    browser = browser_of(given)
    browser.post(url(given, "morning"), {"night-sleep": "5"})

    stopped = press(browser, given, "stop")
    assert "We ask you no more" in words(stopped)
    assert MorningAfter.objects.exists()
    assert not MorningConsent.objects.standing(given.client).exists()
    assert "Delete my nights" in words(stopped)

    press(browser, given, "delete")
    assert not MorningAfter.objects.exists()
    press(browser, given, "ask")
    assert MorningConsent.objects.standing(given.client).exists()


def test_opening_pages_and_pressing_nonsense_changes_no_consent(given, morning):
    browser = browser_of(given)

    browser.get(given.get_absolute_url())
    press(browser, given, "everything")

    assert MorningConsent.objects.get().withdrawn_at is None


def test_five_nights_are_drawn_with_the_same_numbers_beside_them(given, morning):
    nights_before(given, 4)
    page = browser_of(given).get(given.get_absolute_url())
    assert "4 nights so far. One more, and you see them drawn here." in words(page)
    assert '<svg class="chart"' not in html(page)

    browser_of(given).post(url(given, "morning"), {"night-sleep": "9"})
    page = browser_of(given).get(given.get_absolute_url())

    drawing = html(page).partition('<svg class="chart"')[2].partition("</svg>")[0]
    assert drawing.count('class="night"') == 5
    assert "5 nights after a session, between 1 and 9" in drawing
    assert "style=" not in drawing
    table = html(page).partition("<table")[2].partition("</table>")[0]
    assert re.findall(r'<td class="n">(\d+)</td>', table) == ["9", "1", "2", "3", "4"]
    assert "your own record, not a test result" in words(page)


def test_nights_of_another_row_are_never_shown_even_of_the_same_person(given, morning):
    nights_before(given, 5)
    other = make_confirmed(
        treatment=given.treatment,
        therapist=given.therapist,
        room=given.room,
        starts_at=at(TUESDAY, "19:00"),
        client=make_client(email=given.client.email),
    )

    page = browser_of(other).get(other.get_absolute_url())

    assert "Your nights" in words(page)
    assert 'class="chart"' not in html(page)


def test_the_tick_of_the_details_is_off_and_gives_the_consent(monday_noon):
    held = hold()
    browser = browser_of(held)
    answer(browser, held)
    page = browser.get(url(held, "details"))
    assert re.search(r'name="ask_me"(?![^>]*checked)', html(page))
    assert "One e-mail the morning after each session" in words(page)

    book(browser, held, ask_me="on")

    assert MorningConsent.objects.get().client == held.client
    assert MorningConsent.objects.get().given_at == NOW


def test_without_the_tick_nobody_is_asked(monday_noon):
    held = hold()
    browser = browser_of(held)
    answer(browser, held)

    book(browser, held)

    assert held.client is not None
    assert not MorningConsent.objects.exists()


@pytest.mark.parametrize(("sore", "anew"), [("9", True), ("3", False)])
def test_after_trouble_the_next_booking_asks_everything_again(
    given, morning, sore, anew
):
    browser = browser_of(given)
    browser.post(url(given, "morning"), {"night-sleep": "5", "night-sore": sore})
    start = at(TUESDAY, "19:00") + timedelta(days=2)

    asked = browser.post(url(given, "again"), {"start": start.isoformat()}, follow=True)

    assert (asked.context["check"].before is None) is anew
    assert ("You told us most of it already" not in words(asked)) is anew
    sections = {section.key for section in asked.context["check"].sections}
    assert ({"today", "ask_first", "health", "comfort"} <= sections) is anew
