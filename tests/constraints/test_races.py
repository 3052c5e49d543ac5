"""Eight connections want one evening; with the guard one gets it, without it all do."""

from tests.constraints.guards import again, without
from tests.constraints.racing import race
from tests.constraints.rows import (
    EIGHT,
    HOUR,
    SEVEN,
    committed,
    make_client,
    make_permit,
    make_therapist,
    make_visit,
)

pytestmark = committed
FREE = ("visit_therapist_free", "visit_room_free")


def test_one_of_eight_gets_the_evening(schema):
    therapist = make_therapist(schema)

    ends = race(lambda _number: make_visit(schema, therapist=therapist))

    assert ends.count(True) == 1
    assert schema.model("Visit").objects.count() == 1


def test_without_the_guard_all_eight_do(schema):
    """The twin: should it ever see one, the test above would prove nothing."""
    therapist = make_therapist(schema)
    schema.migrate(*without(*FREE))

    ends = race(lambda _number: make_visit(schema, therapist=therapist))

    assert ends == [True] * 8
    assert schema.model("Visit").objects.count() == 8


def test_with_the_guard_back_one_of_eight_does_again(schema):
    therapist = make_therapist(schema)
    schema.migrate(*without(*FREE))
    schema.migrate(*again(*FREE))

    ends = race(lambda _number: make_visit(schema, therapist=therapist))

    assert ends.count(True) == 1


def test_one_of_eight_staggered_times_that_all_meet_gets_the_room(schema):
    therapists = [make_therapist(schema) for _number in range(8)]

    ends = race(
        lambda number: make_visit(
            schema,
            therapist=therapists[number],
            room=1,
            starts_at=SEVEN + number * HOUR / 10,
            busy_until=EIGHT + number * HOUR / 10,
        )
    )

    assert ends.count(True) == 1


def test_eight_evenings_side_by_side_are_all_given(schema):
    therapist = make_therapist(schema)

    ends = race(
        lambda number: make_visit(
            schema,
            therapist=therapist,
            starts_at=SEVEN + number * HOUR,
            busy_until=EIGHT + number * HOUR,
        )
    )

    assert ends == [True] * 8


def test_one_of_eight_moves_onto_the_free_hour(schema):
    therapist = make_therapist(schema)
    visits = [
        make_visit(
            schema,
            therapist=therapist,
            starts_at=SEVEN + day * 24 * HOUR,
            busy_until=EIGHT + day * 24 * HOUR,
        )
        for day in range(1, 9)
    ]

    ends = race(
        lambda number: (
            schema.model("Visit")
            .objects.filter(pk=visits[number].pk)
            .update(starts_at=SEVEN, busy_until=EIGHT)
        )
    )

    assert ends.count(True) == 1
    assert schema.model("Visit").objects.filter(starts_at=SEVEN).count() == 1


def test_a_client_set_once_is_set_by_one_of_eight(schema):
    visit = make_visit(schema)
    clients = [make_client(schema) for _number in range(8)]

    ends = race(
        lambda number: (
            schema.model("Visit")
            .objects.filter(pk=visit.pk)
            .update(client=clients[number])
        )
    )

    assert ends.count(True) == 1


def test_no_copy_outlives_a_change_of_its_original(schema):
    """One changes the permit while seven copy it as it was: both cannot be."""
    schema.migrate(*without("permit_frozen"))
    permit = make_permit(schema)
    therapists = [make_therapist(schema) for _number in range(8)]

    def act(number):
        if number == 0:
            schema.model("Permit").objects.update(until=EIGHT)
            return
        make_visit(
            schema,
            therapist=therapists[number],
            permit=permit,
            client=permit.client,
            permit_until=permit.until,
        )

    race(act)

    permit.refresh_from_db()
    copies = schema.model("Visit").objects.all()
    assert all(copy.permit_until == permit.until for copy in copies)
