"""What a browser may do with one press: twice, ten times, again later, elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from booking.models import Appointment, Status
from tests.experiments.visitor import Visitor
from tests.factories import make_evening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path():
    treatment, _therapist, _room = make_evening()
    return f"/book/{treatment.slug}/"


@pytest.fixture
def visitor(path, site):
    """Somebody with the page of times open."""
    visitor = Visitor(site.port)
    visitor.starts = visitor.get(path).starts
    return visitor


def press_at_once(visitors, path, starts):
    """What each is answered who presses a time, all at the same moment."""
    gate = Barrier(len(visitors))

    def press(visitor, start):
        gate.wait(30)
        return visitor.post(path, start=start)

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(press, visitors, starts))


@pytest.mark.parametrize("times", [2, 10])
def test_the_same_press_at_once_makes_one_appointment(visitor, path, times):
    windows = [visitor.copy() for _press in range(times)]

    answers = press_at_once(windows, path, [visitor.starts[0]] * times)

    held = Appointment.objects.get()
    assert {answer.status for answer in answers} == {303}
    assert {answer.location for answer in answers} == {
        f"/appointments/{held.ref}/questions/"
    }


def test_a_press_again_after_a_lost_answer_finds_the_same_appointment(visitor, path):
    lost = visitor.copy()
    lost.post(path, start=visitor.starts[0])

    answer = visitor.post(path, start=visitor.starts[0])

    held = Appointment.objects.get()
    assert answer.location == f"/appointments/{held.ref}/questions/"


def test_two_windows_that_press_two_times_at_once_hold_one(visitor, path):
    """One of them is the other's earlier hold, given back."""
    windows = [visitor.copy(), visitor.copy()]

    answers = press_at_once(windows, path, [visitor.starts[0], visitor.starts[-1]])

    held = Appointment.objects.get(status=Status.HELD)
    assert {answer.status for answer in answers} == {303}
    assert held.ref in answers[0].location
    assert held.ref in answers[1].location


def test_of_two_browsers_at_one_time_one_holds_it(visitor, path, site):
    other = Visitor(site.port)
    other.get(path)

    answers = press_at_once([visitor, other], path, [visitor.starts[0]] * 2)

    assert sorted(answer.status for answer in answers) == [303, 409]
    assert Appointment.objects.count() == 1


def test_a_key_of_another_browser_opens_nothing(visitor, path, site):
    visitor.post(path, start=visitor.starts[0])
    other = Visitor(site.port)
    other.get(path)

    answer = other.post(path, start=visitor.starts[-1], key=visitor.hidden["key"])

    assert answer.status == 404
    assert Appointment.objects.count() == 1
