"""Whether words that staff wrote may go into a mail; asked as they save, and again
whenever a mail is made, since a treatment may have got a new name meanwhile."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from booking.messages.given_away import GivenAway
from booking.messages.letter import PLACE, Letter, places_in
from booking.messages.places import PLACES
from booking.models.wording import MOST, TEXTS

LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://\S*|mailto:\S*|\S+@\S+\.\w+"
    r"|(?<![\w.])(?:[\w-]{2,}\.)+[^\W\d_]{2,}(?!\w)(?:/\S*)?",
    re.IGNORECASE,
)
TURNS_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one of the texts, as a name for the log and in words."""

    text: str
    name: str
    words: str


def allowed_places(letter: Letter) -> list[str]:
    """Those its own words name, and what else is of use there."""
    return list(dict.fromkeys([*places_in(_whole(letter)), *letter.also]))


def needed_places(letter: Letter) -> list[str]:
    """What its text says and nothing else in the mail does."""
    return [name for name in places_in(letter.text) if not PLACES[name].optional]


def faults_in(
    letter: Letter, texts: Mapping[str, str], given_away: GivenAway
) -> list[Fault]:
    """All that is wrong with what staff wrote over a letter."""
    found = [
        fault
        for name in TEXTS
        if texts.get(name)
        for fault in _faults(name, texts[name], letter, given_away)
    ]
    return [*found, *_missing(letter, texts)]


def _faults(
    name: str, text: str, letter: Letter, given_away: GivenAway
) -> Iterator[Fault]:
    if any(map(_is_odd, text)) or TURNS_ROUND.search(text):
        yield Fault(name, "odd", _("There are signs in it that cannot be seen."))
    if name != "lines" and "\n" in text:
        yield Fault(name, "lines", _("This has to stay on one line."))
    if len(text) > MOST[name]:
        words = _("Keep it to %(most)d letters; it has %(number)d.")
        yield Fault(name, "long", words % {"most": MOST[name], "number": len(text)})
    for unknown in _unknown(text, letter):
        words = _("%(place)s is no place of this e-mail.")
        yield Fault(name, "place", words % {"place": unknown})
    for link in filter(_is_foreign, LINK.findall(text)):
        words = _("“%(link)s” looks like an address of another site.")
        yield Fault(name, "link", words % {"link": link})
    for said in given_away.said_in(PLACE.sub(" ", text)):
        words = _("“%(word)s” tells something about health, or what was booked.")
        yield Fault(name, "tells", words % {"word": said})


def _is_odd(letter: str) -> bool:
    """NUL and its like, and halves of letters; line ends are none."""
    return letter != "\n" and unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def _unknown(text: str, letter: Letter) -> list[str]:
    """Places that this mail has not, and braces around nothing."""
    strange = [name for name in places_in(text) if name not in allowed_places(letter)]
    braces = set(re.findall("[{}]", PLACE.sub("", text)))
    return [*(f"{{{name}}}" for name in strange), *sorted(braces)]


def _is_foreign(link: str) -> bool:
    return link != settings.SITE_URL and not link.startswith(f"{settings.SITE_URL}/")


def _missing(letter: Letter, texts: Mapping[str, str]) -> Iterator[Fault]:
    if not texts.get("lines"):
        return
    said = places_in(_whole(over(letter, texts)))
    for name in needed_places(letter):
        if name not in said:
            words = _("{%(place)s} is needed: %(about)s.")
            about = {"place": name, "about": PLACES[name].about}
            yield Fault("lines", "missing", words % about)


def over(letter: Letter, texts: Mapping[str, str]) -> Letter:
    """The letter with what staff wrote in place of its own words."""
    return Letter(
        subject=texts.get("subject") or letter.subject,
        heading=texts.get("heading") or letter.heading,
        lines=(texts["lines"],) if texts.get("lines") else letter.lines,
        button=texts.get("button") or letter.button,
        also=letter.also,
    )


def _whole(letter: Letter) -> str:
    parts = (letter.subject, letter.heading, letter.text, letter.button)
    return "\n".join(map(str, parts))
