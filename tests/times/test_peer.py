"""The occupancy a peer is measured with, and the number of starts both must find.

Eight therapists, 16:00 to 22:00 every day, one treatment of 60 minutes with 15 minutes
of rest, a start every 15 minutes. An evening has five places with a rest between them,
and each is taken with probability one half.
"""

import random
from datetime import date, timedelta

from booking.times import by_evening, free_slots, free_starts
from tests.times.given import DAY, at, busy, hours, rules

TODAY = date(2026, 11, 20)
THERAPISTS = range(8)
PLACES = ["16:00", "17:15", "18:30", "19:45", "21:00"]
REST = timedelta(minutes=15)


def occupancy():
    """60 days of it: therapist by therapist, day by day, place by place."""
    dice = random.Random(20261120)
    for therapist in THERAPISTS:
        for number in range(60):
            for place in PLACES:
                if dice.random() < 0.5:
                    starts_at = at(place, TODAY + (1 + number) * DAY)
                    yield busy(
                        place, place, therapist=therapist, room=therapist
                    )._replace(
                        starts_at=starts_at,
                        busy_until=starts_at + timedelta(hours=1) + REST,
                    )


def question():
    """The next 30 days from tomorrow, with a room for each therapist."""
    return {
        "hours": [
            hours("16:00", "22:00", weekday=weekday, therapist=therapist)
            for therapist in THERAPISTS
            for weekday in range(7)
        ],
        "changes": [],
        "busy": list(occupancy()),
        "therapists": THERAPISTS,
        "rooms": THERAPISTS,
        "minutes": 60,
        "buffer": 15,
        "rules": rules(now=at("12:00", TODAY), slot_interval=15),
        "since": TODAY + DAY,
        "until": TODAY + 31 * DAY,
    }


def test_half_the_places_are_taken():
    assert len(list(occupancy())) == 1202


def test_the_peers_occupancy_leaves_1470_therapist_starts_in_30_days():
    slots = free_slots(**question())

    assert sum(len(slot.therapists) for slot in slots) == 1470
    assert free_starts(**question()).therapist_starts() == 1470
    assert len(by_evening(slots)) == 30
