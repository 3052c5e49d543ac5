"""The wind-down card: the last two hours of an evening, to print and keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.public import shared_page
from education.evening import moments_before, read_bedtime


@require_safe
@shared_page
def wind_down(request: HttpRequest) -> HttpResponse:
    bedtime = read_bedtime(request.GET.get("bedtime", ""))
    context = {"bedtime": bedtime, "moments": moments_before(bedtime)}
    return render(request, "education/wind_down.html", context)
