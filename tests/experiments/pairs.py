"""Two people act on one appointment at once: every pair of ways, many times.

By hand: `python -m tests.experiments.pairs --rounds 10`, on SQLite, or on PostgreSQL
where DATABASE_URL names one. Each round has a therapist, a room and a client of its
own; afterwards every promise must hold, and whatever was refused has a name.
"""

import json
import sys
import uuid
from argparse import ArgumentParser
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from django.db import connection

from booking import actions
from booking.actions.steps import record
from booking.models import (
    AccessRecord,
    Appointment,
    Payment,
    Proposal,
    Questionnaire,
    Status,
)
from booking.models.appointment import RUNNING
from booking.models.questionnaires import parsed
from booking.screening.asked import keys_asked
from booking.times import Span
from tests.experiments import promises
from tests.experiments.at_once import at_once, refusals
from tests.factories import (
    MONDAY,
    NOW,
    at,
    given,
    make_client,
    make_confirmed,
    make_evening,
    make_review,
    make_room,
    make_therapist,
    make_user,
)

DAY = timedelta(days=1)
SEVEN = at(MONDAY + 5 * DAY, "19:00")
TARGET = at(MONDAY + 6 * DAY, "19:00")
QUARTER = NOW + timedelta(days=90)


class Round:
    """One client's appointment, someone else's, and the people who act on them."""

    def __init__(self, treatment, staff):
        self.treatment, self.staff = treatment, staff
        self.place = {
            "treatment": treatment,
            "therapist": make_therapist(treatments=[treatment]),
            "room": make_room(),
        }

    def wish(self, row, therapist):
        row.wish = therapist.slug
        row.save(update_fields=["wish"])
        return row

    def rows(self):
        own = {"therapist": self.place["therapist"]}
        return Appointment.objects.filter(**own)


class Booked(Round):
    """A confirmed one, asked to go to another therapist; another that may move."""

    def __init__(self, treatment, staff):
        super().__init__(treatment, staff)
        own = self.place["therapist"]
        self.row = make_confirmed(starts_at=SEVEN, **self.place)
        other = make_confirmed(starts_at=SEVEN + 2 * DAY, **self.place)
        self.other = self.wish(other, own)
        self.second = make_therapist(treatments=[treatment])
        make_room()
        self.proposal = actions.propose(
            appointment=self.row,
            therapist=self.second,
            starts_at=SEVEN,
            why=Proposal.Why.EVENING,
            by=staff,
            now=NOW,
        )
        self.row.refresh_from_db()
        self.wish(self.row, own)

    def ways(self):
        row, now, by, own = self.row, NOW, self.staff, self.place["therapist"]
        page = {"appointment": row, "now": now}
        asked = {"proposal": self.proposal, "now": now}
        evening = Span(at(TARGET.date(), "16:00"), at(TARGET.date(), "22:00"))
        fresh = given(treatment=self.treatment, starts_at=TARGET)
        return {
            "client cancels": partial(actions.cancel, **page),
            "staff cancel": partial(actions.cancel, by=by, reason="clinic", **page),
            "client moves": partial(actions.move, starts_at=TARGET, **page),
            "staff move": partial(
                actions.move, starts_at=TARGET, by=by, therapist=own, **page
            ),
            "another moves there": partial(
                actions.move, appointment=self.other, starts_at=TARGET, now=now
            ),
            "someone holds it": partial(
                actions.hold,
                key=uuid.uuid4(),
                treatment=self.treatment,
                starts_at=TARGET,
                now=now,
                wish=own.slug,
            ),
            "the desk holds it": partial(
                actions.hold_for,
                key=uuid.uuid4(),
                treatment=self.treatment,
                therapist=own,
                starts_at=TARGET,
                client=make_client(),
                by=by,
                now=now,
            ),
            "answers to move": partial(
                actions.answer_to_move,
                given=fresh,
                therapist=own,
                room=self.place["room"],
                starts_at=TARGET,
                **page,
            ),
            "accepts": partial(actions.accept_proposal, **asked),
            "declines": partial(actions.decline_proposal, **asked),
            "is silent": partial(
                actions.lapse_proposal,
                proposal=self.proposal,
                now=self.proposal.answer_by,
            ),
            "taken back": partial(actions.withdraw_proposal, by=by, **asked),
            "time off there": partial(
                actions.block, therapist=own, spans=[evening], now=now
            ),
            "new questions": partial(actions.reconsider, by=by, **page),
        }

    def check(self):
        """A question that is answered keeps no time; one that is open keeps its own."""
        asked = Proposal.objects.select_related("offer").get(pk=self.proposal.pk)
        waits = asked.state == Proposal.State.WAITING
        assert (asked.offer.status in RUNNING) == waits, asked.state


