"""Wall clock to UTC, free time, bedtime and review deadlines: pure, no database."""

from booking.times.bedtime import (
    Fit,
    RankedSlot,
    ask_if_night,
    fit,
    gap_text,
    rank,
    ranked,
)
from booking.times.clock import Span, evenings_of, local_date, midnight, reach
from booking.times.free import FreeStarts, free_starts
from booking.times.reminder import day_before
from booking.times.review import deadline, earliest_start, moment_after, time_left
from booking.times.rows import SLOT_INTERVALS, Busy, Change, Hours, Load, Rules, Slot
from booking.times.seen import no_room, open_spans
from booking.times.slots import by_evening, first_evening, free_slots, slots_of
from booking.times.together import beside

__all__ = [
    "SLOT_INTERVALS",
    "Busy",
    "Change",
    "Fit",
    "FreeStarts",
    "Hours",
    "Load",
    "RankedSlot",
    "Rules",
    "Slot",
    "Span",
    "ask_if_night",
    "beside",
    "by_evening",
    "day_before",
    "deadline",
    "earliest_start",
    "evenings_of",
    "first_evening",
    "fit",
    "free_slots",
    "free_starts",
    "gap_text",
    "local_date",
    "midnight",
    "moment_after",
    "no_room",
    "open_spans",
    "rank",
    "ranked",
    "reach",
    "slots_of",
    "time_left",
]
