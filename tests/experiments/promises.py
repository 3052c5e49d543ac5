"""What holds in the clinic at every moment, read from the rows alone."""

from itertools import pairwise

from django.db import connection

from booking.actions import unasked
from booking.models import Appointment, Clearance, Outcome, Status
from booking.models.appointment import GIVEN, RUNNING, TRANSITIONS
from booking.screening.vocabulary import LOCKED_SECTION, LOCKED_SIX

ROWS = Appointment.objects.select_related(
    "clearance", "screening", "treatment", "therapist"
).prefetch_related("events")


def hold(seen, *, now, only=None):
    """Every promise; returns the statuses there are.

    `seen` keeps the revision each row was last looked at with; `only` are the rows to
    look at, all unless given.
    """
    connection.check_constraints()
    rows = ROWS.order_by("starts_at")
    rows = list(rows.filter(pk__in=only) if only is not None else rows)
    nobody_is_in_two_places(rows, "therapist_id")
    nobody_is_in_two_places(rows, "room_id")
    for row in rows:
        if seen.get(row.pk) != row.revision:
            what_runs_out_is_held_or_in_review(row)
            every_step_was_allowed(row)
            no_session_without_a_clearance(row)
            none_of_the_six_without_a_therapist(row)
            nothing_unasked_was_answered(row, now)
            seen[row.pk] = row.revision
    return {row.status for row in rows}


def nobody_is_in_two_places(rows, who):
    taking = [row for row in rows if row.status in Status.values and takes_time(row)]
    for key in {getattr(row, who) for row in taking}:
        own = [row for row in taking if getattr(row, who) == key]
        for before, after in pairwise(own):
            assert before.busy_until <= after.starts_at, (who, before, after)


def takes_time(row):
    return row.status in (*RUNNING, *GIVEN)


def what_runs_out_is_held_or_in_review(row):
    assert (row.expires_at is not None) == (row.status in RUNNING), row.status


def every_step_was_allowed(row):
    """Each change of status has its event, and the table allows it.

    In the order they were written: two who act at once may read different clocks.
    """
    written = sorted(row.events.all(), key=lambda event: event.pk)
    statuses = [event.status for event in written]
    assert statuses[-1] == row.status
    for before, after in pairwise(statuses):
        assert before == after or after in TRANSITIONS[before], statuses


def no_session_without_a_clearance(row):
    """For this client and treatment, and still good when it starts."""
    if row.status not in GIVEN:
        return
    permit = row.clearance
    assert permit.client_id == row.client_id == row.screening.client_id
    assert permit.treatment_id == row.treatment_id == row.screening.treatment_id
    assert permit.screening_id == row.screening_id
    assert row.starts_at <= row.cleared_until == permit.valid_until
    assert row.screening.final
    if permit.basis != Clearance.Basis.OVERRIDE:
        assert row.therapist.holds(row.screening.training_needed)
    assert decided_by_rules(permit) or decided_by_somebody(row)


def decided_by_rules(permit):
    may = permit.outcome in (Outcome.CLEAR, Outcome.ADAPT)
    return permit.basis == Clearance.Basis.RULES and may


def decided_by_somebody(row):
    """A therapist who reviewed it, or a manager who says so against the rules."""
    reasons = {
        Clearance.Basis.THERAPIST: "reviewed",
        Clearance.Basis.OVERRIDE: "override",
    }
    basis, by = row.clearance.basis, row.clearance.decided_by
    decisions = [(event.by, event.reason) for event in row.events.all()]
    return (by, reasons.get(basis)) in decisions


def none_of_the_six_without_a_therapist(row):
    if row.status in GIVEN:
        ticks = row.screening.content["answers"].get(LOCKED_SECTION)
        if ticks != ["none"] or set(ticks) & set(LOCKED_SIX):
            assert decided_by_somebody(row), ticks


def nothing_unasked_was_answered(row, now):
    """What the rules alone confirmed was asked everything that is asked there."""
    if row.status == Status.CONFIRMED and decided_by_rules(row.clearance):
        assert not unasked(row.screening, row.treatment, row.starts_at, now)
        assert row.screening.covers(row.starts_at)
