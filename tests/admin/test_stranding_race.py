"""A save that takes time away waits for whoever is booking that time just now."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from booking.actions.steps import lock
from booking.models import Room
from tests.admin.pages import change_url, posted, signed_in
from tests.factories import TUESDAY, at, make_evening, make_held

pytestmark = pytest.mark.django_db(transaction=True)


def test_switching_off_a_room_waits_for_a_hold_and_then_asks_about_it():
    treatment, therapist, room = make_evening()
    client = Client()
    signed_in(client, role="Manager")
    form = posted(client.get(change_url(room)), active=None)
    locked, answers = Event(), []

    def save():
        locked.wait(5)
        answers.append(client.post(change_url(room), form))
        connection.close()

    saving = Thread(target=save)
    saving.start()
    with transaction.atomic():
        lock(therapists=[therapist.pk], rooms=[room.pk])
        locked.set()
        saving.join(0.6)
        waited = saving.is_alive()
        make_held(
            treatment=treatment,
            therapist=therapist,
            room=room,
            starts_at=at(TUESDAY, "19:00"),
        )
    saving.join(20)

    assert waited
    assert "someone who is booking just now" in answers[0].content.decode()
    assert Room.objects.get().active
