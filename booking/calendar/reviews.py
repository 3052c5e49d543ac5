"""The review queue: each case in words, the one with the least time left first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking.actions.deadlines import review_times
from booking.calendar.access import appointments_of
from booking.calendar.cautions import Cautions, cautions_of
from booking.calendar.pages import reviews_of
from booking.calendar.series import decided_with
from booking.calendar.visits import which_visit
from booking.models import (
    Appointment,
    AppointmentEvent,
    Clearance,
    Client,
    Clinic,
    Message,
    Screening,
    Status,
    Therapist,
    Treatment,
)
from booking.models.appointment import LAPSED
from booking.models.questionnaires import parsed
from booking.offers import offers_around
from booking.times import local_date, midnight, time_left
from clinic.models import User

WHY = {
    "answers": gettext_lazy("Their answers need a look."),
    "talk": gettext_lazy("They would like to talk to someone."),
    "someone_else": gettext_lazy("Somebody else booked; they answer by a link."),
    "again": gettext_lazy("A date of a series that asks them again."),
    "new_questionnaire": gettext_lazy("A new version reads their answers differently."),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One request as those who decide see it; `left` counts review hours only."""

    appointment: Appointment
    left: timedelta
    why: str
    chips: tuple[str, ...]
    cautions: Cautions
    reasons: tuple[str, ...]
    visit: str
    earlier: str
    training: str
    instead: str
    others: tuple[Appointment, ...] = ()

    @property
    def lapsed(self) -> bool:
        """Whether its time has gone back already."""
        return self.appointment.status != Status.REVIEW

    @property
    def left_text(self) -> str:
        """4 h 20 min left"""
        hours, minutes = divmod(self.left // timedelta(minutes=1), 60)
        if not hours:
            return _("%(minutes)d min left") % {"minutes": minutes}
        if not minutes:
            return _("%(hours)d h left") % {"hours": hours}
        words = _("%(hours)d h %(minutes)d min left")
        return words % {"hours": hours, "minutes": minutes}

    @property
    def question(self) -> dict[str, str]:
        """What the client was asked, and what they wrote back."""
        return (self.appointment.review or {}).get("question") or {}

    @property
    def doctor(self) -> dict[str, str]:
        return (self.appointment.review or {}).get("doctor") or {}

    @property
    def note(self) -> str:
        return str((self.appointment.review or {}).get("note", ""))


def queue(user: User, now: datetime) -> list[Case]:
    """What they may decide; what ran out comes last, the oldest first."""
    rows = reviews_of(user).select_related(*WITH_IT)
    cases = [case_of(row, user, now) for row in rows.order_by("expires_at", "pk")]
    return sorted(cases, key=lambda case: (case.lapsed, case.left))


WITH_IT = (
    "client",
    "therapist",
    "room",
    "treatment",
    "clearance",
    "screening__questionnaire",
    "arrival__questionnaire",
)


def case_of(appointment: Appointment, user: User, now: datetime) -> Case:
    clinic = Clinic.objects.current()
    until = appointment.expires_at or now
    screening = appointment.screening
    return Case(
        appointment=appointment,
        left=time_left(until=until, **review_times(clinic, now=now)),
        why=str(WHY.get((appointment.review or {}).get("why", ""), "")),
        chips=tuple(_chips(appointment)),
        cautions=cautions_of(appointment),
        reasons=_reasons(screening),
        visit=which_visit(appointment),
        earlier=_cleared_before(appointment, user),
        training=_training_words(appointment, now),
        instead=_treatment_words(appointment, now),
        others=decided_with(appointment),
    )


def _chips(appointment: Appointment) -> Iterator[str]:
    """What is needed, and what was asked for, in a word or two each."""
    screening, review = appointment.screening, appointment.review or {}
    if screening is not None and screening.final:
        if screening.doctor_needed:
            noted = review.get("doctor")
            yield _("Doctor’s yes is noted") if noted else _("Doctor’s yes")
        labels = parsed(screening.questionnaire).training
        for training in screening.training_needed:
            yield _("Needs someone %s") % labels[training]
        if screening.content["mismatch"]:
            yield _("Does not fit this treatment")
    if review.get("why") == "talk":
        asked = screening is not None
        yield _("Asked us to look again") if asked else _("Would like to talk")
    if appointment.proposals.waiting().exists():
        yield _("Asked about another therapist")
    if appointment.waits_for_answers:
        yield _("Has yet to answer")
    if question := review.get("question"):
        yield _("Has written back") if question.get("answer") else _("Asked by us")


def _reasons(screening: Screening | None) -> tuple[str, ...]:
    if screening is None or not screening.final:
        return ()
    texts = (reason["text"] for reason in screening.content["reasons"])
    return tuple(dict.fromkeys(texts))


def _cleared_before(appointment: Appointment, user: User) -> str:
    """Who cleared this treatment for them before; it never carries over."""
    if appointment.client is None:
        return ""
    persons = Client.objects.same_person(appointment.client)
    rows = Clearance.objects.filter(
        client__in=persons, treatment=appointment.treatment_id
    ).exclude(basis=Clearance.Basis.RULES)
    rows = rows.exclude(screening=appointment.screening_id)
    last = rows.select_related("decided_by").first()
    if last is None:
        return ""
    words = _(
        "Cleared by %(who)s on %(day)s, until %(until)s. They have answered again "
        "since, so it does not carry over."
    )
    return words % {
        "who": _("you") if last.decided_by_id == user.pk else last.decided_by,
        "day": _day(last.decided_at),
        "until": _day(last.valid_until - timedelta(microseconds=1)),
    }


def _day(moment: datetime) -> str:
    return format_date(timezone.localtime(moment), _("j F"))


def _training_words(appointment: Appointment, now: datetime) -> str:
    """Who could give it instead, where the therapist lacks a training."""
    if appointment.therapist.holds(appointment.trainings):
        return ""
    name = appointment.therapist.first_name
    others = trained_and_free(appointment, now)
    if appointment.status != Status.REVIEW or not others:
        words = _("%(name)s does not hold this training.")
        return words % {"name": name}
    words = _(
        "%(name)s does not hold this training. %(other)s does, and is free at "
        "%(time)s. Before you clear it, ask the client whether %(other)s may give it."
    )
    start = f"{timezone.localtime(appointment.starts_at):%H:%M}"
    return words % {"name": name, "other": others[0].first_name, "time": start}


def trained_and_free(
    appointment: Appointment, now: datetime, treatment: Treatment | None = None
) -> list[Therapist]:
    """Therapists who hold the training and are free then, by wish and room."""
    found = offers_around(
        appointment.starts_at,
        treatment=treatment or appointment.treatment,
        now=now,
        wish=appointment.wish,
        trainings=appointment.trainings,
        step_free=appointment.step_free,
        ignoring=appointment,
        kept=True,
    )
    slot = found.at(appointment.starts_at)
    return [found.therapists[pk] for pk in slot.therapists] if slot else []


def _treatment_words(appointment: Appointment, now: datetime) -> str:
    """What else suits these answers, where they do not suit what is booked."""
    screening = appointment.screening
    if screening is None or appointment.status != Status.REVIEW:
        return ""
    content = screening.content
    if not content["mismatch"]:
        return ""
    others = Treatment.objects.offered().exclude(pk=appointment.treatment_id)
    names = [
        treatment.name
        for treatment in others
        if not set(treatment.needs) & set(content["avoid"])
        and trained_and_free(appointment, now, treatment)
    ]
    if not names:
        return ""
    words = _("Without what should be left out, and free at the same time: %s.")
    return words % ", ".join(names)


def instead_of(appointment: Appointment, now: datetime) -> list[Therapist]:
    """Who could give it at the same time, where the therapist lacks a training."""
    if appointment.status != Status.REVIEW:
        return []
    if appointment.therapist.holds(appointment.trainings):
        return []
    return trained_and_free(appointment, now)


def asked_to_look_again(user: User) -> list[Appointment]:
    """What was decided already, and whose client asks to be rung about it."""
    rows = appointments_of(user).filter(
        status=Status.DECLINED,
        messages__kind=Message.Kind.RING,
        messages__state=Message.State.WAITING,
    )
    return list(rows.select_related("client", "therapist").distinct())


def ran_out_words(now: datetime) -> str:
    """How many reviews nobody decided in time since the month began."""
    zone = Clinic.objects.current().zone
    first = midnight(local_date(now, zone).replace(day=1), zone)
    count = AppointmentEvent.objects.filter(reason=LAPSED, at__gte=first).count()
    if not count:
        return _("None ran out this month.")
    words = ngettext("One ran out this month.", "%(count)d ran out this month.", count)
    return words % {"count": count}
