import re
from datetime import UTC, datetime, timedelta

import pytest

from booking.messages import times
from booking.messages.wording import WORDS
from booking.models import Clinic, Message, Status, Therapist, Treatment
from tests.factories import make_client, make_user
from tests.messages.given_away import BLUNT, health_words, sent, visible, words_of
from tests.messages.rows import for_someone_else, make_booked, make_message, put

Kind = Message.Kind


@pytest.mark.parametrize("kind", [k for k in Kind.values if k != Kind.RING])
def test_every_kind_of_mail_has_words(kind):
    assert kind in WORDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", [Kind.ANSWERED, Kind.REVIEW_DUE, Kind.REVIEW_LAST, Kind.TROUBLE]
)
def test_a_mail_to_the_team_names_nobody_and_opens_no_clients_page(kind):
    booked, mina = put(make_booked(), Status.REVIEW), make_user(name="Mina Okafor")

    mail, bodies = sent(make_message(kind=kind, appointment=booked, staff=mina))

    said = visible(mail, bodies)
    assert "Hello Mina," in said
    assert "http://testserver/calendar/" in said
    for private in ("Hannah", "/open/", booked.treatment_name, booked.therapist.name):
        assert private not in said
    assert words_of(said) & health_words() == set()
    assert BLUNT.findall(said.lower()) == []


@pytest.mark.django_db
def test_a_confirmation_says_when_with_whom_and_where():
    booked = make_booked(getting_there="Ring at the green door.")
    Therapist.objects.update(name="Rowan Blythe")

    mail, (text, html, *_files) = sent(
        make_message(kind=Kind.CONFIRMED, appointment=booked)
    )

    assert mail["Subject"] == "Your evening appointment, Tuesday 8 December, 19:00"
    assert mail["From"] == "Fernlight <clinic@vesper.example>"
    assert mail["To"] == "hannah@whitlock.example"
    assert mail["Reply-To"] == "hello@fernlight.example"
    for body in (text, html):
        assert "Hello Hannah," in body
        assert "Your evening appointment, 60 minutes" in body
        assert "Tuesday 8 December 2026, 19:00 to 20:00 GMT" in body
        assert "With Rowan Blythe" in body
        assert "Fernlight, 3 Quiet Lane, Westbrook" in body
        assert "How to find us" in body
        assert "Ring at the green door." in body
        assert "Last coffee, tea or cola at least six hours before bed" in body
        assert "http://testserver/wind-down/" in body
        assert re.search(r"http://testserver/open/[\w-]{43}/", body)
        assert "A calendar file is attached." in body


@pytest.mark.django_db
def test_a_time_that_is_only_kept_is_never_called_booked():
    booked = put(make_booked(), Status.REVIEW)

    mail, (text, *_rest) = sent(make_message(kind=Kind.REVIEW, appointment=booked))

    assert mail["Subject"] == "We are keeping Tuesday 8 December, 19:00 for you"
    assert "It is not confirmed yet. We ring you about it by Tuesday 8 December" in text
    assert "booked" not in text
    assert "calendar" not in text


@pytest.mark.django_db
def test_a_moved_time_that_is_only_kept_says_that_it_is_not_confirmed():
    booked = put(make_booked(), Status.REVIEW)

    _mail, (text, *_rest) = sent(make_message(kind=Kind.MOVED, appointment=booked))

    assert "not confirmed yet" in text


@pytest.mark.django_db
def test_someone_else_is_told_until_when_the_time_is_kept():
    kept = for_someone_else(make_booked())

    _mail, (text, *_rest) = sent(make_message(kind=Kind.YOUR_TURN, appointment=kept))

    assert "Until Tuesday 8 December, 08:00 we keep the time for you." in text


@pytest.mark.django_db
def test_nobody_is_promised_a_call_while_it_is_their_turn():
    kept = for_someone_else(make_booked())

    _mail, (text, *_rest) = sent(make_message(kind=Kind.MOVED, appointment=kept))

    assert "ring" not in text
    assert "Until Tuesday 8 December, 08:00 we keep the time for you." in text


