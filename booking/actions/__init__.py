"""The verbs: the only functions that change an appointment.

Each takes `now`, returns the changed appointment, and raises a named Refused. Verbs
never call verbs; what they share are plain functions of an open transaction.
"""

from booking.actions.answering import answer, answer_to_move, keep_answers
from booking.actions.arriving import (
    arrive,
    clear_at_door,
    end_at_door,
    say_late,
)
from booking.actions.asking import answer_question, ask_question
from booking.actions.booking import (
    Person,
    ask_person,
    book,
    book_for_someone_else,
    doctor_said_yes,
)
from booking.actions.calling import note_call
from booking.actions.changing import (
    cancel,
    complete,
    complete_by_itself,
    mark_no_show,
)
from booking.actions.clients import change_client, merge_clients
from booking.actions.deadlines import first_reviewable, review_deadline
from booking.actions.desk import give_back, hold_for, send_link
from booking.actions.handing_over import hand_over
from booking.actions.holding import extend, hold, tidy
from booking.actions.hours import (
    Weekly,
    add_hours,
    block,
    close_clinic,
    copy_day,
    end_hours,
    open_extra,
    remove_change,
)
from booking.actions.instead import hold_instead
from booking.actions.joining import WaitFor, join_waiting, leave_waiting
from booking.actions.mornings import (
    ask_me_in_the_morning,
    ask_me_no_more,
    delete_nights,
    look_after,
    tell_of_night,
)
from booking.actions.moving import move, pair_for
from booking.actions.news import answer_anew, nothing_new
from booking.actions.noting import add_to_note, sign_note, write_note
from booking.actions.offering import (
    free_for,
    free_time,
    offer_to,
    offer_waiting,
)
from booking.actions.paying import take_payment, undo_payment
from booking.actions.proposing import propose, withdraw_proposal
from booking.actions.purging import purge
from booking.actions.reconsidering import reconsider, try_on_appointments
from booking.actions.replying import (
    accept_proposal,
    call_off,
    decline_proposal,
    lapse_proposal,
)
from booking.actions.retelling import came_back, receive_test, send_test, tell_again
from booking.actions.reviewing import (
    clear_review,
    decline_review,
    override,
    read_answers,
    record_doctor,
)
from booking.actions.ringing import phone_no_more, phone_only
from booking.actions.screened import (
    Given,
    assessed,
    still_to_ask,
    unasked,
)
from booking.actions.series import MOST, cancel_rest, hold_series
from booking.actions.taking_up import accept_offer, decline_offer, settle_offer

__all__ = [
    "MOST",
    "Given",
    "Person",
    "WaitFor",
    "Weekly",
    "accept_offer",
    "accept_proposal",
    "add_hours",
    "add_to_note",
    "answer",
    "answer_anew",
    "answer_question",
    "answer_to_move",
    "arrive",
    "ask_me_in_the_morning",
    "ask_me_no_more",
    "ask_person",
    "ask_question",
    "assessed",
    "block",
    "book",
    "book_for_someone_else",
    "call_off",
    "came_back",
    "cancel",
    "cancel_rest",
    "change_client",
    "clear_at_door",
    "clear_review",
    "close_clinic",
    "complete",
    "complete_by_itself",
    "copy_day",
    "decline_offer",
    "decline_proposal",
    "decline_review",
    "delete_nights",
    "doctor_said_yes",
    "end_at_door",
    "end_hours",
    "extend",
    "first_reviewable",
    "free_for",
    "free_time",
    "give_back",
    "hand_over",
    "hold",
    "hold_for",
    "hold_instead",
    "hold_series",
    "join_waiting",
    "keep_answers",
    "lapse_proposal",
    "leave_waiting",
    "look_after",
    "mark_no_show",
    "merge_clients",
    "move",
    "note_call",
    "nothing_new",
    "offer_to",
    "offer_waiting",
    "open_extra",
    "override",
    "pair_for",
    "phone_no_more",
    "phone_only",
    "propose",
    "purge",
    "read_answers",
    "receive_test",
    "reconsider",
    "record_doctor",
    "remove_change",
    "review_deadline",
    "say_late",
    "send_link",
    "send_test",
    "settle_offer",
    "sign_note",
    "still_to_ask",
    "take_payment",
    "tell_again",
    "tell_of_night",
    "tidy",
    "try_on_appointments",
    "unasked",
    "undo_payment",
    "withdraw_proposal",
    "write_note",
]
