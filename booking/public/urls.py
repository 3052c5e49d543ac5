"""The client's way, grouped by what a page is about."""

from django.urls import URLPattern, path

from booking.public.views import (
    again,
    availability,
    browse,
    change,
    details,
    health,
    instead,
    links,
    more,
    morning,
    move,
    news,
    proposal,
    reply,
    series,
    slots,
    talk,
    visit,
    waiting,
)

app_name = "booking"

urlpatterns: list[URLPattern] = [
    # Read first
    path("", browse.home, name="home"),
    path("treatments/", browse.treatment_list, name="treatment_list"),
    path("treatments/<slug:slug>/", browse.treatment_detail, name="treatment_detail"),
    path("treatments/<slug:slug>/next/", browse.treatment_next, name="treatment_next"),
    path("therapists/<slug:slug>/", browse.therapist_detail, name="therapist_detail"),
    path("how-we-keep-you-safe/", browse.safety, name="safety"),
    path("privacy/", browse.privacy, name="privacy"),
    path("accessibility/", browse.accessibility, name="accessibility"),
    # Choose a time
    path("book/<slug:slug>/", slots.slot_list, name="slot_list"),
    path(
        "book/<slug:slug>/availability.json",
        availability.availability,
        name="availability",
    ),
    # Wait for a time
    path("book/<slug:slug>/waiting/", waiting.waiting_join, name="waiting_join"),
    path("waiting/<slug:ref>/", waiting.waiting_detail, name="waiting_detail"),
    # From the hold to booked
    path(
        "appointments/<slug:ref>/questions/",
        health.appointment_questions,
        name="appointment_questions",
    ),
    path(
        "appointments/<slug:ref>/more/", more.appointment_more, name="appointment_more"
    ),
    path(
        "appointments/<slug:ref>/details/",
        details.appointment_details,
        name="appointment_details",
    ),
    path(
        "appointments/<slug:ref>/extend/",
        instead.appointment_extend,
        name="appointment_extend",
    ),
    path(
        "appointments/<slug:ref>/instead/",
        instead.appointment_instead,
        name="appointment_instead",
    ),
    path(
        "appointments/<slug:ref>/talk/", talk.appointment_talk, name="appointment_talk"
    ),
    path(
        "appointments/<slug:ref>/their-word/",
        talk.appointment_doctor,
        name="appointment_doctor",
    ),
    path(
        "appointments/<slug:ref>/reply/",
        reply.appointment_reply,
        name="appointment_reply",
    ),
    # One's own appointment
    path(
        "appointments/<slug:ref>/", visit.appointment_detail, name="appointment_detail"
    ),
    path(
        "appointments/<slug:ref>/cancel/",
        change.appointment_cancel,
        name="appointment_cancel",
    ),
    path(
        "appointments/<slug:ref>/again/",
        again.appointment_again,
        name="appointment_again",
    ),
    path(
        "appointments/<slug:ref>/series/",
        series.appointment_series,
        name="appointment_series",
    ),
    path(
        "appointments/<slug:ref>/move/", move.appointment_move, name="appointment_move"
    ),
    # Anything new since?
    path(
        "appointments/<slug:ref>/anything-new/",
        news.appointment_anything_new,
        name="appointment_anything_new",
    ),
    path(
        "appointments/<slug:ref>/nothing-new/",
        news.appointment_nothing_new,
        name="appointment_nothing_new",
    ),
    # The morning after
    path(
        "appointments/<slug:ref>/morning/",
        morning.appointment_morning,
        name="appointment_morning",
    ),
    path(
        "appointments/<slug:ref>/nights/",
        morning.appointment_nights,
        name="appointment_nights",
    ),
    path(
        "appointments/<slug:ref>/proposal/",
        proposal.appointment_proposal,
        name="appointment_proposal",
    ),
    path(
        "appointments/<slug:ref>/calendar.ics",
        links.appointment_calendar,
        name="appointment_calendar",
    ),
    # Ways back to it
    path("open/<str:token>/", links.link_open, name="link_open"),
    path("find/", links.appointment_find, name="appointment_find"),
]
