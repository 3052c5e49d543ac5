"""Two rows of one person are joined: recorded, one way, and never in a ring."""

import pytest

from booking.actions import merge_clients
from booking.actions.clients import stands_for
from booking.actions.problems import AlreadyJoined, NotAllowed
from booking.models import Client, ClientMerge
from tests.factories import NOW, make_client, make_clinic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    make_clinic()
    return make_user(role="Front desk")


def test_it_is_recorded_who_joined_whom_and_nothing_moves(desk):
    one, two = make_client(), make_client()

    merge = merge_clients(client=one, into=two, by=desk, now=NOW)

    assert (merge.client, merge.into, merge.by, merge.at) == (one, two, desk, NOW)
    assert set(Client.objects.same_person(one)) == {one, two}
    assert set(Client.objects.same_person(two)) == {one, two}


def test_a_chain_ends_at_its_last_row(desk):
    one, two, three = make_client(), make_client(), make_client()
    merge_clients(client=two, into=three, by=desk, now=NOW)

    merge_clients(client=one, into=two, by=desk, now=NOW)

    assert ClientMerge.objects.get(client=one).into == three
    assert set(Client.objects.same_person(one)) == {one, two, three}


def test_a_row_that_was_joined_takes_its_whole_person_along(desk):
    one, two, three = make_client(), make_client(), make_client()
    merge_clients(client=one, into=two, by=desk, now=NOW)

    merge_clients(client=one, into=three, by=desk, now=NOW)

    assert stands_for(one) == three
    assert set(Client.objects.same_person(two)) == {one, two, three}


@pytest.mark.parametrize("backwards", [True, False])
def test_one_person_is_not_joined_twice_or_in_a_ring(desk, backwards):
    one, two = make_client(), make_client()
    merge_clients(client=one, into=two, by=desk, now=NOW)
    pair = (two, one) if backwards else (one, two)

    with pytest.raises(AlreadyJoined):
        merge_clients(client=pair[0], into=pair[1], by=desk, now=NOW)
    assert ClientMerge.objects.count() == 1


def test_a_row_is_not_joined_with_itself(desk):
    one = make_client()

    with pytest.raises(AlreadyJoined):
        merge_clients(client=one, into=one, by=desk, now=NOW)


@pytest.mark.parametrize("role", ["Therapist", "Lead therapist", "Editor"])
def test_only_those_who_may_join_rows(desk, role):
    with pytest.raises(NotAllowed):
        merge_clients(
            client=make_client(), into=make_client(), by=make_user(role=role), now=NOW
        )


def test_strangers_stay_strangers(desk):
    one, two, other = make_client(), make_client(), make_client()

    merge_clients(client=one, into=two, by=desk, now=NOW)

    assert set(Client.objects.same_person(other)) == {other}
