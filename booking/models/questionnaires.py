"""The parsed form of a stored questionnaire, kept per process."""

from functools import lru_cache

from booking.models.screening import Questionnaire
from booking.screening.document import parse
from booking.screening.questionnaire import Questionnaire as Parsed


@lru_cache(maxsize=8)
def _parsed(pk: int, published: bool) -> Parsed:
    return parse(Questionnaire.objects.get(pk=pk).document)


def parsed(questionnaire: Questionnaire) -> Parsed:
    """The document as values; a published one is parsed once, as it never changes."""
    if questionnaire.published_at is None:
        return parse(questionnaire.document)
    return _parsed(questionnaire.pk, True)
