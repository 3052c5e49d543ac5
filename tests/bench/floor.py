"""Bare views on the same server: as little as Django can do for such a request."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from booking.models import Client, Questionnaire, Therapist, Treatment


@require_GET
def three_queries(request: HttpRequest) -> HttpResponse:
    """Three rows, each by an index."""
    rows = (
        Treatment.objects.get(slug="bench-60"),
        Therapist.objects.get(slug="therapist-0"),
        Questionnaire.objects.get(number=1),
    )
    return HttpResponse(", ".join(str(row) for row in rows))


@require_POST
def one_row(request: HttpRequest) -> HttpResponse:
    """One row, written durably before the answer."""
    client = Client.objects.create(name=request.POST["wish"])
    return HttpResponseRedirect(f"/floor/{client.pk}/", status=303)
