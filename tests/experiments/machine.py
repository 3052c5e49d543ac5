"""A clinic that lives through random days: every verb, in any order, with any answers.

After each step the promises of tests/experiments/promises.py are looked at.
"""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from booking import actions
from booking.actions.problems import Refused
from booking.models import Appointment, Screening, Status
from tests.experiments import promises
from tests.experiments.answers import brought, said
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_evening,
    make_room,
    make_therapist,
    make_treatment,
    make_user,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MOST = 8  # appointments in one life, so that they get in each other's way
STARTS = [
    at(MONDAY + day * DAY, wall)
    for day in (1, 4, 7, 9)
    for wall in ("18:00", "18:30", "19:45")
]
HANNAH = actions.Person(
    name="Hannah Whitlock", email="hannah@whitlock.example", phone="01632 960201"
)

which = st.integers(0, MOST - 1)
starts = st.sampled_from(STARTS)
treatments = st.integers(0, 1)
wishes = st.sampled_from(["anyone", "anyone", "woman", "man"])
passing = st.sampled_from([1, 5, 19, 21, 60, 5 * 60, 26 * 60]).map(
    lambda minutes: minutes * MINUTE
)


def with_any(*statuses):
    """A rule for when there is an appointment of one of these statuses."""
    return precondition(lambda self: self.statuses & set(statuses))


