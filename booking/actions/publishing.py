"""The questionnaire's versions: a draft is made, revised, and put into use."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from booking.actions.problems import Faulty, NotAllowed, NotConfirmed, Stale
from booking.actions.verb import verb
from booking.models import Questionnaire, Treatment
from booking.screening.confirmations import confirmations
from booking.screening.document import check
from clinic.models import User

MAY_PUBLISH = "booking.publish_questionnaire"
Document = dict[str, Any]


def faults_of(document: object) -> list[str]:
    """What is not sound, as sentences, for the treatments there are."""
    return check(document, {t.slug: t.facts for t in Treatment.objects.all()})


def fingerprint(document: Document) -> str:
    """Tells whether a draft is still the one a page was made for."""
    text = json.dumps(document, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@verb
def draft(*, document: Document) -> Questionnaire:
    """A new version, not in use yet, with the next number. Raises Faulty."""
    last = Questionnaire.objects.select_for_update().order_by("-number").first()
    number = last.number + 1 if last else 1
    document = {**document, "version": number}
    _check(document)
    return Questionnaire.objects.create(number=number, document=document)


@verb
def revise(
    *, questionnaire: Questionnaire, document: Document, seen: str
) -> Questionnaire:
    """Another content for a draft. Raises Faulty, NotAllowed, and Stale where
    somebody else changed it since `seen` was made of it."""
    fresh = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if fresh.status != Questionnaire.Status.DRAFT:
        raise NotAllowed(fresh.status)
    if fingerprint(fresh.document) != seen:
        raise Stale
    _check(document)
    fresh.document = document
    fresh.save(update_fields=["document"])
    return fresh


@verb
def publish(
    *,
    questionnaire: Questionnaire,
    by: User,
    ticks: Collection[str],
    name: str,
    profession: str,
    registration: str,
    now: datetime,
    seen: str | None = None,
) -> Questionnaire:
    """Put a draft into use, signed; the version before it retires.

    `ticks` are the keys of what was confirmed, place by place; `seen` tells the draft
    they were ticked for. Raises NotAllowed, Stale, Faulty, NotConfirmed.
    """
    if not by.has_perm(MAY_PUBLISH) or not (name and profession and registration):
        raise NotAllowed
    fresh = _ready(questionnaire, seen)
    confirmed = _confirmed(fresh.document, ticks)
    _retire(now)
    fresh.status, fresh.published_at = Questionnaire.Status.PUBLISHED, now
    fresh.confirmed, fresh.approved_by = confirmed, by
    fresh.approver_name, fresh.approver_profession = name, profession
    fresh.approver_registration = registration
    fresh.save()
    return fresh


def _ready(questionnaire: Questionnaire, seen: str | None) -> Questionnaire:
    """The draft, locked with every other version, if it is sound and as it was seen."""
    versions = {v.pk: v for v in Questionnaire.objects.select_for_update()}
    fresh = versions[questionnaire.pk]
    if fresh.status != Questionnaire.Status.DRAFT:
        raise NotAllowed(fresh.status)
    if seen is not None and fingerprint(fresh.document) != seen:
        raise Stale
    _check(fresh.document)
    return fresh


def _confirmed(document: Document, ticks: Collection[str]) -> list[str]:
    places = [place.key for place in confirmations(document)]
    missing = [key for key in places if key not in ticks]
    if missing:
        raise NotConfirmed(missing)
    return places


def _retire(now: datetime) -> None:
    published = Questionnaire.objects.filter(status=Questionnaire.Status.PUBLISHED)
    published.update(status=Questionnaire.Status.RETIRED, retired_at=now)


def _check(document: Document) -> None:
    faults = faults_of(document)
    if faults:
        raise Faulty(faults)
