"""A browser on its way from the hold to booked, for the tests of these pages."""

import re

from booking.actions import tidy
from booking.models import Questionnaire
from booking.public.check import health_check
from tests.factories import CONSENTS, NOTHING, NOW, TUESDAY, at, make_evening, make_held
from tests.public.pages import html

SEVEN = at(TUESDAY, "19:00")

# A box or a radio button that is ticked, but for those of the talk form.
TICKED = re.compile(r"<input(?![^>]*talk-)[^>]* checked[^>]*>")
HANNAH = {"name": "Hannah Whitlock", "email": "hannah@whitlock.example"}


def hold(*, starts_at=SEVEN, slug="parasympathetic-evening-60", **fields):
    """An evening at the clinic, and a time of it that is held."""
    treatment, therapist, room = make_evening(slug=slug)
    return make_held(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=starts_at,
        **fields,
    )


def url(appointment, step):
    return f"/appointments/{appointment.ref}/{step}/"


def lists(
    held,
    *,
    now=NOW,
    consents=CONSENTS,
    starts_at=None,
    treatment=None,
    everything=False,
    news=False,
    **ticked,
):
    """What the page of the lists posts: "none" everywhere, but for what is named.

    None leaves a list out.
    """
    held.refresh_from_db()
    check = health_check(
        held,
        now=now,
        starts_at=starts_at,
        treatment=treatment,
        everything=everything,
        news=news,
    )
    answers = {key: NOTHING[key] for key in check.fields if key in NOTHING} | ticked
    return {
        "lists-version": Questionnaire.objects.published().number,
        "lists-shown": " ".join(check.keys),
        **{key: value for key, value in answers.items() if value is not None},
        **dict.fromkeys(consents, "on"),
    }


def details(held, **typed):
    """What the page of the details posts."""
    held.refresh_from_db()
    return HANNAH | {"revision": held.revision} | typed


def answer(client, held, more=None, **boxes):
    """Through the lists, and what they ask about a tick."""
    client.post(url(held, "questions"), lists(held, **boxes))
    if more is not None:
        client.post(url(held, "more"), more)
    held.refresh_from_db()


def book(client, held, **typed):
    """Press the one button that books."""
    response = client.post(url(held, "details"), details(held, **typed))
    held.refresh_from_db()
    return response


def ticked(response):
    return TICKED.findall(html(response))


def lose(held, now):
    """Its time runs out, and somebody else holds it."""
    tidy(appointment=held, now=now)
    make_held(
        treatment=held.treatment,
        therapist=held.therapist,
        room=held.room,
        starts_at=held.starts_at,
        now=now,
    )
    held.refresh_from_db()
