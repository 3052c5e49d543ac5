"""Words that would give something away: of health, and of what a client has booked.

They come from the data, all versions of the questionnaire and the catalogue, without
the everyday words that those use too; and a few beginnings of words stand here, for a
site that has no questionnaire yet.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.db.models import TextField
from django.db.models.functions import Cast

from booking.models import Questionnaire, Treatment

ORDINARY = Path(__file__).parents[1] / "data" / "ordinary_words.txt"
WORD = re.compile(r"[^\W\d_]{4,}")
BEGINNINGS = re.compile(
    r"\b(?:allerg|anxi|asthma|blood|cancer|chemo|clot(?!h)|consent|depress|diabet|"
    r"diagnos|diseas|doctor|drug|epilep|faint|health|heart|illness|inject|insomn|"
    r"massag|medic|migrain|muscle|nausea|nurs|oils?\b|pain(?!t)|pharmac|pregnan|"
    r"prescri|questionnair|relax|scent|seizur|sle(?:ep|pt)|stress|surg|symptom|"
    r"therap|treatment)\w*"
)
IN_THE_CATALOGUE = ("name", "slug", "tagline", "summary")


@dataclass(frozen=True, slots=True)
class GivenAway:
    """The words, and the treatments' names as a whole, that no mail may say."""

    words: frozenset[str]
    names: tuple[str, ...]

    def said_in(self, text: str) -> list[str]:
        """Those that a text says, in the order of the alphabet."""
        plain = plainly(text)
        words = set(WORD.findall(plain)) & self.words
        begun = set(BEGINNINGS.findall(plain))
        return sorted(
            words | begun | {name for name in self.names if _has(plain, name)}
        )


def plainly(text: str) -> str:
    """Small letters without accents, and without what cannot be seen."""
    parted = unicodedata.normalize("NFKD", text)
    seen = (c for c in parted if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(seen).casefold()


@cache
def ordinary_words() -> frozenset[str]:
    return frozenset(ORDINARY.read_text(encoding="utf-8").split())


def words_given_away() -> GivenAway:
    """As the questionnaires and the catalogue stand now."""
    stored = Questionnaire.objects.annotate(stored=Cast("document", TextField()))
    documents = map(_words_of_document, stored.values_list("stored", flat=True))
    treatments = list(Treatment.objects.values_list(*IN_THE_CATALOGUE))
    words = words_in(treatments).union(*documents)
    names = {
        plainly(name) for name, slug, *_texts in treatments for name in (name, slug)
    }
    return GivenAway(
        words=frozenset(words - ordinary_words()),
        names=tuple(sorted(filter(_is_telling, names))),
    )


@lru_cache(maxsize=32)
def _words_of_document(stored: str) -> frozenset[str]:
    """A version is long and hardly ever changes, and mails are made by the hundred."""
    return frozenset(words_in(json.loads(stored)))


def words_in(value: object) -> set[str]:
    """Every word of four letters or more in the texts of a JSON value."""
    if isinstance(value, str):
        return set(WORD.findall(plainly(value)))
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, Iterable):
        return set()
    return set().union(*map(words_in, value))


def _is_telling(name: str) -> bool:
    """Whether a treatment's name is more than one everyday word, such as "Evening"."""
    return bool(name) and name not in ordinary_words()


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
