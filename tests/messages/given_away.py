"""What a mail lets anybody know, who reads it over a shoulder or on a locked phone."""

import json
import re
from email import message_from_bytes, policy
from functools import cache

from booking.messages.mail import mail_for
from tests.factories import DATA, NOW

# Everyday words that the questionnaire or the catalogue use too.
ORDINARY = set((DATA / "ordinary_words.txt").read_text().split())
BLUNT = re.compile(
    "allerg|answer|blood|body|cancer|care|clearance|clot|condition|consent|diagnos|"
    "doctor|health|heart|illness|massage|medic|muscle|oil|pain|pregnan|questionnaire|"
    "relax|review|safe|screen|sleep|stress|surgery|symptom|therap|treatment"
)


def words_of(value):
    """Every word of four letters or more in the texts of a JSON value."""
    if isinstance(value, str):
        return set(re.findall(r"[a-z]{4,}", value.lower()))
    inside = value.values() if isinstance(value, dict) else value
    return (
        set().union(*map(words_of, inside)) if isinstance(value, dict | list) else set()
    )


@cache
def health_words():
    return words_of([read("questionnaire.json"), read("treatments.json")]) - ORDINARY


@cache
def treatments():
    """Every treatment's name and slug."""
    every = read("treatments.json")["treatments"]
    return {each[key].lower() for each in every for key in ("name", "slug")}


def read(name):
    return json.loads((DATA / name).read_text())


def sent(message):
    """The mail as it arrives, and the texts of all its parts."""
    raw = mail_for(message, now=NOW).message().as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    bodies = [part.get_payload(decode=True).decode() for part in parts]
    return mail, bodies


def visible(mail, bodies):
    """Everything anybody could read, but for markup and random tokens."""
    text = "\n".join([*(f"{k}: {v}" for k, v in mail.items()), *bodies])
    text = re.sub(r"(?s)<style>.*?</style>|<[a-z/!][^>]*>", "", text)
    text = re.sub(r"/open/[\w-]{43}/", "/open/", text)
    text = text.replace("/calendar/review/", "/calendar/")  # to sign in, for the team
    return re.sub(r"(?m)^(UID|Message-ID|Content-Type|MIME-Version):?.*$", "", text)


def given_away(said):
    """The words in a text that say something of health or of the treatments."""
    said = said.lower()
    names = [name for name in treatments() if name in said]
    return (words_of(said) & health_words()) | set(BLUNT.findall(said)) | set(names)
