"""The addresses of the calendar, grouped by what they are about."""

from django.urls import path

from booking.calendar.views import appointment, calls, reviews, week

app_name = "calendar"

urlpatterns = [
    # The evenings
    path("", week.week, name="week"),
    # One appointment
    path("appointments/<slug:ref>/", appointment.appointment, name="appointment"),
    # The review queue
    path("review/", reviews.review_list, name="review_list"),
    # Calls to make
    path("calls/", calls.call_list, name="call_list"),
]
