"""What should be mended in an article before it is shown, and why: one list.

A grave finding keeps an article from being published; any other can be set aside
with a reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from education.body import Text, read
from education.links import broken
from education.models import Article, Picture, Study, WordToAvoid
from education.sentences import Sentence, sentences

# A sentence that says something works; "may help" says that it does, too.
WORKS = (
    "lower|reduce|improve|relieve|ease|boost|prevent|heal|strengthen|prove|raise"
    "|lengthen|shorten|deepen"
)
CLAIM = re.compile(
    rf"\b(?:can|may|might|could|will|does|do) (?:{WORKS})\b"
    rf"|\b(?:{WORKS})(?:s|d|es|ed)\b"
    r"|\bhelp(?:s|ed)? (?:people|adults|you|them|with|against) (?:to )?"
    r"(?:sleep|fall|rest|relax|calm|pain)"
    r"|\b(?:stud(?:y|ies)|research|science) (?:shows?|proves?|finds?|found|suggests?)",
    re.IGNORECASE,
)
NEEDS_A_STUDY = ("good", "some", "early")
ENDINGS = "(?:e|s|es|d|ed|ing)?"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, why it matters and what to do, and the words it is about.

    The key is the same as long as those words are; its first part is the kind.
    """

    key: str
    grave: bool
    sentence: str
    where: str = ""

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


def findings(article: Article, *, now: datetime) -> list[Finding]:
    """All that is found in it, grave or not, set aside or not."""
    text = read(article.body)
    lines = [*_head(article), *sentences(article.body)]
    found = [
        *_review(article, timezone.localdate(now)),
        *_words(lines),
        *_claims(sentences(article.body)),
        *_links(text, now),
        *_pictures(article, text),
        *_studies(text),
        *_headings(article, text),
    ]
    return list({finding.key: finding for finding in found}.values())


def open_findings(article: Article, *, now: datetime) -> list[Finding]:
    """Those that nobody has set aside."""
    aside = set(article.set_aside.values_list("key", flat=True))
    return [f for f in findings(article, now=now) if f.grave or f.key not in aside]


def word_pattern(words: str) -> re.Pattern[str]:
    """The words with their endings, and with one word in between at most."""
    stems = (re.escape(part.removesuffix("e")) for part in words.split())
    parts = [f"{stem}{stem[-1]}?{ENDINGS}" for stem in stems]  # reset, resetting
    return re.compile(r"\b" + r"\W+(?:\w+\W+)?".join(parts) + r"\b", re.IGNORECASE)


def effect_claims(words: str) -> list[str]:
    """Why a few words, those of a picture, claim an effect; empty if they do not."""
    avoided = [word.reason for word in _avoided(words)]
    claim = CLAIM.search(words)
    return avoided + (
        [_("“%(word)s” claims an effect.") % _said(claim)] if claim else []
    )


def _said(match: re.Match[str]) -> dict[str, str]:
    return {"word": match.group()}


def _avoided(words: str) -> list[WordToAvoid]:
    rows = WordToAvoid.objects.all()
    return [row for row in rows if word_pattern(row.words).search(words)]


def _key(kind: str, about: str) -> str:
    return f"{kind}:{sha256(about.encode()).hexdigest()[:16]}"


def _head(article: Article) -> list[Sentence]:
    return [
        Sentence(article.title, _("title")),
        Sentence(article.summary, _("summary")),
    ]


def _review(article: Article, today: date) -> Iterator[Finding]:
    if not article.is_reviewed:
        yield Finding("review:none", True, _("No health reviewer has read it yet."))
    elif article.changed_since_review:
        key = f"review:changed-{article.words_now[:12]}"
        yield Finding(
            key, False, _("Its words were changed after the review. Ask again.")
        )
    if article.review_due and article.review_due <= today:
        key = f"review:due-{article.review_due:%Y-%m-%d}"
        yield Finding(key, False, _("Its health review is due again."))


def _words(lines: list[Sentence]) -> Iterator[Finding]:
    """Words to avoid; a myth check may say what it puts right."""
    rows = [(row, word_pattern(row.words)) for row in WordToAvoid.objects.all()]
    for line in (line for line in lines if "myth" not in line.labels):
        for row, pattern in rows:
            if pattern.search(line.words):
                said = _("“%(words)s”: %(reason)s") % vars(row)
                if row.instead:
                    said += " " + _("Say rather: %(instead)s.") % vars(row)
                key = _key("word", row.words + line.words)
                yield Finding(key, row.grave, said, line.words)


def _claims(lines: list[Sentence]) -> Iterator[Finding]:
    for line in lines:
        claim = None if line.is_heading else CLAIM.search(line.words)
        if claim and not line.labels and not line.words.endswith("?"):
            said = _("“%(word)s” claims something, and no mark says how sure it is.")
            yield Finding(
                _key("claim", line.words), False, said % _said(claim), line.words
            )


def _links(text: Text, now: datetime) -> Iterator[Finding]:
    places = {heading.id for heading in text.headings} | {"sources"}
    for address in dict.fromkeys(text.links):
        if address.startswith("#"):
            leads = address[1:] in places
        else:
            leads = not broken(address, now=now)
        if not leads:
            said = _("This link leads nowhere on the site.")
            yield Finding(_key("link", address), True, said, address)


def _pictures(article: Article, text: Text) -> Iterator[Finding]:
    known = {row.name: row for row in Picture.objects.filter(name__in=text.pictures)}
    for name in dict.fromkeys(text.pictures):
        if name not in known:
            said = _("This picture is not there. Choose another.")
            yield Finding(_key("picture", name), True, said, name)
    rows = [*known.values(), *([article.lead] if article.lead else [])]
    for picture in rows:
        if not picture.alt.strip():
            said = _("Say what this picture shows, for who cannot see it.")
            yield Finding(_key("picture", picture.name), True, said, picture.name)
        for reason in effect_claims(picture.alt):
            said = _("A picture only says what is seen. %(why)s") % {"why": reason}
            yield Finding(
                _key("picture", picture.alt + reason), False, said, picture.alt
            )
    if article.drawing and not article.drawing_alt.strip():
        said = _("Say what the drawing at the top shows.")
        yield Finding("picture:drawing", True, said, article.drawing)


def _studies(text: Text) -> Iterator[Finding]:
    confirmed = dict(
        Study.objects.filter(slug__in=text.studies).values_list("slug", "confirmed")
    )
    for key in text.studies:
        if key not in confirmed:
            said = _("A mark names a study that is not there.")
            yield Finding(_key("study", key), True, said, key)
        elif not confirmed[key]:
            said = _("A mark names a study that nobody has confirmed yet.")
            yield Finding(_key("study", key), True, said, key)
    for mark in text.marks:
        if mark.label in NEEDS_A_STUDY and not mark.studies:
            said = _("This mark names no study.")
            yield Finding(_key("study", mark.claim), False, said, mark.claim)


def _headings(article: Article, text: Text) -> Iterator[Finding]:
    levels = re.findall(r"<h([1-6])\b", article.body)
    if levels and levels[0] != "2":
        yield Finding("heading:first", True, _("The first heading is no h2."))
    seen: set[str] = set()
    for heading in text.headings:
        if heading.text.casefold() in seen:
            said = _("Two headings say the same.")
            yield Finding(_key("heading", heading.text), False, said, heading.text)
        seen.add(heading.text.casefold())
