"""Versions of the questionnaire: drafted, and changed question by question."""

import pytest
from django.urls import reverse

from booking.models import Questionnaire
from booking.screening.editing import find
from tests.admin.pages import signed_in
from tests.factories import make_questionnaire, make_treatment, starting_document

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


@pytest.fixture
def lead(client):
    for slug in CATALOGUE:
        make_treatment(slug=slug)
    return signed_in(client, role="Lead therapist", name="Ines Duarte")


@pytest.fixture
def draft(lead):
    make_questionnaire(number=1)
    return make_questionnaire(
        number=2, document={**starting_document(), "version": 2}, published=False
    )


def address(name, version, *keys):
    return reverse(f"admin:booking_questionnaire_{name}", args=[version.pk, *keys])


def typed(page):
    """What the page's own forms hold, as a browser would send it."""
    context = page.context
    bound = list(context["form"])
    if "choices" in context:
        bound += list(context["choices"].management_form)
        bound += [field for form in context["choices"] for field in form]
    data = {"seen": context["seen"]}
    for field in bound:
        value = field.value()
        if value is None or value is False:
            continue
        data[field.html_name] = "on" if value is True else value
    return data


def edited(client, version, key, **changes):
    """Post the page of a question with changes; the answer, and what is stored then."""
    url = address("question", version, key)
    response = client.post(url, typed(client.get(url)) | changes)
    version.refresh_from_db()
    return response, find(version.document, key).raw if version.document else None


def test_a_new_draft_is_a_copy_of_the_version_in_use_with_the_next_number(client, lead):
    make_questionnaire(number=4, document={**starting_document(), "title": "In use"})

    response = client.post(reverse("admin:booking_questionnaire_draft"))

    made = Questionnaire.objects.get(status="draft")
    assert response.headers["Location"] == address("change", made)
    assert made.number == made.document["version"] == 5
    assert made.document["title"] == "In use"


def test_saving_a_question_unchanged_changes_nothing(client, draft):
    before = draft.document

    for key in ("unwell", "pregnancy", "pregnancy_stage", "scent", "ears_jaw"):
        edited(client, draft, key)

    assert draft.document == before


def test_a_checklists_item_is_edited_on_a_form(client, draft):
    response, item = edited(
        client,
        draft,
        "medicine_effects",
        text="Tablets that make me sleepy or dizzy",
        why="So that you get up slowly.",
        when="both",
        only_for=["heat-and-massage-60"],
        confirm="on",
        **{
            "choice-0-outcome": "clearance",
            "choice-0-reason": "We will talk about your tablets.",
            "choice-0-adaptation": "Slow rise",
            "choice-0-avoid": ["fast_rise", "heat"],
            "choice-0-training": "cancer_care",
            "choice-0-doctor": "on",
            "choice-0-urgent": "same_day",
            "choice-0-learn": "how-firm-should-it-be",
            "choice-0-valid_for_days": "30",
            "choice-0-confirm": "",
        },
    )

    assert response.status_code == 302
    assert item["text"] == "Tablets that make me sleepy or dizzy"
    assert item["why"] == "So that you get up slowly."
    assert item["when"] == "both"
    assert item["only_for"] == ["heat-and-massage-60"]
    assert item["confirm"] is True
    assert item["choices"] == [
        {
            "key": "ticked",
            "text": "Yes",
            "outcome": "clearance",
            "reason": "We will talk about your tablets.",
            "adaptation": "Slow rise",
            "avoid": ["heat", "fast_rise"],
            "training": "cancer_care",
            "doctor": True,
            "urgent": "same_day",
            "learn": "how-firm-should-it-be",
            "valid_for_days": 30,
        }
    ]


def test_emptied_fields_leave_the_document(client, draft):
    _response, item = edited(
        client,
        draft,
        "medicine_effects",
        **{
            "choice-0-adaptation": "",
            "choice-0-avoid": [],
            "choice-0-learn": "",
            "choice-0-valid_for_days": "",
            "choice-0-confirm": "",
        },
    )

    assert set(item["choices"][0]) == {"key", "text", "outcome", "reason"}