class InReview(Round):
    """One with a therapist: past clots, so never confirmed by the rules."""

    def __init__(self, treatment, staff):
        super().__init__(treatment, staff)
        self.row = make_review(starts_at=SEVEN, **self.place)
        self.row.review = {"why": "answers", "doctor": {"practice": "Dr Oak"}}
        self.row.save()
        AccessRecord.objects.create(
            who=staff, screening=self.row.screening, why="to decide", at=NOW
        )

    def ways(self):
        page = {"appointment": self.row, "now": NOW}
        seen = page | {"by": self.staff, "revision": self.row.revision}
        return {
            "clear": partial(actions.clear_review, valid_until=QUARTER, **seen),
            "decline": partial(actions.decline_review, **seen),
            "override": partial(
                actions.override, reason="My call", valid_until=QUARTER, **seen
            ),
            "ask": partial(actions.ask_question, text="Which medicine?", **seen),
            "client cancels": partial(actions.cancel, **page),
            "client moves": partial(actions.move, starts_at=TARGET, **page),
            "staff cancel": partial(actions.call_off, **seen),
            "the deadline": partial(
                actions.tidy, appointment=self.row, now=self.row.expires_at
            ),
        }

    def check(self):
        self.row.refresh_from_db()
        if self.row.status == Status.CONFIRMED:
            assert self.row.clearance.decided_by == self.staff


class AtTheDoor(Round):
    """One whose start has come."""

    def __init__(self, treatment, staff):
        super().__init__(treatment, staff)
        self.row = make_confirmed(starts_at=SEVEN, **self.place)

    def door(self, **answers):
        brought = given(treatment=self.treatment, starts_at=SEVEN, now=SEVEN, **answers)
        version = parsed(Questionnaire.objects.published())
        shown = keys_asked(version, self.treatment.facts, "arrival", timedelta(0))
        return replace(brought, shown=shown, stage="arrival", how="aloud")

    def ways(self):
        page = {"appointment": self.row, "now": SEVEN + timedelta(minutes=1)}
        by = page | {"by": self.staff}
        return {
            "arrive": partial(actions.arrive, given=self.door(), **by),
            "staff cancel": partial(actions.cancel, reason="safety", **by),
            "complete": partial(actions.complete, **by),
            "no-show": partial(actions.mark_no_show, **by),
            "late": partial(actions.say_late, **by),
            "note": partial(actions.write_note, text="Slow strokes.", **by),
            "sign": partial(actions.sign_note, text="Slow strokes.", **by),
            "pay": partial(actions.take_payment, how="card", cents=7000, **by),
            "pay in cash": partial(actions.take_payment, how="cash", cents=7000, **by),
        }

    def check(self):
        kept = Payment.objects.filter(appointment=self.row, undone_at__isnull=True)
        assert kept.count() <= 1
        assert self.row.notes.count() <= 1


SCENES = (Booked, InReview, AtTheDoor)


def pairs(scene):
    """The names of every pair of ways, each with itself too."""
    names = {Booked: 14, InReview: 8, AtTheDoor: 9}[scene]
    return list(combinations_with_replacement(range(names), 2))


def begin(found):
    """The rows came from factories; what happened to them so far is on record, too."""
    for row in found.rows().filter(events__isnull=True):
        record(row, row.status, now=NOW)


def meet(scene, one, two, *, treatment, staff):
    """Let the two happen at once; returns their names and how they ended."""
    found = scene(treatment, staff)
    begin(found)
    ways = list(found.ways().items())
    chosen = [ways[one], list(found.ways().items())[two]]
    ends = at_once(*[call for _name, call in chosen])
    promises.hold({}, now=NOW, only=found.rows().values("pk"))
    found.check()
    return [name for name, _call in chosen], refusals(ends)


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    chosen = parser.parse_args()
    with own_database():
        treatment, _therapist, _room = make_evening()
        staff = make_user(is_superuser=True)
        for scene in SCENES:
            counts = Counter()
            for one, two in pairs(scene):
                for _round in range(chosen.rounds):
                    _names, refused = meet(
                        scene, one, two, treatment=treatment, staff=staff
                    )
                    counts.update(["rounds", *refused])
            line = {"scene": scene.__name__, "database": connection.vendor, **counts}
            print(json.dumps(line), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
