"""A version goes into use signed and confirmed, place by place, or not at all."""

import pytest

from booking.actions.problems import Faulty, NotAllowed, NotConfirmed, Stale
from booking.actions.publishing import draft, fingerprint, publish, revise
from booking.models import Questionnaire
from booking.screening.confirmations import confirmations
from tests.factories import (
    NOW,
    make_questionnaire,
    make_treatment,
    make_user,
    starting_document,
)

pytestmark = pytest.mark.django_db

CATALOGUE = (
    "parasympathetic-evening-60",
    "parasympathetic-evening-90",
    "neck-shoulders-ears-45",
    "abdominal-calm-45",
    "lower-back-calm-60",
    "heat-and-massage-60",
    "hands-feet-scalp-45",
)
SIGNED = {
    "name": "Ines Duarte",
    "profession": "Massage therapist",
    "registration": "Register 1234",
}


@pytest.fixture(autouse=True)
def _catalogue():
    for slug in CATALOGUE:
        make_treatment(slug=slug)


@pytest.fixture
def lead():
    return make_user(role="Lead therapist")


@pytest.fixture
def version():
    """A draft beside version 1, which is in use."""
    make_questionnaire(number=1)
    return make_questionnaire(number=2, published=False)


def every_tick(version):
    return [place.key for place in confirmations(version.document)]


def test_publishing_retires_the_version_before(version, lead):
    publish(
        questionnaire=version, by=lead, ticks=every_tick(version), now=NOW, **SIGNED
    )

    old, new = Questionnaire.objects.order_by("number")
    assert (old.status, old.retired_at) == ("retired", NOW)
    assert (new.status, new.published_at, new.approved_by) == ("published", NOW, lead)
    assert new.approver_name == "Ines Duarte"
    assert new.approver_profession == "Massage therapist"
    assert new.approver_registration == "Register 1234"
    assert new.confirmed == every_tick(version)


def test_one_place_not_ticked_is_named_and_nothing_is_published(version, lead):
    ticks = [key for key in every_tick(version) if key != "today.under_18"]

    with pytest.raises(NotConfirmed) as refused:
        publish(questionnaire=version, by=lead, ticks=ticks, now=NOW, **SIGNED)

    assert refused.value.places == ("today.under_18",)
    assert Questionnaire.objects.published().number == 1


@pytest.mark.parametrize("role", ["Therapist", "Front desk", "Manager", "Editor"])
def test_no_other_role_publishes(version, role):
    with pytest.raises(NotAllowed):
        publish(
            questionnaire=version,
            by=make_user(role=role),
            ticks=every_tick(version),
            now=NOW,
            **SIGNED,
        )


@pytest.mark.parametrize("field", SIGNED)
def test_nobody_publishes_unsigned(version, lead, field):
    with pytest.raises(NotAllowed):
        publish(
            questionnaire=version,
            by=lead,
            ticks=every_tick(version),
            now=NOW,
            **SIGNED | {field: ""},
        )


def test_a_faulty_draft_is_not_published(lead):
    version = make_questionnaire(published=False)
    del version.document["sections"][1]["items"][0]
    version.save()

    with pytest.raises(Faulty) as refused:
        publish(
            questionnaire=version, by=lead, ticks=every_tick(version), now=NOW, **SIGNED
        )

    assert "the question pregnancy is missing" in refused.value.faults[0]
    assert Questionnaire.objects.published() is None


def test_a_draft_changed_since_it_was_ticked_is_not_published(version, lead):
    with pytest.raises(Stale):
        publish(
            questionnaire=version,
            by=lead,
            ticks=every_tick(version),
            now=NOW,
            seen=fingerprint({**version.document, "title": "Earlier"}),
            **SIGNED,
        )


def test_what_is_published_is_neither_published_nor_revised_again(version, lead):
    publish(
        questionnaire=version, by=lead, ticks=every_tick(version), now=NOW, **SIGNED
    )

    with pytest.raises(NotAllowed):
        publish(
            questionnaire=version, by=lead, ticks=every_tick(version), now=NOW, **SIGNED
        )
    with pytest.raises(NotAllowed):
        revise(
            questionnaire=version,
            document=version.document,
            seen=fingerprint(version.document),
        )


def test_drafts_are_numbered_on():
    first = draft(document=starting_document())
    second = draft(document={**starting_document(), "version": 7})

    assert (first.number, first.document["version"]) == (1, 1)
    assert (second.number, second.document["version"]) == (2, 2)


def test_a_revision_that_breaks_a_rule_is_refused_whole(version):
    document = starting_document()
    document["title"] = "Changed"
    document["sections"][1]["items"][0]["choices"][0]["outcome"] = "adapt"

    with pytest.raises(Faulty):
        revise(
            questionnaire=version,
            document=document,
            seen=fingerprint(version.document),
        )

    version.refresh_from_db()
    assert version.document["title"] == "Before your massage"