def test_an_item_keeps_its_follow_ups(client, draft):
    before = find(draft.document, "high_pressure").raw["choices"][0]["follow_up"]

    _response, item = edited(client, draft, "high_pressure", text="High blood pressure")

    assert item["text"] == "High blood pressure"
    assert item["choices"][0]["follow_up"] == before


def test_answers_of_a_follow_up_are_added_removed_and_put_in_order(client, draft):
    """allergy_strength holds mild, strong and unsure."""
    _response, question = edited(
        client,
        draft,
        "allergy_strength",
        **{
            "choice-0-ORDER": "9",
            "choice-1-DELETE": "on",
            "choice-3-text": "Only to nuts!",
            "choice-3-outcome": "clear",
            "choice-3-ORDER": "10",
        },
    )

    assert [choice["key"] for choice in question["choices"]] == [
        "unsure",
        "mild",
        "only_to_nuts",
    ]


def test_a_fault_is_told_as_a_sentence_and_nothing_is_saved(client, draft):
    response, item = edited(
        client,
        draft,
        "medicine_effects",
        **{"choice-0-outcome": "adapt", "choice-0-doctor": "on"},
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "doctor may only stand on a clearance choice." in text
    assert "doctor" not in item["choices"][0]


def test_what_was_typed_stays_in_the_form_beside_the_fault(client, draft):
    response, _item = edited(
        client,
        draft,
        "medicine_effects",
        text="Tablets that make me sleepy",
        **{"choice-0-reason": ""},
    )

    text = response.content.decode()
    assert "reason is missing, and the client has to be told why." in text
    assert "Tablets that make me sleepy" in text


@pytest.mark.parametrize("outcome", ["clear", "adapt"])
@pytest.mark.parametrize("key", ["seizures", "seizure_when", "changed"])
def test_a_locked_question_never_becomes_clear_or_adapt(client, draft, key, outcome):
    before = find(draft.document, key).raw

    response, after = edited(client, draft, key, **{"choice-0-outcome": outcome})

    assert response.status_code == 422
    assert after == before


@pytest.mark.parametrize("key", ["pregnancy", "clotting", "changed"])
def test_a_locked_question_is_never_taken_out(client, draft, key):
    url = address("remove", draft, key)

    page = client.get(url)
    response = client.post(url, {"seen": page.context["seen"]})

    draft.refresh_from_db()
    assert "This question is locked" in page.content.decode()
    assert response.status_code == 422
    assert find(draft.document, key) is not None


def test_a_question_is_taken_out_with_its_follow_ups(client, draft):
    url = address("remove", draft, "oil_allergy")

    response = client.post(url, {"seen": client.get(url).context["seen"]})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert find(draft.document, "oil_allergy") is None
    assert find(draft.document, "allergy_strength") is None


def test_the_last_follow_up_takes_its_list_with_it(client, draft):
    url = address("remove", draft, "allergy_strength")

    response = client.post(url, {"seen": client.get(url).context["seen"]})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert "follow_up" not in find(draft.document, "oil_allergy").raw["choices"][0]


def test_a_question_moves_up_and_down_and_stays_at_the_ends(client, draft):
    url = address("move", draft, "low_pressure")

    for direction in ("down", "up", "up", "up"):
        draft.refresh_from_db()
        page = client.get(address("change", draft))
        client.post(url, {"seen": page.context["seen"], "direction": direction})

    draft.refresh_from_db()
    items = [found["key"] for found in draft.document["sections"][2]["items"]]
    assert items[:3] == ["low_pressure", "high_pressure", "blood_thinners"]


def new_item(**changes):
    return {
        "text": "A new tattoo",
        "why": "Fresh ink should be left alone.",
        "when": "booking",
        "choice-TOTAL_FORMS": "1",
        "choice-INITIAL_FORMS": "1",
        "choice-0-key": "ticked",
        "choice-0-outcome": "adapt",
        "choice-0-reason": "We will leave that spot out.",
        "choice-0-avoid": ["affected_area"],
    } | changes


def test_an_item_is_added_at_the_end_of_a_list(client, draft):
    url = address("add", draft, "comfort")
    page = client.get(url)

    response = client.post(url, typed(page) | new_item())

    draft.refresh_from_db()
    item = find(draft.document, "a_new_tattoo").raw
    assert response.headers["Location"].endswith("#a_new_tattoo")
    assert draft.document["sections"][3]["items"][-1] == item
    assert item["choices"][0] == {
        "key": "ticked",
        "text": "Yes",
        "outcome": "adapt",
        "reason": "We will leave that spot out.",
        "avoid": ["affected_area"],
    }


def test_what_is_added_to_the_six_is_locked_with_them(client, draft):
    url = address("add", draft, "ask_first")
    page = client.get(url)

    refused = client.post(url, typed(page) | new_item())
    response = client.post(
        url, typed(page) | new_item(**{"choice-0-outcome": "clearance"})
    )

    draft.refresh_from_db()
    assert refused.status_code == 422
    assert response.status_code == 302
    assert find(draft.document, "a_new_tattoo").raw["locked"] is True


def test_a_follow_up_is_added_with_its_answers(client, draft):
    url = address("follow_up", draft, "neck_history", "ticked")
    page = client.get(url)
    answers = {
        "text": "How long ago was it?",
        "why": "Older ones matter less.",
        "choice-0-text": "This year",
        "choice-0-outcome": "clearance",
        "choice-0-reason": "We will talk about it.",
        "choice-1-text": "Longer ago",
        "choice-1-outcome": "adapt",
        "choice-1-reason": "We will go gently.",
    }

    response = client.post(url, typed(page) | answers)

    draft.refresh_from_db()
    added = find(draft.document, "how_long_ago_was_it")
    assert response.status_code == 302
    assert added.entry["key"] == "neck_history"
    assert [c["key"] for c in added.raw["choices"]] == ["this_year", "longer_ago"]


def test_a_page_made_for_an_earlier_state_of_the_draft_saves_nothing(client, draft):
    url = address("question", draft, "medicine_effects")
    old_page = typed(client.get(url))
    edited(client, draft, "low_pressure", text="Low blood pressure or fainting")

    response = client.post(url, old_page | {"text": "Something else"})

    draft.refresh_from_db()
    assert response.status_code == 422
    assert "Somebody else changed this draft meanwhile" in response.content.decode()
    assert find(draft.document, "medicine_effects").raw["text"] != "Something else"
    assert (
        find(draft.document, "low_pressure").raw["text"]
        == "Low blood pressure or fainting"
    )


@pytest.mark.parametrize("page", ["head", "words"])
def test_texts_are_saved_unchanged_where_nothing_is_typed(client, draft, page):
    before = draft.document
    url = address(page, draft)

    response = client.post(url, typed(client.get(url)))

    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.document == before


def test_texts_around_the_questions_are_edited(client, draft):
    url = address("head", draft)
    changes = {
        "title": "Before we begin",
        "valid_for_days": "90",
        "consents-1-text": "I know what massage is.",
        "outcomes-clear-message": "All is well.",
        "urgent-emergency": "Ring {emergency_number} now.",
        "unclear-reason": "Let us talk it through.",
        "unclear-learn": "how-firm-should-it-be",
    }

    response = client.post(url, typed(client.get(url)) | changes)

    draft.refresh_from_db()
    document = draft.document
    assert response.status_code == 302
    assert document["title"] == "Before we begin"
    assert document["valid_for_days"] == 90
    assert document["consents"][1]["text"] == "I know what massage is."
    assert document["outcomes"]["clear"]["message"] == "All is well."
    assert document["urgent"]["emergency"] == "Ring {emergency_number} now."
    assert document["unclear"]["reason"] == "Let us talk it through."
    assert document["unclear"]["learn"] == "how-firm-should-it-be"


def test_an_urgent_text_without_the_number_is_refused(client, draft):
    url = address("head", draft)

    response = client.post(
        url, typed(client.get(url)) | {"urgent-emergency": "Ring 999 now."}
    )

    assert response.status_code == 422
    assert "must hold {emergency_number}" in response.content.decode()


def test_words_and_articles_are_edited(client, draft):
    url = address("words", draft)
    page = typed(client.get(url))
    articles = f"{page['vocabulary-articles']}\na-new-article"

    response = client.post(
        url, page | {"vocabulary-areas-feet": "toes", "vocabulary-articles": articles}
    )

    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.document["vocabulary"]["areas"]["feet"] == "toes"
    assert draft.document["vocabulary"]["articles"][-1] == "a-new-article"


def test_an_article_still_named_somewhere_cannot_go(client, draft):
    url = address("words", draft)

    response = client.post(
        url, typed(client.get(url)) | {"vocabulary-articles": "massage-and-sleep"}
    )

    assert response.status_code == 422
    assert "learn must be one of: massage-and-sleep." in response.content.decode()


def test_a_lists_heading_and_boxes_are_edited(client, draft):
    url = address("section", draft, "health")
    changes = {
        "sections-2-title": "Your health",
        "sections-2-unsure-reason": "Let us talk.",
        "sections-2-none-valid_for_days": "60",
    }

    response = client.post(url, typed(client.get(url)) | changes)

    draft.refresh_from_db()
    section = draft.document["sections"][2]
    assert response.status_code == 302
    assert section["title"] == "Your health"
    assert section["unsure"]["reason"] == "Let us talk."
    assert section["none"]["valid_for_days"] == 60


def test_what_changes_is_told_in_sentences(client, draft):
    edited(client, draft, "unwell", **{"choice-0-recheck_after_days": "5"})

    response = client.get(address("changes", draft))

    assert (
        "How you are now, Unwell: how many days to wait changes from 3 to 5."
        in response.content.decode()
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("question", ["unwell"]),
        ("head", []),
        ("words", []),
        ("section", ["today"]),
        ("add", ["today"]),
        ("follow_up", ["unwell", "ticked"]),
        ("move", ["unwell"]),
        ("remove", ["unwell"]),
        ("publish", []),
    ],
)
def test_a_published_version_has_no_page_to_change_it(client, draft, name, keys):
    published = Questionnaire.objects.published()

    response = client.post(address(name, published, *keys), {})

    assert response.status_code == 404


