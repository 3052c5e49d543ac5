"""What is offered where the answers do not suit the time or treatment that is held."""

from datetime import timedelta

import pytest
import time_machine

from booking.models import Outcome, Status
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_confirmed,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_treatment,
)
from tests.public.browser import browser_of
from tests.public.going import SEVEN, details, hold, lists, lose, url
from tests.public.pages import starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

FRIDAY_NIGHT = at(MONDAY + timedelta(days=4), "21:15")
SUNDAY = at(MONDAY + timedelta(days=6), "18:00")
MONDAY_NIGHT = at(MONDAY, "22:40")
UNSURE = {"health": ["unsure"]}


def answer(client, held, more=None, *, now=NOW, **ticked):
    client.post(url(held, "questions"), lists(held, now=now, **ticked))
    if more is not None:
        client.post(url(held, "more"), more)
    held.refresh_from_db()


def wants_warmth():
    """A hold for warm packs, and a therapist who gives two treatments without."""
    held = hold(slug="heat-and-massage-60")
    for slug in ("hands-feet-scalp-45", "lower-back-calm-60"):
        held.therapist.treatments.add(make_treatment(slug=slug))
    client = browser_of(held)
    answer(client, held, {"fainted_lately": "not_fainted"}, health=["low_pressure"])
    return client, held


def test_treatments_that_do_without_come_first_at_the_same_time():
    client, held = wants_warmth()

    page = words(client.get(url(held, "details")))

    assert "A better fit for you" in page
    assert "leave out for you just now: warm packs." in page
    assert "Take 19:00" in page
    assert "Hands, feet and scalp" in page
    assert "19:00 to 19:45" in page


def test_one_tap_takes_it_with_the_same_answers():
    client, held = wants_warmth()

    response = client.post(url(held, "instead"), {"treatment": "hands-feet-scalp-45"})

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.starts_at == SEVEN
    assert held.minutes == 45
    assert held.screening.outcome == Outcome.ADAPT
    client.post(url(held, "details"), details(held))
    held.refresh_from_db()
    assert held.status == Status.CONFIRMED


def test_what_the_other_treatment_must_know_is_asked_first():
    client, held = wants_warmth()
    belly = make_treatment(slug="abdominal-calm-45")
    held.therapist.treatments.add(belly)

    response = client.post(url(held, "instead"), {"treatment": belly.slug})

    assert response["Location"] == url(held, "questions")
    page = words(client.get(url(held, "questions")))
    assert "You and this session" in page
    assert "Other health" not in page


def test_the_wanted_treatment_can_be_kept_for_a_therapist_all_the_same():
    client, held = wants_warmth()

    page = words(client.get(url(held, "details") + "?anyway=1"))

    assert "A short talk first" in page


def test_a_treatment_that_needs_the_same_is_not_offered():
    held = hold(slug="parasympathetic-evening-60")
    held.therapist.treatments.add(make_treatment(slug="parasympathetic-evening-90"))
    client = browser_of(held)
    more = {"surgery_when": "over_twelve_weeks", "surgery_where": "chest_back"}
    answer(client, held, more, ask_first=["surgery_injury"])

    page = words(client.get(url(held, "details")))

    assert held.screening.content["mismatch"] == ["upper_back"]
    assert "A better fit for you" not in page


@pytest.mark.parametrize(
    ("now", "start", "first"),
    [
        (FRIDAY_NIGHT, SUNDAY, "2026-12-14T19:00"),  # a talk on Monday, then 4 h
        (MONDAY_NIGHT, at(TUESDAY, "18:15"), "2026-12-08T19:00"),
    ],
    ids=["Friday 21:15 for Sunday 18:00", "22:40 for the next evening"],
)
def test_what_cannot_be_reviewed_in_time_is_not_pretended(now, start, first):
    """Reviews are on weekdays from noon to 21:00, a talk takes three hours of them."""
    with time_machine.travel(now, tick=False):
        held = hold(starts_at=start, now=now)
        client = browser_of(held)
        answer(client, held, now=now, **UNSURE)

        response = client.get(url(held, "details"))

        assert "nobody can do so before the time you chose" in words(response)
        assert min(starts(response)) >= first
        assert {start[:10] for start in starts(response)} == {first[:10]}
        client.post(url(held, "instead"), {"start": starts(response)[0]})
        held.refresh_from_db()
        client.post(url(held, "details"), details(held, phone="01632 960202"))
    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.expires_at <= held.starts_at - timedelta(hours=4)


def test_22_40_for_19_00_tomorrow_with_a_doctors_yes_is_offered_later():
    with time_machine.travel(MONDAY_NIGHT, tick=False):
        held = hold(starts_at=SEVEN, now=MONDAY_NIGHT)
        client = browser_of(held)
        more = {"clot_kind": "clot_past"}
        answer(client, held, more, now=MONDAY_NIGHT, ask_first=["clotting"])

        response = client.get(url(held, "details"))

    # 18 review hours end on Wednesday at 21:00; the best fits of the evening after
    assert [s[:16] for s in starts(response)] == [
        "2026-12-10T19:15",
        "2026-12-10T19:30",
        "2026-12-10T19:45",
    ]
    assert "My doctor has said yes already: keep Tuesday 8 December, 19:00" in words(
        response
    )


