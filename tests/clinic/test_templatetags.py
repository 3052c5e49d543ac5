from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import get_template

from clinic.templatetags import vesper


def rendered(source, **context):
    return Template("{% load vesper %}" + source).render(Context(context))


def test_a_time_shows_on_the_clinics_wall_clock():
    starts_at = datetime(2026, 7, 7, 18, 30, tzinfo=UTC)

    shown = vesper.clock(starts_at)

    assert shown == "19:30"


def test_a_bedtime_has_no_zone_to_be_moved_to():
    assert vesper.clock(time(22, 30)) == "22:30"


@pytest.mark.parametrize(
    ("utc_hour", "shown"), [(0, "01:30 (UTC+1)"), (1, "01:30 (UTC+0)"), (2, "02:30")]
)
def test_a_time_that_the_clocks_repeat_says_which_it_is(utc_hour, shown):
    starts_at = datetime(2026, 10, 25, utc_hour, 30, tzinfo=UTC)  # a Sunday

    assert vesper.clock(starts_at) == shown


def test_an_evening_is_named_by_the_clinics_own_date():
    half_past_midnight = datetime(2026, 7, 7, 23, 30, tzinfo=UTC)  # Wednesday, 00:30

    shown = vesper.evening_date(half_past_midnight)

    assert shown == "Wednesday 8 July"


def test_a_date_is_written_without_its_year():
    assert vesper.evening_date(date(2026, 12, 8)) == "Tuesday 8 December"


def test_a_span_over_midnight_names_both_wall_clock_times():
    starts_at = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)

    shown = vesper.span(starts_at, starts_at + timedelta(hours=1))

    assert shown == "23:30 to 00:30"


@pytest.mark.parametrize("missing", [vesper.clock, vesper.evening_date])
def test_a_time_not_known_shows_as_nothing(missing):
    assert missing(None) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (60, "1 h"),
        (65, "1 h 05"),
        (150, "2 h 30"),
        (-15, "15 min"),
    ],
)
def test_a_gap_is_said_in_hours_and_minutes(minutes, words):
    assert vesper.gap(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize("length", [60, timedelta(hours=1)])
def test_a_length_is_said_in_minutes(length):
    assert vesper.in_minutes(length) == "60 minutes"


@pytest.mark.parametrize(
    ("cents", "currency", "shown"),
    [
        (7000, "GBP", "£70"),
        (7250, "GBP", "£72.50"),
        (5, "EUR", "€0.05"),
        (0, "USD", "$0"),
        (9800, "CHF", "CHF\N{NO-BREAK SPACE}98"),
    ],
)
def test_money_has_its_sign_or_its_code(cents, currency, shown):
    assert vesper.money(cents, currency) == shown


@pytest.mark.parametrize(
    "label", ["best", "good", "near", "early", "very_close", "far", "after_bedtime"]
)
def test_every_fit_has_a_moon_in_the_stylesheet(label):
    stylesheet = Path(finders.find("vesper/vesper.css")).read_text(encoding="utf-8")

    moon = vesper.moon(label)

    assert f".{moon} {{" in stylesheet


@pytest.mark.parametrize(
    ("evidence", "branch"),
    [
        ("Good evidence", "good"),
        ("Some evidence, short term", "some"),
        ("Early days", "early"),
        ("Somebody said so", ""),
        ("", ""),
    ],
)
def test_evidence_is_a_branch_by_its_first_word(evidence, branch):
    assert vesper.branch(evidence) == branch


def test_a_drawing_is_inlined_as_it_is():
    drawn = get_template("drawings/door.svg").render()

    assert rendered('{% drawing "door" %}') == drawn


@pytest.mark.parametrize("name", ["nothing", "../base", "", "DOOR"])
def test_a_drawing_nobody_drew_is_a_plain_moon(name):
    plain = get_template("drawings/treatment.svg").render()

    shown = rendered("{% drawing name %}", name=name)

    assert shown == plain


@pytest.mark.parametrize("need", vesper.DRAWN)
def test_each_need_has_a_drawing_of_its_own(need):
    plain = get_template("drawings/treatment.svg").render()

    shown = rendered("{% drawing_for needs %}", needs=["stretching", need])

    assert shown.startswith("<svg")
    assert shown != plain


def test_a_treatment_that_needs_nothing_known_gets_the_plain_moon():
    plain = get_template("drawings/treatment.svg").render()

    assert rendered("{% drawing_for needs %}", needs=[]) == plain


@pytest.mark.parametrize("name", [*vesper.FACES, "moon"])
def test_each_face_is_a_file(name):
    shown = rendered("{% face name %}", name=name)

    assert finders.find(shown.removeprefix("/static/")) is not None


@pytest.mark.parametrize("name", ["", "../vesper.css", "nobody"])
def test_a_face_nobody_drew_is_the_moon(name):
    assert rendered("{% face name %}", name=name) == "/static/vesper/faces/moon.svg"
