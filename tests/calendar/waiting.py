"""Requests that wait for a decision, and who decides, for the tests of the queue."""

from datetime import timedelta

from django.urls import reverse, reverse_lazy

from booking.actions import read_answers
from tests.factories import NOW, TUESDAY, at, make_review, make_user

DOCTOR = {"practice": "Mill Lane Surgery", "said_on": "2026-12-01"}
QUEUE = reverse_lazy("calendar:review_list")


def in_review(evening, *, days=7, doctor=DOCTOR, **answers):
    treatment, therapist, room = evening
    row = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY + timedelta(days=days), "19:00"),
        **answers,
    )
    if doctor:
        row.review |= {"doctor": doctor}
    row.save()
    return row


def signed_in(client, role):
    user = make_user(role=role)
    client.force_login(user)
    return user


def read(review, user):
    read_answers(screening=review.screening, by=user, why="to decide", now=NOW)


def address(review, name="decide"):
    return reverse(f"calendar:review_{name}", args=[review.ref])


def decision(review, what, **fields):
    return {
        "decision": what,
        "revision": review.revision,
        "until": "2026-12-31",
    } | fields


def text_of(response):
    return response.content.decode()
