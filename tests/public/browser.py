"""A browser that was told to remember some appointments."""

from django.http import HttpResponse
from django.test import Client, RequestFactory

from booking.public import visits


def browser_of(*appointments):
    """A client that may open these, as if it had made them."""
    client = Client()
    request = RequestFactory().get("/")
    for appointment in appointments:
        response = HttpResponse()
        visits.remember(response, request, appointment.ref)
        for name, morsel in response.cookies.items():
            client.cookies[name] = morsel.value
            request.COOKIES[name] = morsel.value
    return client