class Clinic(RuleBasedStateMachine):
    """Two treatments, two therapists, two rooms, and a few clients."""

    statuses = frozenset()

    @initialize(pressed=st.lists(starts, min_size=3, max_size=6))
    def open(self, pressed):
        """Everything is undone at the end, so every life begins in an empty clinic."""
        self.life = transaction.atomic()
        self.life._from_testcase = True  # the verbs' own transactions may be inside
        self.life.__enter__()
        evening, trained, _room = make_evening()
        trained.trainings = ["pregnancy", "cancer_care"]
        trained.listed_as = "woman"
        trained.save()
        hands = make_treatment(slug="hands-feet-scalp-45")
        trained.treatments.add(hands)
        make_therapist(treatments=[evening, hands], listed_as="man")
        make_room(step_free=True)
        self.treatments = [evening, hands]
        self.ines = make_user(role="Lead therapist")
        self.now = NOW
        self.seen = {}
        self.form = None
        for start in pressed:
            self.hold(start, "anyone", 0, same=False)

    def teardown(self):
        if hasattr(self, "life"):
            transaction.set_rollback(True)
            self.life.__exit__(None, None, None)

    def one(self, which, *statuses):
        """An appointment, one of these statuses if there is one."""
        rows = list(Appointment.objects.order_by("pk"))
        wanted = [row for row in rows if row.status in statuses] or rows
        return wanted[which % len(wanted)] if wanted else None

    def do(self, verb, appointment, **wanted):
        """What a page does: ask, and take no for an answer."""
        if appointment is not None:
            with suppress(Refused):
                verb(appointment=appointment, now=self.now, **wanted)

    def given(self, answers, appointment, treatment=None, starts_at=None, **more):
        return brought(
            answers,
            treatment=treatment or appointment.treatment,
            until_start=(starts_at or appointment.starts_at) - self.now,
            **more,
        )

    # The client's way

    @rule(start=starts, wish=wishes, treatment=treatments, same=st.booleans())
    def hold(self, start, wish, treatment, same):
        if not (same and self.form):
            self.form = uuid.uuid4()
        if Appointment.objects.count() >= MOST:
            return
        mine = Appointment.objects.filter(key=self.form).values_list("ref", flat=True)
        with suppress(Refused):
            actions.hold(
                key=self.form,
                treatment=self.treatments[treatment],
                starts_at=start,
                wish=wish,
                mine=list(mine),
                now=self.now,
            )

    @with_any(Status.HELD)
    @rule(which=which)
    def extend(self, which):
        self.do(actions.extend, self.one(which, Status.HELD))

    @with_any(Status.HELD)
    @rule(which=which, said=said(), final=st.booleans(), hidden=st.integers(0, 1))
    def answer(self, which, said, final, hidden):
        held = self.one(which, Status.HELD)
        if held:
            given = self.given(said, held, final=final, hidden=hidden)
            self.do(actions.answer, held, given=given)

    @with_any(Status.HELD)
    @rule(which=which, said=said())
    def answer_and_book(self, which, said):
        held = self.one(which, Status.HELD)
        if held:
            self.do(actions.answer, held, given=self.given(said, held))
            self.do(actions.book, held, person=HANNAH)

    @with_any(Status.HELD)
    @rule(which=which, doctor=st.sampled_from([None, {"practice": "Dr Shah"}]))
    def book(self, which, doctor):
        held = self.one(which, Status.HELD)
        self.do(actions.book, held, person=HANNAH, doctor=doctor)

    @with_any(Status.HELD, Status.EXPIRED)
    @rule(which=which, start=starts | st.none(), treatment=treatments)
    def hold_instead(self, which, start, treatment):
        held = self.one(which, Status.HELD, Status.EXPIRED)
        wanted = self.treatments[treatment]
        self.do(actions.hold_instead, held, starts_at=start, treatment=wanted)

    @with_any(Status.HELD)
    @rule(which=which, starts=st.lists(starts, max_size=3, unique=True))
    def hold_series(self, which, starts):
        held = self.one(which, Status.HELD)
        if held and Appointment.objects.count() + len(starts) <= MOST + 4:
            self.do(actions.hold_series, held, every=1, starts=starts)

    @with_any(Status.HELD)
    @rule(which=which, starts=st.lists(starts, max_size=3, unique=True), said=said())
    def book_series(self, which, starts, said):
        self.hold_series(which, [start for start in starts if start > STARTS[2]])
        self.answer_and_book(which, said)

    @with_any(Status.REVIEW)
    @rule(which=which, said=said())
    def answer_again(self, which, said):
        asked = self.one(which, Status.REVIEW)
        if asked:
            self.do(actions.answer, asked, given=self.given(said, asked))

    @with_any(Status.HELD)
    @rule(which=which, anyway=st.booleans())
    def ask_person(self, which, anyway):
        held = self.one(which, Status.HELD)
        self.do(actions.ask_person, held, person=HANNAH, anyway=anyway)

    @with_any(Status.HELD)
    @rule(which=which)
    def book_for_someone_else(self, which):
        held = self.one(which, Status.HELD)
        self.do(actions.book_for_someone_else, held, them=HANNAH)

    @with_any(Status.EXPIRED)
    @rule(which=which, said=said())
    def keep_answers(self, which, said):
        lost = self.one(which, Status.EXPIRED)
        if lost:
            self.do(actions.keep_answers, lost, given=self.given(said, lost))

    # Afterwards

    @with_any(Status.CONFIRMED, Status.REVIEW)
    @rule(which=which, start=starts)
    def move(self, which, start):
        booked = self.one(which, Status.CONFIRMED, Status.REVIEW)
        self.do(actions.move, booked, starts_at=start)

    @with_any(Status.CONFIRMED)
    @rule(which=which, start=starts, treatment=treatments, said=said())
    def answer_to_move(self, which, start, treatment, said):
        booked, wanted = self.one(which, Status.CONFIRMED), self.treatments[treatment]
        if booked is None:
            return
        try:
            therapist, room = actions.pair_for(
                booked, starts_at=start, treatment=wanted, now=self.now
            )
        except Refused:
            return
        self.do(
            actions.answer_to_move,
            booked,
            given=self.given(said, booked, wanted, start),
            treatment=wanted,
            therapist=therapist,
            room=room,
            starts_at=start,
        )

    @with_any(Status.CONFIRMED, Status.REVIEW)
    @rule(which=which)
    def cancel(self, which):
        self.do(actions.cancel, self.one(which, Status.CONFIRMED, Status.REVIEW))

    @with_any(Status.CONFIRMED, Status.REVIEW)
    @rule(which=which)
    def cancel_rest(self, which):
        self.do(actions.cancel_rest, self.one(which, Status.CONFIRMED, Status.REVIEW))

    # The therapists

    @with_any(Status.REVIEW)
    @rule(which=which, said=said())
    def ask_aloud(self, which, said):
        asked = self.one(which, Status.REVIEW)
        if asked:
            how = {"how": Screening.How.ALOUD, "entered_by": self.ines}
            self.do(actions.answer, asked, given=self.given(said, asked, **how))

    @with_any(Status.REVIEW)
    @rule(which=which, days=st.sampled_from([3, 90, 90]))
    def clear_review(self, which, days):
        asked, until = self.one(which, Status.REVIEW), self.now + days * DAY
        if asked and asked.screening:
            reading = {"by": self.ines, "why": "to decide", "now": self.now}
            actions.read_answers(screening=asked.screening, **reading)
        said = {"practice": "Dr Shah", "said_on": self.now.date()}
        self.do(actions.record_doctor, asked, by=self.ines, **said)
        self.do(actions.clear_review, asked, by=self.ines, valid_until=until)

    @with_any(Status.REVIEW)
    @rule(which=which)
    def decline_review(self, which):
        self.do(actions.decline_review, self.one(which, Status.REVIEW), by=self.ines)

    @with_any(Status.CONFIRMED)
    @rule(which=which, verb=st.sampled_from([actions.complete, actions.mark_no_show]))
    def close(self, which, verb):
        self.do(verb, self.one(which, Status.CONFIRMED), by=self.ines)

    # Time

    @rule(passed=passing)
    def time_passes(self, passed):
        self.now += passed

    @rule()
    def tidy(self):
        for row in Appointment.objects.run_out(self.now):
            self.do(actions.tidy, row)
        actions.purge(now=self.now)

    # What holds at every moment

    @invariant()
    def promises_hold(self):
        if hasattr(self, "now"):
            self.statuses = promises.hold(self.seen, now=self.now)


def live(*, examples, steps):
    """So many lives of at most so many steps each."""
    run_state_machine_as_test(
        Clinic,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
