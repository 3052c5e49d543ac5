from booking.screening.confirmations import confirmations
from tests.screening.documents import (
    checklist,
    choice,
    document,
    follow_up,
    item,
    published_document,
)


def marks(node):
    if isinstance(node, list):
        return sum(marks(row) for row in node)
    if not isinstance(node, dict):
        return 0
    return (node.get("confirm") is True) + sum(marks(row) for row in node.values())


def test_every_mark_of_the_published_document_is_listed_under_its_own_key():
    found = confirmations(published_document())

    assert len(found) == marks(published_document()) == 36
    assert len({confirmation.key for confirmation in found}) == 36
    assert len({confirmation.label for confirmation in found}) == 36


def test_a_label_says_what_is_signed():
    labels = {c.key: c.label for c in confirmations(published_document())}

    assert labels["whole"] == (
        "The whole questionnaire; answers hold for 180 days; "
        "at the door they hold for 1 day"
    )
    assert labels["ask_first.pregnancy.ticked.pregnancy_stage.early"] == (
        "Six things we always talk about first, Pregnancy, Which is closest?, "
        "“Pregnant, less than 13 weeks”; not now; again after 42 days; "
        "put as “once you are 13 weeks”"
    )
    assert labels["ask_first.none"] == (
        "Six things we always talk about first, None of these; clear; "
        "answers hold for 90 days"
    )


def test_only_a_true_mark_is_listed():
    answers = [choice(key="a", confirm=True), choice(key="b", confirm=False)]
    tick = choice(follow_up=[follow_up(key="more", choices=answers)])
    made = document(checklist(key="body", items=[item(key="knee", tick=tick)]))
    made["confirm"] = False

    found = confirmations(made)

    assert [confirmation.key for confirmation in found] == ["body.knee.ticked.more.a"]
