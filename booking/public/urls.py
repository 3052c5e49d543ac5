"""The client's way, grouped by what a page is about."""

from django.urls import URLPattern, path

from booking.public.views import links

app_name = "booking"

urlpatterns: list[URLPattern] = [
    # Ways back to an appointment
    path(
        "appointments/<slug:ref>/calendar.ics",
        links.appointment_calendar,
        name="appointment_calendar",
    ),
    path("open/<str:token>/", links.link_open, name="link_open"),
    path("find/", links.appointment_find, name="appointment_find"),
]
