"""What staff do in the reading room; the site, the admin and commands call these.

Each takes `now` and who does it, returns the row, and raises Refused with a sentence.
Each revision says who, when and what was done.
"""

from education.actions.citing import cite
from education.actions.comments import decide
from education.actions.pictures import add_picture, keep_picture, remove_picture
from education.actions.problems import Refused
from education.actions.publishing import publish, unpublish
from education.actions.reviewing import (
    ask_for_review,
    confirm_review,
    note_outside_review,
    send_back,
)
from education.actions.setting_aside import set_aside, take_back
from education.actions.writing import keep, restore

__all__ = [
    "Refused",
    "add_picture",
    "ask_for_review",
    "cite",
    "confirm_review",
    "decide",
    "keep",
    "keep_picture",
    "note_outside_review",
    "publish",
    "remove_picture",
    "restore",
    "send_back",
    "set_aside",
    "take_back",
    "unpublish",
]
