"""Pages that belong to no app: error pages, robots, and the health of the site."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.messages import worker_state
from clinic.database import database_faults, pending_migrations
from clinic.public import absolute, shared_page


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is busy or away; nothing was changed."""
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "5"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the database answers, is migrated and runs with its own settings.

    A late worker is told, but is no reason to take the site away from anybody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    faults = database_faults() + pending_migrations()
    if faults:
        return JsonResponse({"ok": False, "faults": faults}, status=503)
    worker = worker_state(timezone.now())
    return JsonResponse({"ok": True, "faults": [], "worker": worker})


@require_safe
@shared_page
def robots(request: HttpRequest) -> HttpResponse:
    """Where not to look, and the list of what there is to find."""
    closed = ("admin", "accounts", "appointments", "calendar")
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in closed)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
