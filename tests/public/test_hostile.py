"""Malformed input of every kind, into every field of the client's way."""

import pytest

from booking.models import Appointment, Client, Message, Screening, Status
from tests.public.browser import browser_of
from tests.public.going import details, hold, lists, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]

ANSWERED = (200, 302, 400, 404, 409, 422)
FORM = "application/x-www-form-urlencoded"
VALUES = [
    "%00",
    "a%00b",
    "%ED%A0%80",  # half a surrogate pair
    "%FF%FE",
    "%E2%80%AE",
    "9" * 5000,
    "-1",
    "1e999",
    "NaN",
    "10" + "0" * 30,
    "0000-00-00",
    "9999-12-31T23:59:59%2B00:00",
    "%27%3B DROP TABLE",
    "%3Cscript%3E",
    "[]",
    "%7B%22a%22%3A1%7D",
    "x" * 20_000,
]
TALK = {"talk-name": "Tom", "talk-phone": "01632 960202", "talk-when_to_ring": "any"}
EXTRA = {"start": "", "extend": "", "anyway": "", "sure": ""}


def encoded(fields):
    pairs = []
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            pairs.append(f"{name}={each}")
    return "&".join(pairs)


def spoilt(sent):
    """The form with one field after the other made nonsense, doubled or left out.

    Each field takes a third of the nonsense, the next one another third.
    """
    for number, name in enumerate([*sent, *EXTRA]):
        for value in VALUES[number % 3 :: 3]:
            yield sent | {name: value}
        yield sent | {name: [sent.get(name, ""), "nonsense", "%00"]}
        yield {key: value for key, value in sent.items() if key != name}


def rows():
    models = (Appointment, Client, Message, Screening)
    return [model.objects.count() for model in models]


def answered(held, **ticked):
    client = browser_of(held)
    client.post(url(held, "questions"), lists(held, **ticked))
    held.refresh_from_db()
    return client


@pytest.fixture
def on_lists():
    held = hold()
    sent = lists(held)
    sent["consent_true"] = ""  # so that nothing may be stored whatever else is sent
    return browser_of(held), held, "questions", sent


@pytest.fixture
def on_more():
    held = hold()
    client = answered(held, health=["low_pressure"])
    return client, held, "more", {"revision": 0, "fainted_lately": "fainted"}


@pytest.fixture
def on_details():
    held = hold()
    client = answered(held)
    return client, held, "details", details(held, revision=0)


@pytest.fixture
def on_talk():
    held = hold()
    return browser_of(held), held, "talk", TALK | {"talk-name": "", "talk-phone": "1"}


@pytest.mark.parametrize("where", ["on_lists", "on_more", "on_details", "on_talk"])
def test_nothing_anybody_types_breaks_a_page_or_writes_a_row(where, request):
    client, held, step, sent = request.getfixturevalue(where)
    before = rows()

    for fields in spoilt(sent):
        response = client.post(url(held, step), encoded(fields), content_type=FORM)
        assert response.status_code in ANSWERED, (step, str(fields)[:200])

    assert rows() == before
    held.refresh_from_db()
    assert held.status == Status.HELD


@pytest.mark.parametrize("step", ["questions", "more", "details", "talk", "instead"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("x=" + "y" * 1_000_001, FORM),
        ("&".join(f"f{n}=1" for n in range(600)), FORM),
        ("--broken\r\nno headers", "multipart/form-data; boundary=broken"),
        ("no boundary", "multipart/form-data"),
        ('{"today": {"none": []}}', "application/json"),
        (b"\xff\xfe\x00\x00", "application/octet-stream"),
    ],
    ids=["1 MB", "600 fields", "broken", "no boundary", "JSON", "bytes"],
)
def test_no_body_breaks_a_page(step, body, kind):
    held = hold()
    client = answered(held, comfort=["private_word"])
    before = rows()

    response = client.post(url(held, step), body, content_type=kind)

    assert response.status_code in ANSWERED
    assert rows() == before
