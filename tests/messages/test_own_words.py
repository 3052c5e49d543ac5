import pytest
from django.conf import settings
from django.db import IntegrityError

from booking.messages.checking import faults_in
from booking.messages.given_away import words_given_away
from booking.messages.letter import Letter, filled
from booking.messages.mail import mail_for
from booking.messages.places import PLACES
from booking.messages.preview import preview
from booking.messages.wording import WORDS
from booking.models import AccessLink, Message, Questionnaire, Treatment, Wording
from booking.models.wording import TEXTS
from tests.factories import NOW, make_questionnaire, make_treatment, make_user
from tests.messages.rows import make_booked, make_message

pytestmark = pytest.mark.django_db

Kind = Message.Kind
CONFIRMED, PROPOSED = WORDS[Kind.CONFIRMED], WORDS[Kind.PROPOSED]


def keep(kind, *, seen=0, **texts):
    return Wording.objects.keep(kind, texts, seen=seen, by=make_user(), now=NOW)


def told(kind, appointment):
    mail = mail_for(make_message(kind=kind, appointment=appointment), now=NOW)
    return mail.subject, mail.body


def names_of(faults):
    return {fault.name for fault in faults}


def test_only_what_the_clinic_has_changed_differs():
    booked = make_booked(name="Fernlight")
    keep(Kind.CONFIRMED, lines="Dear guest,\n\n- bring {with} a smile\n- at {when}")

    subject, body = told(Kind.CONFIRMED, booked)

    first_name = booked.therapist.first_name
    assert subject == "Your evening appointment, Tuesday 8 December, 19:00"
    assert "You are booked." in body
    assert "Dear guest," in body
    assert f"- bring {first_name} a smile\n- at Tuesday 8 December, 19:00\n" in body
    assert "Last coffee" not in body


def test_the_latest_version_is_the_one_in_use():
    booked = make_booked()
    keep(Kind.CONFIRMED, subject="First")
    keep(Kind.CONFIRMED, subject="Second", seen=1)
    before, _body = told(Kind.CONFIRMED, booked)
    keep(Kind.CONFIRMED, seen=2)

    after, _body = told(Kind.CONFIRMED, booked)

    assert before == "Second"
    assert after == "Your evening appointment, Tuesday 8 December, 19:00"


def test_a_treatment_renamed_to_a_word_of_a_text_takes_the_text_out(caplog):
    booked = make_booked()
    keep(Kind.CONFIRMED, subject="Your lantern hour, {when}")
    before, _body = told(Kind.CONFIRMED, booked)
    Treatment.objects.update(name="Lantern hour")

    after, _body = told(Kind.CONFIRMED, booked)

    assert before == "Your lantern hour, Tuesday 8 December, 19:00"
    assert after == "Your evening appointment, Tuesday 8 December, 19:00"
    assert "the clinic's words of confirmed are left out: subject tells" in caplog.text
    assert "lantern" not in caplog.text.lower()


def test_a_subject_with_a_place_that_is_empty_is_the_sites_own():
    booked = make_booked(phone="")
    keep(Kind.CONFIRMED, subject="Ring {phone}", lines="Ring {phone}\nor come.")

    subject, body = told(Kind.CONFIRMED, booked)

    assert subject.startswith("Your evening appointment")
    assert "Ring" not in body
    assert "or come." in body


def test_a_heading_under_which_nothing_is_left_is_left_out():
    _subject, bare = told(Kind.CONFIRMED, make_booked(getting_there="", access=""))

    assert "How to find us" not in bare
    assert "Before you come\n" in bare


def test_what_fills_a_place_makes_no_list_and_no_place():
    letter = Letter(subject="{a}", heading="", lines=("- {a}", "{a}"), button="")

    words = filled(letter, lambda name: "# One\n- {when}")

    kinds = [(block.title, len(block.points)) for block in words.blocks]
    assert kinds == [("", 1), ("", 0)]
    assert words.blocks[1].words == "# One\n- {when}"


def test_the_sites_own_words_pass_the_check_of_staff():
    make_booked()
    given_away = words_given_away()

    for kind, letter in WORDS.items():
        texts = {name: str(getattr(letter, name)) for name in TEXTS if name != "lines"}
        texts["lines"] = letter.text
        assert faults_in(letter, texts, given_away) == [], kind


