"""load_questionnaire checks a file and adds it once, as a draft."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from booking.models import Questionnaire, Treatment
from tests.factories import starting_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue():
    call_command("load_catalogue")


def written(tmp_path, document):
    file = tmp_path / "questionnaire.json"
    file.write_text(json.dumps(document))
    return str(file)


def test_the_starting_questionnaire_is_added_as_a_draft_once():
    call_command("load_questionnaire")
    call_command("load_questionnaire")

    version = Questionnaire.objects.get()
    assert (version.number, version.status) == (1, "draft")
    assert version.document == starting_document()


def test_another_content_gets_the_next_number_whatever_the_file_says(tmp_path):
    call_command("load_questionnaire")
    document = {**starting_document(), "title": "Another", "version": 1}

    call_command("load_questionnaire", written(tmp_path, document))

    version = Questionnaire.objects.get(number=2)
    assert version.document["title"] == "Another"
    assert version.document["version"] == 2


def test_a_questionnaire_that_breaks_a_rule_is_refused_with_its_faults(tmp_path):
    document = starting_document()
    document["sections"][1]["items"][0]["choices"][0]["outcome"] = "clear"

    with pytest.raises(CommandError, match="a locked question may only hold clearance"):
        call_command("load_questionnaire", written(tmp_path, document))

    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "[1]", '"words"', "{}"])
def test_a_file_that_is_no_questionnaire_is_refused(tmp_path, content):
    file = tmp_path / "broken.json"
    file.write_text(content)

    with pytest.raises(CommandError):
        call_command("load_questionnaire", str(file))

    assert not Questionnaire.objects.exists()


def test_the_catalogue_is_loaded_once_and_never_overwritten():
    Treatment.objects.filter(slug="abdominal-calm-45").update(name="Our own name")

    call_command("load_catalogue")

    assert Treatment.objects.count() == 7
    assert Treatment.objects.get(slug="abdominal-calm-45").name == "Our own name"
