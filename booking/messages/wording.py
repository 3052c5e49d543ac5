"""What each kind of mail says, in words that give nothing away.

A mailbox may be shared and a subject shows on a locked phone, so no mail names a
treatment, says why, or says a word about health: all that is on the page behind the
link.
"""

import logging
from functools import cache

from booking.messages.checking import Fault, faults_in, over
from booking.messages.given_away import words_given_away
from booking.messages.letter import Fill, Letter, Words, filled, says_all
from booking.messages.letters.after import AFTER
from booking.messages.letters.booked import BOOKED
from booking.messages.letters.reviewed import REVIEWED
from booking.messages.letters.series import SERIES
from booking.messages.letters.team import TEAM
from booking.messages.letters.waiting import WAITING
from booking.messages.places import PLACES, Evening
from booking.models import Wording

__all__ = ["WORDS", "Evening", "Words", "left_out", "words_for"]

logger = logging.getLogger(__name__)

WORDS: dict[str, Letter] = BOOKED | REVIEWED | SERIES | AFTER | WAITING | TEAM


def words_for(kind: str, evening: Evening) -> Words:
    """What a mail of that kind says of this evening."""

    @cache
    def fill(name: str) -> str:
        return PLACES[name].value(evening)

    return put_into_words(WORDS[kind], own_words(kind), fill)


def own_words(kind: str) -> dict[str, str]:
    """What the clinic has put in place of the site's words.

    Nothing where it would give something away by now, or has a place this mail has not.
    """
    kept = Wording.objects.latest_of(kind)
    if kept is None or not kept.texts:
        return {}
    faults = faults_in(WORDS[kind], kept.texts, words_given_away())
    if faults:
        names = sorted({f"{fault.text} {fault.name}" for fault in faults})
        logger.warning(
            "the clinic's words of %s are left out: %s", kind, ", ".join(names)
        )
        return {}
    return kept.texts


def left_out() -> dict[str, list[Fault]]:
    """The kinds whose own words no mail says now, and why."""
    kept = {kind: row.texts for kind, row in Wording.objects.in_use(WORDS).items()}
    if not any(kept.values()):
        return {}
    given_away = words_given_away()
    found = {
        kind: faults_in(WORDS[kind], texts, given_away)
        for kind, texts in kept.items()
        if texts
    }
    return {kind: faults for kind, faults in found.items() if faults}


def put_into_words(letter: Letter, own: dict[str, str], fill: Fill) -> Words:
    """A subject, heading or button with a place that is empty now is the site's own."""
    said = {
        name: text
        for name, text in own.items()
        if name == "lines" or says_all(text, fill)
    }
    return filled(over(letter, said), fill)
