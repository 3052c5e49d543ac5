"""Clients: found, opened, corrected, and two rows of one person joined."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from booking.actions import change_client, merge_clients
from booking.actions.clients import MAY_MERGE
from booking.actions.problems import AlreadyJoined
from booking.calendar.access import appointments_of, calendar_page, signed_in
from booking.calendar.clients import (
    FEWEST_LETTERS,
    PersonForm,
    contact,
    found,
    get_client,
    read_search,
)
from booking.calendar.pages import show
from booking.models import Appointment, Client

VISITS_SHOWN = 100


@require_safe
@calendar_page()
def client_list(request: HttpRequest) -> HttpResponse:
    """Nobody is listed before something is typed."""
    return show(request, "client_list", **_search(request))


def _search(request: HttpRequest) -> dict[str, Any]:
    text = read_search(request)
    return {
        "text": text,
        "too_short": bool(text) and len(text) < FEWEST_LETTERS,
        "clients": found(signed_in(request), text, timezone.now()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page()
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach somebody, and their appointments; a POST corrects the first."""
    known, now = get_client(request, pk), timezone.now()
    if request.method != "POST":
        return _page(request, known, PersonForm(initial=contact(known)), now)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, known, form, now, status=422)
    change_client(client=known, person=form.person, now=now)
    messages.success(request, _("Saved."))
    return redirect("calendar:client", pk)


def _page(
    request: HttpRequest,
    known: Client,
    form: PersonForm,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    rows = _visits(request, known)
    return show(
        request,
        "client",
        status=status,
        client=known,
        form=form,
        to_come=[each for each in reversed(rows) if _is_to_come(each, now)],
        past=[each for each in rows if not _is_to_come(each, now)],
        others=Client.objects.same_person(known).exclude(pk=known.pk),
        may_merge=signed_in(request).has_perm(MAY_MERGE),
    )


def _is_to_come(appointment: Appointment, now: datetime) -> bool:
    return appointment.is_live(now) and appointment.starts_at > now


def _visits(request: HttpRequest, known: Client) -> list[Appointment]:
    """Of all their rows, in the columns they may see; the latest first."""
    rows = appointments_of(signed_in(request)).filter(
        client__in=Client.objects.same_person(known)
    )
    rows = rows.select_related("therapist").order_by("-starts_at")
    return list(rows[:VISITS_SHOWN])


@require_http_methods(["GET", "HEAD", "POST"])
@calendar_page(MAY_MERGE)
def client_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Which other row is the same person; both are named before anything is done."""
    known = get_client(request, pk)
    other = _other(request, known)
    if request.method == "POST" and other is not None:
        try:
            merge_clients(
                client=known, into=other, by=signed_in(request), now=timezone.now()
            )
            messages.success(request, _("They are one person now."))
        except AlreadyJoined:
            messages.warning(request, _("They are one person already."))
        return redirect("calendar:client", other.pk)
    context = _search(request)
    mine = Client.objects.same_person(known).values_list("pk", flat=True)
    context["clients"] = [each for each in context["clients"] if each.pk not in mine]
    status = 422 if request.method == "POST" else 200
    return show(
        request, "client_merge", status=status, client=known, other=other, **context
    )


def _other(request: HttpRequest, known: Client) -> Client | None:
    """The row that was picked, if it is another one."""
    named = request.POST if request.method == "POST" else request.GET
    text = named.get("into", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return get_client(request, int(text)) if int(text) != known.pk else None
