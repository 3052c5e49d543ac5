"""The client's own page of an appointment, whatever has become of it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.cleaning import read_day
from booking.models import Appointment, Clearance, Clinic, Outcome, Screening, Status
from booking.models.appointment import LAPSED
from booking.models.questionnaires import parsed
from booking.public.evening import the_evening
from booking.public.forms.details import DoctorForm, TalkForm
from booking.public.forms.reply import ReplyForm
from booking.public.news import how_it_ended, is_not_now, news
from booking.public.nights import nights_shown
from booking.public.reasons import told
from booking.public.ringing import rings_us
from booking.public.series import series_words
from booking.public.steps import go_on, is_on_its_way
from booking.public.views.proposal import open_question
from booking.public.visits import get_own
from booking.screening.questionnaire import Questionnaire

# The page that shows each state; a hold is taken on to its next step instead, and is
# shown only where it can be given back.
STATES = {
    Status.HELD: "held",
    Status.REVIEW: "review",
    Status.CONFIRMED: "confirmed",
    Status.COMPLETED: "over",
    Status.NO_SHOW: "over",
    Status.EXPIRED: "expired",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancelled",
}


@require_safe
def appointment_detail(request: HttpRequest, ref: str) -> HttpResponse:
    now = timezone.now()
    appointment = get_own(request, ref)
    if is_on_its_way(appointment, now) and appointment.client_id is None:
        return go_on(appointment, now)
    return render(request, "booking/appointment_detail.html", visit(appointment, now))


def visit(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """What the page of an appointment shows."""
    state = STATES[Status(appointment.status)]
    if state == "review" and appointment.has_run_out(now):
        state = "expired"
    if is_not_now(appointment):
        state = "declined"
    by_phone = rings_us(appointment)
    return {
        "appointment": appointment,
        "state": state,
        "now": now,
        "late": appointment.is_late_to_cancel(now),
        "free_until": appointment.starts_at - timedelta(hours=appointment.notice_hours),
        "can_cancel": appointment.can_be_cancelled(now),
        "can_move": appointment.can_be_moved(now) and not by_phone,
        "can_book_again": appointment.clearance_id is not None and not by_phone,
        "by_phone": by_phone,
        "preparation": lines(appointment, "preparation"),
        "aftercare": lines(appointment, "aftercare"),
        "why": (appointment.review or {}).get("why", ""),
        "doctor": (appointment.review or {}).get("doctor", {}),
        "asked": open_question(appointment, now),
        "safety": _because(appointment, "safety"),
        "by_clinic": _because(appointment, "clinic"),
        "words": (appointment.review or {}).get("words", ""),
        "earlier": earlier(appointment, now),
        **series_words(appointment, now),
        "asks_from": appointment.asks_from,
        "takes_answers": appointment.takes_answers(now),
        "talk_form": TalkForm(),
        "doctor_form": DoctorForm(today=timezone.localdate(now)),
        **said(appointment),
        **looked_at(appointment),
        **the_evening(appointment),
        **nights_shown(appointment, now),
        **news(appointment, now),
        **how_it_ended(appointment),
    }


def looked_at(appointment: Appointment) -> dict[str, Any]:
    """What a therapist asks and decided, in the words meant for this page alone."""
    review = appointment.review or {}
    in_review = appointment.status == Status.REVIEW
    shown: dict[str, Any] = {
        "question": review.get("question") or {},
        "reply_form": ReplyForm(initial={"revision": appointment.revision}),
        "any_evening": appointment.status == Status.EXPIRED
        and appointment.clearance_id is not None,
        "on_us": _because(appointment, LAPSED)
        or (in_review and not appointment.waits_for_answers),
    }
    not_before = read_day(review.get("not_before", ""))
    return shown | ({"may_be_different": not_before} if not_before else {})


def _because(appointment: Appointment, reason: str) -> bool:
    """Whether it came to where it stands for this reason."""
    rows = appointment.events.filter(status=appointment.status, reason=reason)
    return rows.exists()


def lines(appointment: Appointment, name: str) -> list[str]:
    """The treatment's own points, then those for everybody."""
    sources = (appointment.treatment, Clinic.objects.current())
    texts = (getattr(source, name) for source in sources)
    return [line for text in texts for line in text.splitlines() if line.strip()]


def earlier(appointment: Appointment, now: datetime) -> list[Appointment]:
    """Evenings the same client had before this one."""
    if appointment.client_id is None:
        return []
    given = Appointment.objects.filter(
        client=appointment.client_id, status=Status.COMPLETED, ends_at__lte=now
    )
    rows = given.exclude(pk=appointment.pk).select_related("therapist", "treatment")
    return list(rows.order_by("-starts_at")[:5])


def said(appointment: Appointment) -> dict[str, Any]:
    """What the health check came to, in its own words; never the answers."""
    screening = _speaks(appointment)
    if screening is None or not screening.final:
        return {}
    document = parsed(screening.questionnaire)
    content = screening.content
    of_this = (r for r in content["reasons"] if r["outcome"] == screening.outcome)
    reasons = told(document, of_this)
    return {
        "message": document.outcomes[screening.outcome].message,
        "reasons": reasons,
        "will_do": reasons
        if screening.outcome == Outcome.ADAPT and not _was_looked_at(appointment)
        else changes_agreed(appointment),
        "urgent_text": urgent_text(document, content["urgent"]),
        "may_be_different": may_be_different(appointment),
        "recheck_text": content["recheck_text"],
        "doctor_needed": screening.doctor_needed,
    }


def _speaks(appointment: Appointment) -> Screening | None:
    """The answers that decided: those of the door where they ended the visit."""
    arrival = appointment.arrival
    if appointment.status == Status.CANCELLED and arrival is not None:
        return arrival
    return appointment.screening


def urgent_text(document: Questionnaire, urgent: str | None) -> str:
    """What to do at once, with the numbers of this clinic's country."""
    if urgent is None:
        return ""
    return document.urgent[urgent].format_map(Clinic.objects.current().emergency)


def changes_agreed(appointment: Appointment) -> list[str]:
    """What a therapist agreed with the client, and what is left out."""
    if appointment.clearance is None:
        return []
    changes = appointment.clearance.changes
    document = parsed(appointment.clearance.screening.questionnaire)
    left_out = [document.avoid_label(word) for word in changes.get("avoid", [])]
    first = [_("We leave out: %s.") % ", ".join(left_out)] if left_out else []
    return [*first, *changes.get("adaptations", [])]


def _was_looked_at(appointment: Appointment) -> bool:
    clearance = appointment.clearance
    return clearance is not None and clearance.basis != Clearance.Basis.RULES


def may_be_different(appointment: Appointment) -> datetime | None:
    """From when the same answers would come out otherwise, if a date can be named."""
    screening = _speaks(appointment)
    if screening is None or screening.content["recheck_after_days"] is None:
        return None
    return screening.answered_at + timedelta(
        days=screening.content["recheck_after_days"]
    )
