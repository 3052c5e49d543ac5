"""The power goes while people press: what they were told is true afterwards."""

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from django.db import connection

from booking.models import Appointment, AppointmentEvent, Status
from tests.experiments.site import served
from tests.experiments.visitor import Visitor
from tests.factories import make_evening, make_room, make_therapist

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6
TOLD = 12
PATIENCE = 60  # seconds


@pytest.fixture
def path():
    treatment, _therapist, _room = make_evening(lead_time_minutes=0)
    for _other in range(2):
        make_therapist(treatments=[treatment])
        make_room()
    return f"/book/{treatment.slug}/"


def keep_holding(site, path, number, told):
    """Hold one time after another, each from a new browser, until nobody answers."""
    try:
        for turn in range(100):
            visitor = Visitor(site.port)
            starts = visitor.get(path).starts
            start = starts[(number + turn * PEOPLE) * 5 % len(starts)]
            answer = visitor.post(path, start=start)
            if answer.status == 303:
                told.append(answer.location.split("/")[2])
    except (OSError, HTTPException):
        return


def kill_once_told(site, told):
    until = time.monotonic() + PATIENCE
    while len(told) < TOLD and time.monotonic() < until:
        time.sleep(0.005)
    site.kill()


def test_every_hold_that_was_told_outlives_the_kill(path):
    told = []
    with served(more=["--preload"]) as site, ThreadPoolExecutor(PEOPLE) as pool:
        for number in range(PEOPLE):
            pool.submit(keep_holding, site, path, number, told)
        kill_once_told(site, told)

    held = Appointment.objects.filter(ref__in=told, status=Status.HELD)
    assert len(told) >= TOLD
    assert held.count() == len(told)
    assert no_half_rows()
    with served(workers=1) as again:
        visitor = Visitor(again.port)
        answer = visitor.post(path, start=visitor.get(path).starts[-1])
    assert answer.status == 303


def no_half_rows():
    """Each appointment with the event that was written beside it, and a sound file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    events = AppointmentEvent.objects.filter(what="held").values("appointment")
    return not Appointment.objects.exclude(pk__in=events).exists()