def test_a_published_version_is_read_and_offers_no_change(client, draft):
    published = Questionnaire.objects.published()

    response = client.get(address("change", published))

    text = response.content.decode()
    assert response.status_code == 200
    assert "I am pregnant, I might be, or I gave birth in the last 12 weeks" in text
    assert "Ines Duarte, Massage therapist, Register 1234" in text
    assert address("question", published, "pregnancy") not in text
    assert address("publish", published) not in text


def test_a_draft_can_be_thrown_away_and_a_published_version_cannot(client, draft):
    published = Questionnaire.objects.published()

    thrown = client.post(address("delete", draft), {"post": "yes"})
    kept = client.post(address("delete", published), {"post": "yes"})

    assert thrown.status_code == 302
    assert kept.status_code == 403
    assert list(Questionnaire.objects.all()) == [published]


@pytest.mark.parametrize(
    ("name", "keys"),
    [("question", ["nobody"]), ("section", ["nobody"]), ("add", ["nobody"])],
)
def test_an_unknown_question_is_not_found(client, draft, name, keys):
    assert client.get(address(name, draft, *keys)).status_code == 404


def test_an_address_far_beyond_any_number_is_not_found(client, draft):
    url = address("try", draft).replace(f"/{draft.pk}/", f"/{10**30}/")

    assert client.get(url).status_code == 404
