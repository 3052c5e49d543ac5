"""What is sealed opens for its own row, with a key we hold, and for nothing else."""

import json
import pickle
import traceback
import uuid

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import transaction
from django.db.models import F, Q

from booking.constraints import lifted
from booking.fields import WrongKey, WrongRow
from tests.constraints.rows import refused_by
from tests.fields.columns import store, stored

NEW = Fernet.generate_key().decode()
ANSWERS = {"pregnant": "unsure", "areas": ["neck"], "minutes": 45, "age": None}
CANARY = "xylophone-canary"


@pytest.mark.parametrize(
    "value",
    [
        ANSWERS,
        {},
        [],
        0,
        1.5,
        True,
        False,
        "",
        "words",
        "\ud800 a lone surrogate",
        "a NUL \x00 byte",
        "ümlaut, 漢字, 🌙",
        {"1": 1, "deep": [{"er": [None, "null"]}]},
    ],
    ids=ascii,
)
def test_any_json_comes_back_as_it_was(sheets, value):
    sheet = sheets.create(answers=value)

    again = sheets.get(pk=sheet.pk)

    assert again.answers == value
    assert type(again.answers) is type(value)


def test_none_is_null_in_the_database(sheets):
    sheets.create(answers=None)
    sheets.create(answers={})

    assert sheets.filter(answers__isnull=True).count() == 1
    assert sheets.get(answers__isnull=True).answers is None


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"bytes"], ids=repr)
def test_what_is_not_json_is_refused_before_it_is_stored(sheets, value):
    with pytest.raises((TypeError, ValueError)), transaction.atomic():
        sheets.create(answers=value)

    assert not sheets.exists()


def test_nothing_of_the_answers_stands_in_the_column(sheets):
    sheet = sheets.create(answers={CANARY: CANARY})

    text = stored(sheet)

    assert CANARY not in text
    assert str(sheet.seal) not in text


@pytest.mark.parametrize(("characters", "steps"), [(0, 1), (900, 1), (1000, 2)])
def test_the_length_grows_in_steps(sheets, settings, characters, steps):
    sheet = sheets.create(answers="x" * characters)

    plain = Fernet(settings.FIELD_KEYS[0]).decrypt(stored(sheet))

    assert len(plain) == steps * 1024


def test_lengths_in_one_step_cannot_be_told_apart(sheets):
    one, other = sheets.create(answers="yes"), sheets.create(answers="x" * 500)

    assert len(stored(one)) == len(stored(other))


def test_content_swapped_between_rows_is_refused(sheets):
    mine, yours = sheets.create(answers="mine"), sheets.create(answers="yours")
    text = stored(mine)
    store(mine, stored(yours))
    store(yours, text)

    for sheet in sheets.all():
        with pytest.raises(WrongRow):
            sheet.answers  # noqa: B018 (reading it is the test)


def test_content_put_under_another_random_id_is_refused(sheets):
    sheet = sheets.create(answers="mine")
    with lifted(type(sheet)):
        sheets.update(seal=uuid.uuid4())

    with pytest.raises(WrongRow):
        sheets.get().answers  # noqa: B018


def test_without_the_key_nothing_opens(sheets, settings):
    sheets.create(answers=ANSWERS)
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(WrongKey):
        sheets.get().answers  # noqa: B018


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-4] + "AAAA",
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: json.dumps(ANSWERS),
        lambda text: "ä" + text[1:],
    ],
    ids=["changed", "cut", "emptied", "in clear", "not even ASCII"],
)
def test_what_was_tampered_with_does_not_open(sheets, spoil):
    sheet = sheets.create(answers=ANSWERS)
    store(sheet, spoil(stored(sheet)))

    with pytest.raises(WrongKey):
        sheets.get().answers  # noqa: B018


def test_neither_errors_nor_reprs_show_what_is_stored(sheets, settings):
    sheet = sheets.create(answers={CANARY: CANARY})
    text = stored(sheet)
    held = sheets.get()
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(WrongKey) as refusal:
        held.answers  # noqa: B018

    shown = "".join(traceback.format_exception(refusal.value))
    shown += repr(vars(held)) + repr(list(sheets.values_list("answers", flat=True)))
    assert text[:20] not in shown
    assert CANARY not in shown
    assert f"answers of sheets.Sheet {sheet.pk}" in shown


