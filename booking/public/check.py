"""The health check of one appointment: what it asks now, and what it knows already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.actions import Given, unasked
from booking.actions.screened import is_overtaken, version_for
from booking.models import Appointment, Questionnaire, Screening, Status, Treatment
from booking.models.questionnaires import parsed
from booking.screening.asked import field_of
from booking.screening.form import Answers, follow_ups, merge, sections_for
from booking.screening.outcome import assess
from booking.screening.questionnaire import Consent, Section
from booking.screening.questionnaire import Questionnaire as Document
from booking.screening.vocabulary import NEEDED_CONSENTS

# The one that speaks of the answers, and so is asked whenever some are given.
TRUE = NEEDED_CONSENTS[-1]


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """What is asked of whom.

    `before` holds answers that stand beside what is asked now, `shown_again` those
    that a form starts with.
    """

    questionnaire: Questionnaire
    treatment: Treatment
    until_start: timedelta
    sections: tuple[Section, ...]
    before: Screening | None = None
    shown_again: Screening | None = None

    @property
    def document(self) -> Document:
        return parsed(self.questionnaire)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every item and question the form shows."""
        return tuple(e.key for section in self.sections for e in section.entries)

    @property
    def fields(self) -> tuple[str, ...]:
        """The lists and questions it asks."""
        names = (field_of(s, entry) for s in self.sections for entry in s.entries)
        return tuple(dict.fromkeys(names))

    @property
    def consents(self) -> tuple[Consent, ...]:
        """All of them, or the one to the truth where the others were given before."""
        agreed = self.before.content["consents"] if self.before else ()
        return tuple(
            consent
            for consent in self.document.consents
            if consent.key == TRUE or consent.key not in agreed
        )

    def given(self, answers: Answers, consents: Iterable[str]) -> Given:
        """What a form brought, with the answers from before; final without a tick."""
        shown, agreed, good_until = list(self.keys), list(consents), None
        if self.before is not None:
            known = Given.again(self.before)
            answers = merge(self.document, dict(known.answers), answers, self.fields)
            shown, agreed = [*known.shown, *shown], [*known.consents, *agreed]
            good_until = _still_good(self.before, known)
        return Given(
            shown=tuple(dict.fromkeys(shown)),
            answers=answers,
            consents=tuple(dict.fromkeys(agreed)),
            final=not self._ticked(answers),
            good_until=good_until,
        )

    def _ticked(self, answers: Answers) -> bool:
        """Whether what is asked here has a tick that the next page asks about."""
        chosen = follow_ups(self.document, self.treatment.facts, answers)
        return any(each.field in self.fields for each in chosen)

    def urgency(self, answers: object) -> str | None:
        """Whether any answer needs help at once, whatever else is missing."""
        return assess(
            self.document,
            self.treatment.facts,
            stage=Screening.Stage.BOOKING,
            until_start=self.until_start,
            shown=self.keys,
            answers=answers,
            consents=(),
        ).urgent


def _still_good(before: Screening, known: Given) -> datetime | None:
    """Finished answers grow no younger by others that join them."""
    return before.valid_until if before.final else known.good_until


def health_check(
    appointment: Appointment,
    *,
    now: datetime,
    starts_at: datetime | None = None,
    treatment: Treatment | None = None,
    everything: bool = False,
    news: bool = False,
) -> HealthCheck:
    """What to ask for what is held, or for another start or treatment.

    Only the missing lists, where answers from before still hold; else everything. For
    `news` of what is booked, what changes most is asked once more. Raises NotScreened
    before a questionnaire is published.
    """
    questionnaire = version_for(appointment)
    treatment = treatment or appointment.treatment
    starts_at = starts_at or appointment.starts_at
    known = None if everything else _known(appointment, questionnaire, starts_at)
    missing: tuple[str, ...] = ()
    if known is not None:
        missing = unasked(known, treatment, starts_at, now, questionnaire)
    again = known is not None and not missing and is_new(known, appointment)
    if appointment.screening is None or news:
        missing = (*missing, *_may_have_changed(parsed(questionnaire)))
    return HealthCheck(
        questionnaire=questionnaire,
        treatment=treatment,
        until_start=starts_at - now,
        sections=sections_for(
            parsed(questionnaire),
            treatment.facts,
            Screening.Stage.BOOKING,
            starts_at - now,
            only=None if known is None or again else missing,
        ),
        before=None if again else known,
        shown_again=known if known and is_new(known, appointment) else None,
    )


def _may_have_changed(document: Document) -> Iterator[str]:
    """Lists for those who come again: what changes most, and the locked six."""
    for section in document.sections:
        if any(e.locked or e.when in ("both", "soon") for e in section.entries):
            yield from (field_of(section, entry) for entry in section.entries)


def _known(
    appointment: Appointment, questionnaire: Questionnaire, starts_at: datetime
) -> Screening | None:
    """Answers to the version in use, given on this way or still good from before."""
    known = appointment.screening
    if known is None and appointment.follows is not None:
        known = appointment.follows.screening
    if known is None or known.questionnaire_id != questionnaire.pk:
        return None
    if is_overtaken(known):
        return None
    good = known.final and known.covers(starts_at)
    return known if good or is_new(known, appointment) else None


def is_new(screening: Screening, appointment: Appointment) -> bool:
    """Whether the answers were given on the way that still goes on.

    Until it is booked no mailed link opens it: only the browser that answered.
    """
    on_its_way = appointment.status in (Status.HELD, Status.EXPIRED)
    return on_its_way and screening.client_id is None


def said_before(appointment: Appointment) -> frozenset[str]:
    """What was ticked on an earlier visit: told then, and not shown here again."""
    screening, follows = appointment.screening, appointment.follows
    if screening is None or screening.content.get("good_until") is None:
        return frozenset()
    before = follows.screening if follows else None
    if before is None:
        return frozenset()
    chosen = follow_ups(
        parsed(before.questionnaire),
        before.treatment.facts,
        before.content["answers"],
    )
    return frozenset(each.entry.key for each in chosen)
