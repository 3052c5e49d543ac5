"""Load rules and hours of every second week, as staff type them."""

from datetime import date

import pytest
from django.urls import reverse

from booking.models import OpeningHours, Therapist
from tests.admin.pages import change_url, posted, signed_in
from tests.factories import make_therapist

pytestmark = pytest.mark.django_db

RULES = ("most_sessions", "rest_after", "rest_minutes", "keep_together")


@pytest.fixture
def manager(client):
    return signed_in(client, role="Manager")


def saved(client, therapist, **changes):
    """The answer to the therapist's page with some fields changed."""
    page = client.get(change_url(therapist))
    return client.post(change_url(therapist), posted(page, **changes))


def rules_of(therapist):
    return Therapist.objects.values_list(*RULES).get(pk=therapist.pk)


def row(number, *, weekday=4, opens="16:00", closes="18:00", **fields):
    values = {"weekday": weekday, "opens": opens, "closes": closes} | fields
    return {f"opening_hours-{number}-{name}": value for name, value in values.items()}


def second_row(number, **fields):
    return row(number, every_second_week="on", **fields)


def test_load_rules_are_kept(client, manager):
    therapist = make_therapist()

    response = saved(
        client,
        therapist,
        most_sessions="4",
        rest_after="2",
        rest_minutes="45",
        keep_together="on",
    )

    assert response.status_code == 302
    assert rules_of(therapist) == (4, 2, 45, True)


def test_who_has_no_rule_keeps_none(client, manager):
    therapist = make_therapist()

    response = saved(client, therapist, line="Slow work")

    assert response.status_code == 302
    assert rules_of(therapist) == (None, None, 30, False)


def test_rules_are_given_up_by_emptying_them(client, manager):
    therapist = make_therapist(most_sessions=3, rest_after=2, rest_minutes=45)

    saved(client, therapist, most_sessions="", rest_after="", rest_minutes="")

    assert rules_of(therapist) == (None, None, 45, False)


def test_a_rest_must_say_how_long_it_lasts(client, manager):
    therapist = make_therapist()

    response = saved(client, therapist, rest_after="2", rest_minutes="")

    assert response.status_code == 200
    assert "Say how many minutes the rest lasts." in response.content.decode()
    assert rules_of(therapist) == (None, None, 30, False)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("most_sessions", "0"),
        ("most_sessions", "21"),
        ("most_sessions", "-1"),
        ("most_sessions", "many"),
        ("rest_after", "0"),
        ("rest_after", "9" * 5000),
        ("rest_minutes", "4"),
        ("rest_minutes", "181"),
        ("rest_minutes", "1.5"),
    ],
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(
    client, manager, field, typed
):
    therapist = make_therapist()

    response = saved(client, therapist, **({"rest_after": "2"} | {field: typed}))

    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert rules_of(therapist) == (None, None, 30, False)


def test_who_may_only_look_sees_the_rules(client):
    signed_in(client, role="Therapist")
    therapist = make_therapist(most_sessions=7)

    page = client.get(change_url(therapist))

    text = page.content.decode()
    assert "Sessions an evening, at most" in text
    assert 'name="most_sessions"' not in text


def test_a_new_therapist_may_have_rules_at_once(client, manager):
    add = reverse("admin:booking_therapist_add")
    fields = {"name": "Mina Okafor", "slug": "mina", "rest_after": "3"}
    fields |= {"treatments": [], "trainings": []}

    response = client.post(add, posted(client.get(add), **fields))

    assert response.status_code == 302
    assert rules_of(Therapist.objects.get()) == (None, 3, 30, False)


# Every second week


def test_hours_of_alternate_weeks_lie_beside_each_other(client, manager):
    therapist = make_therapist(opens=None)
    hours = second_row(0, valid_from="2026-12-07")
    hours |= second_row(1, opens="17:00", valid_from="2026-12-14")

    response = saved(client, therapist, **{"opening_hours-TOTAL_FORMS": 2}, **hours)

    assert response.status_code == 302
    rows = OpeningHours.objects.values_list("valid_from", "every_second_week")
    assert sorted(rows) == [(date(2026, 12, 7), True), (date(2026, 12, 14), True)]


def test_hours_of_the_same_second_weeks_may_not_overlap(client, manager):
    therapist = make_therapist(opens=None)
    hours = second_row(0, valid_from="2026-12-07")
    hours |= second_row(1, opens="17:00", valid_from="2026-12-27")

    response = saved(client, therapist, **{"opening_hours-TOTAL_FORMS": 2}, **hours)

    assert response.status_code == 200
    assert "These hours overlap with" in response.content.decode()
    assert not OpeningHours.objects.exists()


def test_every_second_week_needs_a_day_to_count_from(client, manager):
    therapist = make_therapist(opens=None)

    response = saved(client, therapist, **second_row(0))

    assert response.status_code == 200
    assert "is counted from a first day: say which" in response.content.decode()
    assert not OpeningHours.objects.exists()
