"""From answers to a stored screening, and from a screening to a clearance."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from booking.actions.problems import NotScreened
from booking.models import (
    Appointment,
    Clearance,
    Client,
    Clinic,
    Outcome,
    Questionnaire,
    Screening,
    Status,
    Treatment,
    Trouble,
)
from booking.models.questionnaires import parsed
from booking.screening.asked import missing
from booking.screening.outcome import Result, assess
from clinic.models import User


@dataclass(frozen=True, slots=True)
class Given:
    """What a form brought: keys shown, answers, consents, and whether that is all.

    `good_until` bounds the validity where some answers were given before; answers on
    paper are as old as the signature.
    """

    shown: tuple[str, ...]
    answers: Mapping[str, Any]
    consents: tuple[str, ...]
    final: bool = True
    how: str = Screening.How.ONLINE
    stage: str = Screening.Stage.BOOKING
    entered_by: User | None = field(default=None)
    good_until: datetime | None = None
    signed_on: date | None = None

    @classmethod
    def again(cls, screening: Screening) -> "Given":
        """What was brought for a screening that is stored."""
        content = screening.content
        good_until, signed_on = content.get("good_until"), content.get("signed_on")
        return cls(
            shown=tuple(content["shown"]),
            answers=content["answers"],
            consents=tuple(content["consents"]),
            final=screening.final,
            how=screening.how,
            stage=screening.stage,
            entered_by=screening.entered_by,
            good_until=datetime.fromisoformat(good_until) if good_until else None,
            signed_on=date.fromisoformat(signed_on) if signed_on else None,
        )


def assessed(
    questionnaire: Questionnaire,
    treatment: Treatment,
    given: Given,
    *,
    starts_at: datetime,
    now: datetime,
) -> Result:
    """What the answers come to for one treatment at one start."""
    return assess(
        parsed(questionnaire),
        treatment.facts,
        stage=given.stage,
        until_start=starts_at - now,
        shown=given.shown,
        answers=given.answers,
        consents=given.consents,
    )


def weighed(
    questionnaire: Questionnaire,
    given: Given,
    *,
    client: Client | None,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
) -> Screening:
    """The answers with their outcome, not saved. Raises NotScreened if one misses."""
    result = assessed(questionnaire, treatment, given, starts_at=starts_at, now=now)
    if result.outcome == "incomplete":
        raise NotScreened(", ".join(result.missing))
    return Screening(
        client=client,
        questionnaire=questionnaire,
        treatment=treatment,
        stage=given.stage,
        entered_by=given.entered_by,
        how=given.how,
        answered_at=now,
        content=_content(given, result),
        outcome=result.outcome,
        final=given.final,
        training_needed=sorted(result.training),
        doctor_needed=result.doctor,
        valid_until=_valid_until(result, given, now),
    )


def store(
    appointment: Appointment,
    given: Given,
    *,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
) -> Screening:
    """Write the answers of an appointment's client. Raises NotScreened."""
    screening = weighed(
        version_for(appointment),
        given,
        client=appointment.client,
        treatment=treatment,
        starts_at=starts_at,
        now=now,
    )
    screening.save()
    return screening


def in_use() -> Questionnaire:
    """The published questionnaire. Raises NotScreened before there is one."""
    questionnaire = Questionnaire.objects.published()
    if questionnaire is None:
        raise NotScreened("no questionnaire is published")
    return questionnaire


def version_for(appointment: Appointment) -> Questionnaire:
    """The version an appointment's client is asked.

    The one in use; but someone half-way from the hold to booked finishes the one that
    was in use when they began. Raises NotScreened.
    """
    current, began = in_use(), appointment.held_at
    way = (Status.HELD, Status.EXPIRED)
    if appointment.client_id is not None or appointment.status not in way:
        return current
    if appointment.screening is not None:
        began = min(began, appointment.screening.answered_at)
    if current.published_at is None or current.published_at <= began:
        return current
    return Questionnaire.objects.in_use_at(began) or current