@pytest.mark.django_db
def test_what_is_called_off_no_longer_says_where_to_come():
    gone = put(make_booked(), Status.CANCELLED)

    _mail, (text, *_rest) = sent(make_message(kind=Kind.CANCELLED, appointment=gone))

    assert "Tuesday 8 December 2026, 19:00 to 20:00 GMT" in text
    assert "Quiet Lane" not in text
    assert "With " not in text


@pytest.mark.django_db
def test_no_mail_loads_anything_and_all_links_lead_home():
    booked = make_booked()

    _mail, (_text, html, *_files) = sent(
        make_message(kind=Kind.CONFIRMED, appointment=booked)
    )

    assert re.findall(r"(?:src|background|url)\s*[=(]", html) == []
    assert "<table" not in html
    links = re.findall(r"https?://[^\s\"<]+", html)
    assert links
    homes = ("http://testserver/open/", "http://testserver/wind-down/")
    assert all(link.startswith(homes) for link in links)


@pytest.mark.django_db
def test_every_mail_says_that_a_machine_wrote_it():
    mail, _bodies = sent(make_message(kind=Kind.CONFIRMED, appointment=make_booked()))

    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "Hannah\r\nBcc: everybody@other.example",
        "Hannah\x00\u2028Bcc: x@other.example",
        '"Hannah" <x@other.example>, y@other.example',
        "=?utf-8?q?Bcc:_x?=",
    ],
)
def test_a_typed_name_never_becomes_a_header(name):
    booked = make_booked(client=make_client(name=name.replace("\x00", "")))
    Clinic.objects.update(name=name.replace("\x00", "")[:80])
    Therapist.objects.update(name=name.replace("\x00", "")[:80])

    mail, _bodies = sent(make_message(kind=Kind.CONFIRMED, appointment=booked))

    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == ["hannah@whitlock.example"]
    assert [a.addr_spec for a in mail["From"].addresses] == ["clinic@vesper.example"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["evil.example click", "http://evil.example", "<b>Hannah</b>", "€€€ 4U", ""]
)
def test_what_looks_like_no_name_is_not_greeted(name):
    booked = make_booked(client=make_client(name=name))

    _mail, (text, html, *_files) = sent(
        make_message(kind=Kind.CONFIRMED, appointment=booked)
    )

    assert text.startswith("Hello,")
    assert "evil" not in html
    assert "<b>" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Hannah", "Zoë", "Jean-Luc Moreau", "O’Neill"])
def test_names_of_people_are_greeted(name):
    booked = make_booked(client=make_client(name=name))

    _mail, (text, *_rest) = sent(make_message(kind=Kind.CONFIRMED, appointment=booked))

    assert text.startswith(f"Hello {name.split()[0]},")


@pytest.mark.django_db
def test_markup_in_the_clinics_own_words_stays_words():
    booked = make_booked(
        name="Fern & <Light>", getting_there="<script>alert(1)</script>"
    )

    _mail, (text, html, *_files) = sent(
        make_message(kind=Kind.CONFIRMED, appointment=booked)
    )

    assert "Fern & <Light>" in text
    assert "Fern &amp; &lt;Light&gt;" in html
    assert "<script" not in html


@pytest.mark.django_db
def test_the_treatment_stays_out_even_where_its_name_is_all_there_is():
    booked = make_booked()
    Treatment.objects.update(name="Canary")
    booked.treatment_name = "Canary"
    booked.save()

    mail, bodies = sent(make_message(kind=Kind.CONFIRMED, appointment=booked))

    assert "canary" not in visible(mail, bodies).lower()


@pytest.mark.parametrize(
    ("start", "minutes", "said"),
    [
        # Saturday 24 October 2026: at 02:00 summer time it is 01:00 again.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 60, "00:30 to 01:30 BST"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, "01:30 BST to 01:30 GMT"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60, "01:30 to 02:30 GMT"),
        # Saturday 28 March 2026: at 01:00 it is 02:00.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 60, "00:30 GMT to 02:30 BST"),
    ],
)
def test_on_the_nights_the_clocks_change_the_zone_tells_the_hours_apart(
    start, minutes, said
):
    zone = Clinic().zone

    words = times.from_to(start, start + timedelta(minutes=minutes), zone)

    assert words.endswith(said)
