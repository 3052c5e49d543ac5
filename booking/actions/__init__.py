"""The verbs: the only functions that change an appointment.

Each takes `now`, returns the changed appointment, and raises a named Refused. Verbs
never call verbs; what they share are plain functions of an open transaction.
"""

from booking.actions.answering import answer, answer_to_move, keep_answers
from booking.actions.booking import (
    Person,
    ask_person,
    book,
    book_for_someone_else,
    doctor_said_yes,
)
from booking.actions.changing import cancel, complete, mark_no_show, move, pair_for
from booking.actions.holding import extend, hold, tidy
from booking.actions.instead import hold_instead
from booking.actions.purging import purge
from booking.actions.reviewing import clear_review, decline_review, read_answers
from booking.actions.screened import (
    Given,
    assessed,
    first_reviewable,
    review_deadline,
    still_to_ask,
    unasked,
)

__all__ = [
    "Given",
    "Person",
    "answer",
    "answer_to_move",
    "ask_person",
    "assessed",
    "book",
    "book_for_someone_else",
    "cancel",
    "clear_review",
    "complete",
    "decline_review",
    "doctor_said_yes",
    "extend",
    "first_reviewable",
    "hold",
    "hold_instead",
    "keep_answers",
    "mark_no_show",
    "move",
    "pair_for",
    "purge",
    "read_answers",
    "review_deadline",
    "still_to_ask",
    "tidy",
    "unasked",
]