def _valid_until(result: Result, given: Given, now: datetime) -> datetime | None:
    if result.outcome == Outcome.NOT_NOW or result.valid_for_days is None:
        return None
    since = now
    if given.signed_on is not None:
        zone = Clinic.objects.current().zone
        since = min(now, datetime.combine(given.signed_on, time(0), tzinfo=zone))
    until = since + timedelta(days=result.valid_for_days)
    return min(until, given.good_until) if given.good_until else until


def _content(given: Given, result: Result) -> dict[str, Any]:
    return {
        "shown": list(given.shown),
        "answers": dict(given.answers),
        "consents": list(given.consents),
        "good_until": given.good_until.isoformat() if given.good_until else None,
        "signed_on": given.signed_on.isoformat() if given.signed_on else None,
        "reasons": [asdict(reason) for reason in result.reasons],
        "avoid": list(result.avoid),
        "adaptations": list(result.adaptations),
        "urgent": result.urgent,
        "recheck_after_days": result.recheck_after_days,
        "recheck_text": result.recheck_text,
        "mismatch": list(result.mismatch),
        "scent": result.scent,
    }


def still_to_ask(
    screening: Screening | None,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
) -> tuple[str, ...]:
    """Sections to ask before a screening holds for a treatment and a start.

    Everything, where there is none, where it is not finished, where its version is no
    longer the published one, or where its client told of trouble since.
    """
    finished = screening if screening is not None and screening.final else None
    return unasked(finished, treatment, starts_at, now)


def unasked(
    screening: Screening | None,
    treatment: Treatment,
    starts_at: datetime,
    now: datetime,
    version: Questionnaire | None = None,
) -> tuple[str, ...]:
    """The same of answers that may not be finished yet, to the version in use.

    `version` is the one that somebody half-way finishes. Trouble after a session makes
    whoever told of it begin anew.
    """
    questionnaire = version or in_use()
    shown = (
        screening.content["shown"]
        if screening is not None
        and screening.questionnaire_id == questionnaire.pk
        and not is_overtaken(screening)
        else ()
    )
    return missing(
        parsed(questionnaire), treatment.facts, "booking", starts_at - now, shown
    )


def is_overtaken(screening: Screening) -> bool:
    """Whether whoever answered has told of trouble after a session since."""
    return Trouble.objects.since(screening).exists()


def drop_unused(screening: Screening | None) -> None:
    """Answers no appointment uses are kept nowhere; a client's own final ones are."""
    if screening is None or (screening.final and screening.client_id):
        return
    used = (screening.appointments, screening.clearances, screening.access_records)
    if not any(rows.exists() for rows in used):
        screening.delete()


def cleared_by(
    screening: Screening,
    *,
    now: datetime,
    by: User | None = None,
    basis: str = Clearance.Basis.RULES,
    valid_until: datetime | None = None,
    changes: dict[str, Any] | None = None,
    before: Clearance | None = None,
) -> dict[str, Any]:
    """Write the permission; returns the fields it fills in the appointment.

    Where there is one from `before`, that is it.
    Raises NotScreened where the rules alone may not give it. The database checks
    that the clearance is for that very client, treatment and outcome.
    """
    if before is not None:
        return _filled_by(before)
    until = valid_until or screening.valid_until
    if basis == Clearance.Basis.RULES and not screening.clears_itself:
        raise NotScreened(screening.outcome)
    if screening.client is None or until is None:
        raise NotScreened("nobody's answers")
    clearance = Clearance.objects.create(
        screening=screening,
        outcome=screening.outcome,
        client=screening.client,
        treatment=screening.treatment,
        basis=basis,
        decided_by=by,
        decided_at=now,
        valid_until=until,
        changes=changes or {},
    )
    return _filled_by(clearance)


def _filled_by(clearance: Clearance) -> dict[str, Any]:
    return {
        "screening": clearance.screening,
        "clearance": clearance,
        "cleared_until": clearance.valid_until,
    }
