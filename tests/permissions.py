"""Who may ask what of every address: one line per URL name, method, role and whose.

`role` is a role of clinic/roles.py, "Visitor" for someone not signed in, SIGNED_IN for
somebody of any role, or EVERYONE.
`whose` is OWN where the browser is known to have made the appointment, OTHERS where
it is somebody else's, and "" where the address belongs to nobody. A POST here brings
nothing but what the address itself names. Methods not listed are refused with 405.
"""

from typing import NamedTuple

EVERYONE, VISITOR, SIGNED_IN = "Everyone", "Visitor", "Signed in"
OWN, OTHERS = "own", "others'"


class Line(NamedTuple):
    name: str
    method: str
    role: str
    whose: str
    status: int


PERMISSIONS = [
    # The site itself
    Line("healthz", "GET", EVERYONE, "", 200),
    Line("robots", "GET", EVERYONE, "", 200),
    Line("sitemap", "GET", EVERYONE, "", 200),
    Line("picture", "GET", EVERYONE, "", 404),
    # Read first
    Line("booking:home", "GET", EVERYONE, "", 200),
    Line("booking:treatment_list", "GET", EVERYONE, "", 200),
    Line("booking:treatment_detail", "GET", EVERYONE, "", 200),
    Line("booking:treatment_next", "GET", EVERYONE, "", 302),
    Line("booking:therapist_detail", "GET", EVERYONE, "", 200),
    Line("booking:safety", "GET", EVERYONE, "", 200),
    Line("booking:privacy", "GET", EVERYONE, "", 200),
    Line("booking:accessibility", "GET", EVERYONE, "", 200),
    # The reading room
    Line("education:article_list", "GET", EVERYONE, "", 200),
    Line("education:article_detail", "GET", EVERYONE, "", 200),
    Line("education:article_preview", "GET", EVERYONE, "", 404),  # not our link
    Line("education:article_reply", "GET", EVERYONE, "", 200),
    Line("education:article_reply", "POST", EVERYONE, "", 422),
    Line("education:article_replied", "GET", EVERYONE, "", 200),
    Line("education:topic_detail", "GET", EVERYONE, "", 200),
    Line("education:study_detail", "GET", EVERYONE, "", 200),
    Line("education:wind_down", "GET", EVERYONE, "", 200),
    Line("education:feed", "GET", EVERYONE, "", 200),
    # Choose a time
    Line("booking:slot_list", "GET", EVERYONE, "", 200),
    Line("booking:slot_list", "POST", EVERYONE, "", 422),
    Line("booking:availability", "GET", EVERYONE, "", 400),
    # Wait for a time; the place has the ref of the hold
    Line("booking:waiting_join", "GET", EVERYONE, "", 200),
    Line("booking:waiting_join", "POST", EVERYONE, "", 422),
    Line("booking:waiting_detail", "GET", EVERYONE, OWN, 200),
    Line("booking:waiting_detail", "GET", EVERYONE, OTHERS, 404),
    Line("booking:waiting_detail", "POST", EVERYONE, OWN, 422),
    Line("booking:waiting_detail", "POST", EVERYONE, OTHERS, 404),
    # From the hold to booked: nothing is answered yet, so most steps lead back
    Line("booking:appointment_questions", "GET", EVERYONE, OWN, 200),
    Line("booking:appointment_questions", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_questions", "POST", EVERYONE, OWN, 422),
    Line("booking:appointment_questions", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_more", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_more", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_more", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_more", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_details", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_details", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_details", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_details", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_extend", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_extend", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_instead", "POST", EVERYONE, OWN, 400),
    Line("booking:appointment_instead", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_talk", "GET", EVERYONE, OWN, 200),
    Line("booking:appointment_talk", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_talk", "POST", EVERYONE, OWN, 422),
    Line("booking:appointment_talk", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_doctor", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_doctor", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_doctor", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_doctor", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_reply", "GET", EVERYONE, OWN, 302),  # nothing is asked
    Line("booking:appointment_reply", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_reply", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_reply", "POST", EVERYONE, OTHERS, 404),
    # Anything new since? It is only held yet
    Line("booking:appointment_anything_new", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_anything_new", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_anything_new", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_anything_new", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_nothing_new", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_nothing_new", "POST", EVERYONE, OTHERS, 404),
    # One's own appointment: it is only held yet
    Line("booking:appointment_detail", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_detail", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_move", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_move", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_move", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_move", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_cancel", "GET", EVERYONE, OWN, 200),
    Line("booking:appointment_cancel", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_cancel", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_cancel", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_again", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_again", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_again", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_again", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_series", "GET", EVERYONE, OWN, 200),
    Line("booking:appointment_series", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_series", "POST", EVERYONE, OWN, 400),
    Line("booking:appointment_series", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_proposal", "GET", EVERYONE, OWN, 302),  # none is asked
    Line("booking:appointment_proposal", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_proposal", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_proposal", "POST", EVERYONE, OTHERS, 404),
    # The morning after: nobody has come yet
    Line("booking:appointment_morning", "GET", EVERYONE, OWN, 302),
    Line("booking:appointment_morning", "GET", EVERYONE, OTHERS, 404),
    Line("booking:appointment_morning", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_morning", "POST", EVERYONE, OTHERS, 404),
    Line("booking:appointment_nights", "POST", EVERYONE, OWN, 302),
    Line("booking:appointment_nights", "POST", EVERYONE, OTHERS, 404),
    # Ways back to one's appointment
    Line("booking:appointment_calendar", "GET", EVERYONE, OWN, 302),  # only held yet
    Line("booking:appointment_calendar", "GET", EVERYONE, OTHERS, 404),
    Line("booking:link_open", "GET", EVERYONE, "", 404),
    Line("booking:link_open", "POST", EVERYONE, "", 404),
    Line("booking:appointment_find", "GET", EVERYONE, "", 200),
    Line("booking:appointment_find", "POST", EVERYONE, "", 422),
    # The private calendar file of a therapist: a wrong secret opens nothing
    Line("calendar:feed_file", "GET", EVERYONE, "", 404),
    # Signing in, signing out and passwords
    Line("account_login", "GET", VISITOR, "", 200),
    Line("account_login", "GET", SIGNED_IN, "", 302),
    Line("account_login", "POST", VISITOR, "", 200),
    Line("account_login", "POST", SIGNED_IN, "", 302),
    Line("account_logout", "GET", VISITOR, "", 302),
    Line("account_logout", "GET", SIGNED_IN, "", 200),
    Line("account_logout", "POST", EVERYONE, "", 302),
    Line("account_change_password", "GET", VISITOR, "", 302),
    Line("account_change_password", "GET", SIGNED_IN, "", 200),
    Line("account_change_password", "POST", VISITOR, "", 302),
    Line("account_change_password", "POST", SIGNED_IN, "", 200),
    Line("account_reset_password", "GET", EVERYONE, "", 200),
    Line("account_reset_password", "POST", EVERYONE, "", 200),
    Line("account_reset_password_done", "GET", EVERYONE, "", 200),
    Line("account_reset_password_from_key", "GET", EVERYONE, "", 200),
    Line("account_reset_password_from_key", "POST", EVERYONE, "", 200),
    Line("account_reset_password_from_key_done", "GET", EVERYONE, "", 200),
]


class StaffLine(NamedTuple):
    """An address of the calendar: who of the staff gets `status`, own column or not.

    Everyone else who is signed in gets 403, a visitor is led to sign in. Where the
    address names an appointment or a therapist, one in somebody else's column is 404
    to a therapist.
    """

    name: str
    method: str
    roles: tuple[str, ...]
    status: int


RUN = ("Therapist", "Lead therapist", "Front desk", "Manager")
CARE = ("Therapist", "Lead therapist", "Manager")
MERGE = ("Front desk", "Manager")
EVERY = ("Lead therapist", "Front desk", "Manager")

CALENDAR = [
    # The evenings
    StaffLine("calendar:week", "GET", RUN, 200),
    StaffLine("calendar:day", "GET", RUN, 200),
    # One appointment
    StaffLine("calendar:appointment", "GET", RUN, 200),
    StaffLine("calendar:appointment_print", "GET", RUN, 200),
    StaffLine("calendar:appointment_answers", "POST", CARE, 422),
    StaffLine("calendar:appointment_cancel", "POST", RUN, 422),
    StaffLine("calendar:appointment_complete", "POST", RUN, 409),
    StaffLine("calendar:appointment_no_show", "POST", RUN, 409),
    StaffLine("calendar:client_phone_only", "GET", ("Manager",), 200),
    StaffLine("calendar:client_phone_only", "POST", ("Manager",), 422),
    # At the door
    StaffLine("calendar:appointment_arrive", "GET", RUN, 200),
    StaffLine("calendar:appointment_arrive", "POST", RUN, 422),
    StaffLine("calendar:arrive_done", "GET", RUN, 200),
    StaffLine("calendar:appointment_look_again", "POST", RUN, 409),  # no revision
    StaffLine("calendar:appointment_late", "POST", RUN, 302),
    StaffLine("calendar:door_clear", "POST", CARE, 422),
    StaffLine("calendar:door_end", "POST", CARE, 409),
    # The morning after: nobody waits to be looked after
    StaffLine("calendar:appointment_looked_after", "POST", CARE, 409),
    # Notes
    StaffLine("calendar:note_list", "GET", CARE, 200),
    StaffLine("calendar:note_write", "POST", CARE, 422),
    StaffLine("calendar:note_add", "POST", CARE, 422),
    # Money at the desk
    StaffLine("calendar:takings_today", "GET", RUN, 302),
    StaffLine("calendar:takings", "GET", RUN, 200),
    StaffLine("calendar:payment_take", "POST", RUN, 422),
    StaffLine("calendar:payment_undo", "POST", RUN, 302),
    StaffLine("calendar:receipt", "GET", RUN, 302),
    StaffLine("calendar:move", "GET", RUN, 200),
    StaffLine("calendar:move", "POST", RUN, 422),
    # Hours, time off, and evenings that cannot happen
    StaffLine("calendar:hours", "GET", RUN, 200),
    StaffLine("calendar:hours", "POST", CARE, 422),
    StaffLine("calendar:hours_copy", "POST", CARE, 422),
    StaffLine("calendar:hours_extra", "POST", CARE, 422),
    StaffLine("calendar:hours_end", "POST", CARE, 422),
    StaffLine("calendar:time_off", "GET", RUN, 200),
    StaffLine("calendar:time_off", "POST", CARE, 422),
    StaffLine("calendar:time_off_remove", "POST", CARE, 302),  # there is none
    StaffLine("calendar:closures", "GET", ("Manager",), 200),
    StaffLine("calendar:closures", "POST", ("Manager",), 422),
    StaffLine("calendar:closure_remove", "POST", ("Manager",), 302),
    StaffLine("calendar:hand_over", "GET", RUN, 200),
    StaffLine("calendar:hand_over", "POST", RUN, 422),
    StaffLine("calendar:cannot_happen", "GET", RUN, 200),
    StaffLine("calendar:cannot_happen", "POST", RUN, 409),
    StaffLine("calendar:asked", "GET", RUN, 404),  # nobody is asked
    StaffLine("calendar:asked", "POST", RUN, 404),
    # The review queue
    StaffLine("calendar:review_list", "GET", CARE, 200),
    StaffLine("calendar:review_decide", "GET", CARE, 200),
    StaffLine("calendar:review_decide", "POST", CARE, 422),
    StaffLine("calendar:review_answers", "POST", CARE, 422),
    # Calls to make
    StaffLine("calendar:call_list", "GET", RUN, 200),
    StaffLine("calendar:call_note", "POST", RUN, 404),
    # What is told, and what was not
    StaffLine("calendar:message_list", "GET", EVERY, 200),
    StaffLine("calendar:message_test", "POST", ("Manager",), 302),
    StaffLine("calendar:message_again", "POST", EVERY, 404),
    StaffLine("calendar:message_came_back", "POST", EVERY, 404),
    StaffLine("calendar:message_arrived", "POST", ("Manager",), 404),
    # Who waits for a time
    StaffLine("calendar:waiting_list", "GET", EVERY, 200),
    StaffLine("calendar:waiting_settle", "POST", EVERY, 404),
    # Book for someone
    StaffLine("calendar:book", "GET", RUN, 200),
    StaffLine("calendar:book_for", "GET", RUN, 302),
    StaffLine("calendar:book_for", "POST", RUN, 302),
    StaffLine("calendar:ask_aloud", "GET", RUN, 302),
    StaffLine("calendar:ask_aloud", "POST", RUN, 302),
    StaffLine("calendar:book_outcome", "GET", RUN, 200),
    StaffLine("calendar:book_send_link", "POST", RUN, 409),
    StaffLine("calendar:book_give_back", "POST", RUN, 409),
    StaffLine("calendar:book_instead", "POST", RUN, 302),
    StaffLine("calendar:blank_form", "GET", RUN, 200),
    # On paper, and in one's own calendar
    StaffLine("calendar:paper", "GET", RUN, 200),
    StaffLine("calendar:feed", "GET", RUN, 200),
    StaffLine("calendar:feed", "POST", RUN, 200),
    # Clients
    StaffLine("calendar:client_list", "GET", RUN, 200),
    StaffLine("calendar:client", "GET", RUN, 200),
    StaffLine("calendar:client", "POST", RUN, 422),
    StaffLine("calendar:client_merge", "GET", MERGE, 200),
    StaffLine("calendar:client_merge", "POST", MERGE, 422),
]
