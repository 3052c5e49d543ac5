"""Answers as people, and as those who tamper, might send them."""

from hypothesis import strategies as st

from booking.actions import Given
from booking.models import Questionnaire
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from booking.screening.vocabulary import LOCKED_SIX
from tests.factories import CONSENTS, NOTHING
from tests.screening.documents import published

FORM = published()
LISTS = [section.key for section in FORM.sections if section.items]
ITEMS = {
    item.key: (section.key, item) for section in FORM.sections for item in section.items
}

six = st.sampled_from(LOCKED_SIX)
anything = st.sampled_from(sorted(ITEMS))
words = st.sampled_from(["none", "unsure", "", "no_scent", *LOCKED_SIX]) | st.text(
    max_size=5
)
tampered = st.dictionaries(
    st.sampled_from([*LISTS, "scent", "outcome", "heart_kind", "pregnancy_stage"]),
    st.lists(words, max_size=3) | words | st.none() | st.integers(),
    min_size=1,
    max_size=3,
)


@st.composite
def said(draw):
    """Answers and consents as a form brings them, one time in four not honestly."""
    answers, consents = draw(honest()), CONSENTS
    how = draw(st.integers(0, 15))
    if how == 0:
        consents = CONSENTS[:-1]
    elif how == 1:
        answers.pop(draw(st.sampled_from([*LISTS, "scent"])))
    elif how in (2, 3):
        answers |= draw(tampered)
    return answers, consents


@st.composite
def honest(draw):
    """Nothing to tell, or one or two ticks with all that is asked about them."""
    answers = dict(NOTHING)
    for tick in draw(st.lists(six | anything, max_size=2, unique=True)):
        field, item = ITEMS[tick]
        before = [key for key in answers[field] if key != "none"]
        answers[field] = [*before, tick]
        for asked in item.ticked.follow_ups:
            choices = [choice.key for choice in asked.choices]
            answers[asked.key] = draw(st.sampled_from(choices))
    return answers


def brought(said, *, treatment, until_start, hidden=0, **more):
    """The answers with the keys that were shown, but for the last `hidden` of them."""
    document = parsed(Questionnaire.objects.published())
    asked = keys_asked(document, treatment.facts, "booking", until_start)
    answers, consents = said
    shown = asked[: len(asked) - hidden]
    return Given(shown=shown, answers=answers, consents=consents, **more)
