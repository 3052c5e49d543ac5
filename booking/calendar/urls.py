"""The addresses of the calendar, grouped by what they are about."""

from django.urls import path

from booking.calendar.views import (
    book,
    appointment,
    calls,
    cannot_happen,
    reviews,
    time_off,
    week,
)

app_name = "calendar"

urlpatterns = [
    # The evenings
    path("", week.week, name="week"),
    # One appointment
    path("appointments/<slug:ref>/", appointment.appointment, name="appointment"),
    # Hours, time off, and evenings that cannot happen
    path("<slug:slug>/time-off/", time_off.time_off, name="time_off"),
    path(
        "<slug:slug>/cannot-happen/",
        cannot_happen.cannot_happen,
        name="cannot_happen",
    ),
    # The review queue
    path("review/", reviews.review_list, name="review_list"),
    # Calls to make
    path("calls/", calls.call_list, name="call_list"),
    # Book for someone
    path("book/", book.book, name="book"),
]
