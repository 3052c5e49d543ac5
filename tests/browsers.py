"""Browsers for tests: one that is known to have made an appointment."""

from django.http import HttpResponse
from django.test import Client, RequestFactory

from booking.public import visits


def remembering(*appointments, client=None):
    """A browser that may open these appointments, and no other."""
    browser = client or Client()
    for appointment in appointments:
        request, response = RequestFactory().get("/"), HttpResponse()
        request.COOKIES = {
            name: morsel.value for name, morsel in browser.cookies.items()
        }
        visits.remember(response, request, appointment.ref)
        browser.cookies.update(response.cookies)
    return browser