def test_lists_open_nothing(sheets, settings):
    sheets.create(answers=ANSWERS)
    settings.FIELD_KEYS = [NEW]

    [sheet] = sheets.all()

    assert sheet.note == ""
    with pytest.raises(WrongKey):
        sheet.answers  # noqa: B018


def test_left_out_columns_are_fetched_when_read(sheets):
    sheets.create(answers=ANSWERS)

    assert sheets.defer("answers").get().answers == ANSWERS
    assert sheets.only("answers").get().answers == ANSWERS
    assert sheets.only("note").get().answers == ANSWERS


def test_what_has_not_changed_is_stored_as_it_was(sheets):
    """So a frozen column lets the rest of its row be saved."""
    made = sheets.create(answers=ANSWERS)
    before = stored(made)
    unopened, opened, refreshed = sheets.get(), sheets.get(), sheets.get()
    assert opened.answers == ANSWERS
    refreshed.refresh_from_db()

    for sheet in (made, unopened, opened, refreshed):
        sheet.note += "seen"
        sheet.save()

    assert stored(made) == before
    assert sheets.get().note == "seen"


def test_what_has_changed_inside_is_stored_anew(sheets):
    sheet = sheets.create(answers={"areas": ["neck"]})
    sheet = sheets.get()
    sheet.answers["areas"].append("feet")

    with refused_by("sheet_frozen"):
        sheet.save()
    with lifted(type(sheet)):
        sheet.save()

    assert sheets.get().answers == {"areas": ["neck", "feet"]}


@pytest.mark.parametrize("value", [True, 1.0, "1", [1], None], ids=repr)
def test_another_value_of_another_kind_is_a_change(sheets, value):
    sheet = sheets.create(answers=1)

    sheet.answers = value
    with lifted(type(sheet)):
        sheet.save()

    answers = sheets.get().answers
    assert (answers, type(answers)) == (value, type(value))


def test_rows_made_in_bulk_are_each_bound_to_themselves(sheets):
    Sheet = sheets.model

    sheets.bulk_create([Sheet(answers=number) for number in range(3)])

    assert [sheet.answers for sheet in sheets.order_by("pk")] == [0, 1, 2]


def test_an_update_past_the_rows_may_only_empty(sheets):
    sheets.create(answers=ANSWERS)

    with pytest.raises(FieldError), transaction.atomic():
        sheets.update(answers={"forged": True})
    with pytest.raises(FieldError), transaction.atomic():
        sheets.bulk_update(sheets.all(), ["answers"])
    with lifted(sheets.model):
        sheets.update(answers=None)

    assert sheets.get().answers is None


def test_a_row_without_its_random_id_is_not_sealed(sheets):
    with pytest.raises(ValueError, match="seal"):
        sheets.create(answers=ANSWERS, seal=None)


@pytest.mark.parametrize(
    "lookup",
    ["", "__exact", "__in", "__contains", "__icontains", "__startswith", "__regex"]
    + ["__gt", "__has_key", "__key", "__length", "__range", "__iexact"],
)
def test_it_cannot_be_searched(sheets, lookup):
    value = ["a", "b"] if lookup in ("__in", "__range") else "a"

    with pytest.raises(FieldError):
        sheets.filter(**{f"answers{lookup}": value}).exists()
    with pytest.raises(FieldError):
        sheets.exclude(Q(**{f"answers{lookup}": None})).exists()
    with pytest.raises(FieldError):
        sheets.filter(**{f"answers{lookup}": F("note")}).exists()


def test_it_is_not_exported(sheets):
    sheets.create(answers=ANSWERS)

    with pytest.raises(FieldError):
        serializers.serialize("json", sheets.all())


def test_a_row_kept_elsewhere_stays_sealed(sheets, settings):
    sheets.create(answers={CANARY: CANARY})
    sheet = sheets.get()

    kept = pickle.dumps(vars(sheet)["answers"])

    assert CANARY.encode() not in kept
    assert pickle.loads(kept).token() == stored(sheet)  # noqa: S301 (our own)
