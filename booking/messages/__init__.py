"""What people are told: the words, the links, the calendar file, and the telling.

The verbs write rows; everything a mail says is made when it is told, from the state
then. No mail, link or calendar file names a treatment or says a word about health.
"""

from booking.messages.calendar_file import calendar_file
from booking.messages.calls import drop_pointless_calls, said, stands
from booking.messages.delivery import MailAway, tell_next
from booking.messages.links import ask_for_links, find_link, forget_links, make_link
from booking.messages.watch import worker_state
from booking.messages.wording import left_out

__all__ = [
    "MailAway",
    "ask_for_links",
    "calendar_file",
    "drop_pointless_calls",
    "find_link",
    "forget_links",
    "left_out",
    "make_link",
    "said",
    "stands",
    "tell_next",
    "worker_state",
]
