"""The addresses of the calendar, grouped by what they are about."""

from django.urls import path

from booking.calendar.views import (
    answers,
    appointment,
    arrival,
    ask,
    asked,
    book,
    calls,
    cannot_happen,
    clients,
    closing,
    closures,
    day,
    feed,
    hand_over,
    hours,
    messages,
    money,
    mornings,
    moving,
    notes,
    paper,
    phone_only,
    reviews,
    time_off,
    waiting,
    week,
)

app_name = "calendar"

urlpatterns = [
    # The evenings
    path("", week.week, name="week"),
    path("day/<slug:day>/", day.day, name="day"),
    # One appointment
    path("appointments/<slug:ref>/", appointment.appointment, name="appointment"),
    path(
        "appointments/<slug:ref>/print/",
        appointment.appointment_print,
        name="appointment_print",
    ),
    path(
        "appointments/<slug:ref>/answers/",
        answers.appointment_answers,
        name="appointment_answers",
    ),
    path(
        "appointments/<slug:ref>/cancel/",
        closing.appointment_cancel,
        name="appointment_cancel",
    ),
    path(
        "appointments/<slug:ref>/complete/",
        closing.appointment_complete,
        name="appointment_complete",
    ),
    path(
        "appointments/<slug:ref>/no-show/",
        closing.appointment_no_show,
        name="appointment_no_show",
    ),
    path(
        "appointments/<slug:ref>/phone-only/",
        phone_only.client_phone_only,
        name="client_phone_only",
    ),
    # Before the door
    path(
        "appointments/<slug:ref>/look-again/",
        arrival.appointment_look_again,
        name="appointment_look_again",
    ),
    # At the door
    path(
        "appointments/<slug:ref>/arrive/",
        arrival.appointment_arrive,
        name="appointment_arrive",
    ),
    path(
        "appointments/<slug:ref>/arrive/done/",
        arrival.arrive_done,
        name="arrive_done",
    ),
    path(
        "appointments/<slug:ref>/late/",
        arrival.appointment_late,
        name="appointment_late",
    ),
    path(
        "appointments/<slug:ref>/door/clear/",
        arrival.door_clear,
        name="door_clear",
    ),
    path("appointments/<slug:ref>/door/end/", arrival.door_end, name="door_end"),
    # The morning after
    path(
        "appointments/<slug:ref>/looked-after/",
        mornings.appointment_looked_after,
        name="appointment_looked_after",
    ),
    # Notes
    path("notes/", notes.note_list, name="note_list"),
    path("appointments/<slug:ref>/note/", notes.note_write, name="note_write"),
    path("appointments/<slug:ref>/note/add/", notes.note_add, name="note_add"),
    # Money at the desk
    path("takings/", money.takings_today, name="takings_today"),
    path("takings/<slug:day>/", money.takings, name="takings"),
    path("appointments/<slug:ref>/paid/", money.payment_take, name="payment_take"),
    path(
        "appointments/<slug:ref>/paid/undo/",
        money.payment_undo,
        name="payment_undo",
    ),
    path("appointments/<slug:ref>/receipt/", money.receipt, name="receipt"),
    path("appointments/<slug:ref>/move/", moving.move, name="move"),
    # Hours, time off, and evenings that cannot happen
    path("<slug:slug>/hours/", hours.hours, name="hours"),
    path("<slug:slug>/hours/copy/", hours.hours_copy, name="hours_copy"),
    path("<slug:slug>/hours/extra/", hours.hours_extra, name="hours_extra"),
    path("<slug:slug>/hours/<int:pk>/end/", hours.hours_end, name="hours_end"),
    path("<slug:slug>/time-off/", time_off.time_off, name="time_off"),
    path(
        "<slug:slug>/time-off/<int:pk>/remove/",
        time_off.time_off_remove,
        name="time_off_remove",
    ),
    path("closures/", closures.closures, name="closures"),
    path("closures/<int:pk>/remove/", closures.closure_remove, name="closure_remove"),
    path("appointments/<slug:ref>/hand-over/", hand_over.hand_over, name="hand_over"),
    path(
        "<slug:slug>/cannot-happen/",
        cannot_happen.cannot_happen,
        name="cannot_happen",
    ),
    path("asked/<uuid:batch>/", asked.asked, name="asked"),
    # The review queue
    path("review/", reviews.review_list, name="review_list"),
    path("review/<slug:ref>/", reviews.review_decide, name="review_decide"),
    path("review/<slug:ref>/answers/", reviews.review_answers, name="review_answers"),
    # Calls to make
    path("calls/", calls.call_list, name="call_list"),
    path("calls/<int:call>/", calls.call_note, name="call_note"),
    # What is told, and what was not
    path("messages/", messages.message_list, name="message_list"),
    path("messages/test/", messages.message_test, name="message_test"),
    path("messages/<int:message>/again/", messages.message_again, name="message_again"),
    path(
        "messages/<int:message>/came-back/",
        messages.message_came_back,
        name="message_came_back",
    ),
    path(
        "messages/<int:message>/arrived/",
        messages.message_arrived,
        name="message_arrived",
    ),
    # Who waits for a time
    path("waiting/", waiting.waiting_list, name="waiting_list"),
    path("waiting/<int:pk>/", waiting.waiting_settle, name="waiting_settle"),
    # Book for someone
    path("book/", book.book, name="book"),
    path("book/for/", book.book_for, name="book_for"),
    path("appointments/<slug:ref>/ask/", ask.ask_aloud, name="ask_aloud"),
    path("appointments/<slug:ref>/outcome/", ask.book_outcome, name="book_outcome"),
    path(
        "appointments/<slug:ref>/send-link/",
        ask.book_send_link,
        name="book_send_link",
    ),
    path(
        "appointments/<slug:ref>/give-back/",
        ask.book_give_back,
        name="book_give_back",
    ),
    path("appointments/<slug:ref>/instead/", ask.book_instead, name="book_instead"),
    path("blank-form/", paper.blank_form, name="blank_form"),
    # On paper, and in one's own calendar
    path("paper/<slug:day>/", paper.paper, name="paper"),
    path("feed/", feed.feed, name="feed"),
    path("feed/<str:token>.ics", feed.feed_file, name="feed_file"),
    # Clients
    path("clients/", clients.client_list, name="client_list"),
    path("clients/<int:pk>/", clients.client, name="client"),
    path("clients/<int:pk>/merge/", clients.client_merge, name="client_merge"),
]