def test_a_yes_that_is_there_already_keeps_the_time():
    with time_machine.travel(MONDAY_NIGHT, tick=False):
        held = hold(starts_at=SEVEN, now=MONDAY_NIGHT)
        client = browser_of(held)
        more = {"clot_kind": "clot_past"}
        answer(client, held, more, now=MONDAY_NIGHT, ask_first=["clotting"])
        here = url(held, "details") + "?said-yes=1"

        page = words(client.get(here))
        without = client.post(here, details(held, phone="01632 960202"))
        said = {"practice": "Westbrook", "said_on": "2026-12-07", "agreed": "on"}
        client.post(here, details(held, phone="01632 960202", **said))

    assert "Keep Tuesday 8 December, 19:00" in page
    assert without.status_code == 422
    held.refresh_from_db()
    assert held.status == Status.REVIEW
    assert held.expires_at == at(TUESDAY, "15:00")


def test_only_those_with_the_training_are_offered():
    held = hold(starts_at=SEVEN + timedelta(days=14))
    trained = make_therapist(
        name="Ines Duarte", treatments=[held.treatment], trainings=["cancer_care"]
    )
    client = browser_of(held)
    answer(client, held, {}, health=["cancer_care"])

    response = client.get(url(held, "details"))

    page = words(response)
    assert "trained for people in cancer care" in page
    assert "With Ines" in page
    assert held.therapist.first_name not in " ".join(page.split("With ")[1:])
    client.post(url(held, "instead"), {"start": starts(response)[0]})
    held.refresh_from_db()
    assert held.therapist == trained


def test_where_nobody_of_the_wish_is_trained_anyone_who_is_is_offered():
    held = hold(starts_at=SEVEN + timedelta(days=14))
    held.wish = held.therapist.slug
    held.save()
    trained = make_therapist(treatments=[held.treatment], trainings=["cancer_care"])
    client = browser_of(held)
    answer(client, held, {}, health=["cancer_care"])

    response = client.get(url(held, "details"))
    pressed = {"start": starts(response)[0], "wish": "anyone"}
    client.post(url(held, "instead"), pressed)

    assert "Nobody you asked for has such a time" in words(response)
    held.refresh_from_db()
    assert (held.therapist, held.wish) == (trained, "anyone")


def test_only_starts_the_answers_cover_are_offered_and_it_says_why():
    held = hold(starts_at=SEVEN + timedelta(days=21))
    client = browser_of(held)
    answer(client, held, {"skin_kind": "small_cut"}, ask_first=["skin"])

    response = client.get(url(held, "details"))

    assert "your answers are good until Monday 21 December." in words(response)
    assert all(start < "2026-12-21T12:00:01" for start in starts(response))
    assert starts(response)


def test_answers_whose_time_cannot_be_booked_are_never_booked():
    held = hold(starts_at=SEVEN + timedelta(days=21))
    client = browser_of(held)
    answer(client, held, {"skin_kind": "small_cut"}, ask_first=["skin"])

    response = client.post(url(held, "details"), details(held, phone="01632 960202"))

    assert response["Location"] == url(held, "details")
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_a_time_somebody_was_quicker_for_is_said_and_ones_own_is_kept():
    held = hold()
    client = browser_of(held)
    eight = at(TUESDAY, "20:15")
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=make_room(),
        starts_at=eight,
    )

    response = client.post(url(held, "instead"), {"start": eight.isoformat()})

    assert response.status_code == 409
    assert "The time you hold is still yours" in words(response)
    held.refresh_from_db()
    assert held.starts_at == SEVEN


def test_a_lost_time_is_exchanged_for_the_next_in_one_tap():
    held, later = hold(), NOW + timedelta(minutes=50)
    client = browser_of(held)
    lose(held, later)

    with time_machine.travel(later, tick=False):
        response = client.get(url(held, "questions"))
        client.post(url(held, "instead"), {"start": starts(response)[0]})

    held.refresh_from_db()
    assert held.status == Status.HELD


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"start": "tomorrow"}, 400),
        ({"start": "9999-12-31T19:00+00:00"}, 400),
        ({"start": "2026-12-08T19:00"}, 400),
        ({"start": "\x00"}, 400),
        ({"treatment": "no-such-thing"}, 404),
        ({"treatment": "\x00"}, 404),
        ({"treatment": "9" * 5000}, 404),
        ({"start": "2026-12-08T20:00+00:00", "wish": "nobody"}, 404),
        ({"start": "2026-12-08T03:00+00:00"}, 409),
    ],
    ids=lambda value: str(value)[:40],
)
def test_nonsense_changes_nothing(sent, status):
    held = hold()

    response = browser_of(held).post(url(held, "instead"), sent)

    assert response.status_code == status
    revision = held.revision
    held.refresh_from_db()
    assert (held.revision, held.starts_at) == (revision, SEVEN)


def test_what_is_booked_is_shown_as_it_is():
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=SEVEN
    )

    response = browser_of(booked).post(
        url(booked, "instead"), {"start": at(TUESDAY, "20:00").isoformat()}
    )

    assert response["Location"] == f"/appointments/{booked.ref}/"
    booked.refresh_from_db()
    assert booked.starts_at == SEVEN


def test_nobody_else_takes_another_time():
    held = hold()
    sent = {"start": at(TUESDAY, "20:00").isoformat()}

    assert browser_of().post(url(held, "instead"), sent).status_code == 404
    assert browser_of(held).get(url(held, "instead")).status_code == 405
