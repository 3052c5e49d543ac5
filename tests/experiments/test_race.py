"""Many visitors at one time; two hundred by hand: `tests.experiments.race`."""

import pytest

from booking.models import Appointment, Treatment
from tests.constraints.schema import guards_removed
from tests.experiments.rush import GUARDS, rush
from tests.factories import make_evening, make_room, make_therapist

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 40
ENOUGH = 24


@pytest.fixture
def slug():
    """What one therapist gives, in one room."""
    treatment, _therapist, _room = make_evening()
    return treatment.slug


def also(slug, *, therapists, rooms):
    for _therapist in range(therapists):
        make_therapist(treatments=[treatment_of(slug)])
    for _room in range(rooms):
        make_room()


def treatment_of(slug):
    return Treatment.objects.get(slug=slug)


def test_one_holds_the_time_and_all_others_are_offered_another(slug, site):
    found = rush(site, slug, clients=MANY)

    assert found.held == 1
    assert found.answers == {303: 1, 409: MANY - 1}
    assert found.losers_without_other_times == 0


def test_with_three_therapists_and_rooms_three_hold_it(slug, site):
    also(slug, therapists=2, rooms=2)

    found = rush(site, slug, clients=ENOUGH)

    assert found.held == 3
    assert found.answers == {303: 3, 409: ENOUGH - 3}


def test_with_three_therapists_and_two_rooms_two_hold_it(slug, site):
    also(slug, therapists=2, rooms=1)

    found = rush(site, slug, clients=ENOUGH)

    assert found.held == 2
    assert found.answers == {303: 2, 409: ENOUGH - 2}


def test_the_constraint_alone_sells_it_once(slug, unguarded_site):
    found = rush(unguarded_site, slug, clients=ENOUGH)

    assert found.held == 1
    assert set(found.answers) <= {303, 409, 503}


def test_the_lock_and_the_second_look_alone_sell_it_once(slug, site):
    with guards_removed(Appointment, *GUARDS):
        found = rush(site, slug, clients=ENOUGH)

    assert found.held == 1
    assert found.answers == {303: 1, 409: ENOUGH - 1}


def test_without_lock_and_constraint_it_is_sold_more_than_once(slug, unguarded_site):
    """The twin: should it ever see one, the tests above would prove nothing."""
    with guards_removed(Appointment, *GUARDS):
        found = rush(unguarded_site, slug, clients=ENOUGH)

    assert found.held > 1