HOSTILE = [
    ("Good for your sleep", "tells"),
    ("About your PREGNANCY", "tells"),
    ("ma\u00adssage", "tells"),
    ("Ｍａｓｓａｇｅ", "tells"),
    ("{evil}", "place"),
    ("{when.zone}", "place"),
    ("{by}", "place"),
    ("a } b", "place"),
    ("one\ntwo", "lines"),
    ("one\rtwo", "odd"),
    ("a\x00b", "odd"),
    ("a\ud800b", "odd"),
    ("a\u2028b", "odd"),
    ("\u202eright to left", "odd"),
    ("x" * 121, "long"),
    ("https://evil.example/", "link"),
    (f"{settings.SITE_URL}.evil.example/", "link"),
    ("see evil.example/now", "link"),
    ("write to me@evil.example", "link"),
    ("mailto:me", "link"),
]


def test_what_may_not_be_in_a_subject():
    make_booked()
    given_away = words_given_away()

    for text, name in HOSTILE:
        found = faults_in(CONFIRMED, {"subject": text}, given_away)
        assert name in names_of(found), text
        assert {fault.text for fault in found} == {"subject"}, text


def test_everyday_words_and_our_own_addresses_may_be_written():
    make_booked()
    text = (
        "The painted door, number 3, behind the cloth shop, 19.30 at the latest. "
        f"Ring e.g. at noon; clothes stay dry. See {settings.SITE_URL}/wind-down/ "
        "“quietly” {when} – 🌙"
    )

    assert faults_in(CONFIRMED, {"lines": text}, words_given_away()) == []


def test_what_nothing_else_in_the_mail_says_has_to_stay():
    texts = {"lines": "Would {other_time} do?"}

    found = faults_in(PROPOSED, texts, words_given_away())

    missing = [fault.words for fault in found if fault.name == "missing"]
    assert [words.split()[0] for words in missing] == ["{other_with}", "{answer_by}"]


def test_the_words_given_away_come_from_every_version_and_treatment():
    version = make_questionnaire(number=1)
    document = {**version.document, "intro": "Mumblefever, please and thank you."}
    Questionnaire.objects.create(number=2, document=document)
    make_treatment(name="Evening")
    make_treatment(slug="hands-feet-scalp-45", name="Of Silver and Tea")

    given_away = words_given_away()

    said = given_away.said_in("This evening: MUMBLEFEVER! Please, thank you, silver")
    assert said == ["mumblefever", "silver"]
    assert given_away.said_in("of silver and tea") == ["of silver and tea", "silver"]
    assert "hands-feet-scalp-45" in given_away.said_in("/hands-feet-scalp-45/")


def test_without_a_questionnaire_the_plainest_words_are_known():
    given_away = words_given_away()

    assert given_away.said_in("Your massage, your sleep") == ["massage", "sleep"]


def test_every_kind_has_a_preview_that_stores_nothing():
    make_booked(getting_there="The green door.")
    kept = [Message, AccessLink, Wording, Treatment]
    before = [model.objects.count() for model in kept]

    for kind in WORDS:
        shown = preview(kind, {"subject": "Mine"}, now=NOW)
        assert shown.words.subject == "Mine"
        assert shown.words.button in shown.text
        assert "{" not in shown.text, kind

    assert [model.objects.count() for model in kept] == before


def test_every_place_of_a_letter_is_known():
    for kind, letter in WORDS.items():
        known = {*PLACES}
        assert {*letter.also} <= known, kind
        filled(letter, lambda name: str(PLACES[name].about))


def test_a_version_is_never_changed():
    kept = keep(Kind.CONFIRMED, subject="First")
    kept.subject = "Another"

    with pytest.raises(Exception, match="frozen|no longer be changed"):
        kept.save()


def test_of_two_who_write_the_next_version_one_is_refused():
    keep(Kind.CONFIRMED, subject="First")

    with pytest.raises(IntegrityError):
        keep(Kind.CONFIRMED, subject="Also first")
