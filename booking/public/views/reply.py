"""An answer to the question of a therapist, read by nobody but who reviews."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions import answer_question
from booking.actions.problems import NotAllowed, Stale
from booking.models import Appointment, Status
from booking.public.conflict import conflict
from booking.public.forms.reply import ReplyForm
from booking.public.visits import get_own


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_reply(request: HttpRequest, ref: str) -> HttpResponse:
    appointment = get_own(request, ref)
    question = (appointment.review or {}).get("question") or {}
    if appointment.status != Status.REVIEW or not question or "answer" in question:
        return redirect(appointment)
    if request.method != "POST":
        form = ReplyForm(initial={"revision": appointment.revision})
        return _page(request, appointment, form)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, appointment, form, status=422)
    try:
        answer_question(
            appointment=appointment,
            text=form.cleaned_data["answer"],
            now=timezone.now(),
            revision=form.cleaned_data["revision"],
        )
    except Stale:
        return conflict(request, appointment)
    except NotAllowed:
        return redirect(appointment)
    messages.success(request, _("Thank you. Your therapist reads it."))
    return redirect(appointment)


def _page(
    request: HttpRequest, appointment: Appointment, form: ReplyForm, status: int = 200
) -> HttpResponse:
    question = (appointment.review or {})["question"]
    context = {"appointment": appointment, "question": question, "form": form}
    return render(request, "booking/appointment_reply.html", context, status=status)
