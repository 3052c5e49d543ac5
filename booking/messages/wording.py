"""What each kind of mail says, in words that give nothing away.

A mailbox may be shared and a subject shows on a locked phone, so no mail names a
treatment, says why, or says a word about health: all that is on the page behind the
link.
"""

from functools import cache

from booking.messages.letter import Letter, Words, filled
from booking.messages.letters.after import AFTER
from booking.messages.letters.booked import BOOKED
from booking.messages.letters.reviewed import REVIEWED
from booking.messages.letters.team import TEAM
from booking.messages.letters.waiting import WAITING
from booking.messages.places import PLACES, Evening

__all__ = ["WORDS", "Evening", "Words", "words_for"]

WORDS: dict[str, Letter] = BOOKED | REVIEWED | AFTER | WAITING | TEAM


def words_for(kind: str, evening: Evening) -> Words:
    """What a mail of that kind says of this evening."""

    @cache
    def fill(name: str) -> str:
        return PLACES[name].value(evening)

    return filled(WORDS[kind], fill)
