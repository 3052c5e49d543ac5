"""The addresses of the calendar, grouped by what they are about."""

from django.urls import path

from booking.calendar.views import calls, reviews, week

app_name = "calendar"

urlpatterns = [
    # The evenings
    path("", week.week, name="week"),
    # The review queue
    path("review/", reviews.review_list, name="review_list"),
    # Calls to make
    path("calls/", calls.call_list, name="call_list"),
]
