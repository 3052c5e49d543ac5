"""Links to one's own page: made when a mail is told, kept only as a hash."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from booking.models import AccessLink, Appointment, Clinic, Message, WaitingRequest
from booking.times import midnight

OPENS_UNTIL = timedelta(days=30)  # after the start, so that "book again" works
HOUR = timedelta(hours=1)
ASKED_BY_ONE = 3  # times an hour one address is mailed links
ASKED_BY_ALL = 300  # times an hour anybody is, so that nobody mails the world
TYPED_KEPT = timedelta(days=1)


def make_link(to: Appointment | WaitingRequest) -> str:
    """The address of a new link: 256 random bits, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    if isinstance(to, Appointment):
        opens = {"appointment": to, "expires_at": to.starts_at + OPENS_UNTIL}
    else:
        over = midnight(to.until, Clinic.objects.current().zone)
        opens = {"waiting": to, "expires_at": over + OPENS_UNTIL}
    AccessLink.objects.create(token_hash=_hash(token), **opens)
    return f"{settings.SITE_URL}{reverse('booking:link_open', args=[token])}"


def find_link(token: str, *, now: datetime) -> AccessLink | None:
    """What a token opens; None where it is unknown, too old or revoked."""
    rows = AccessLink.objects.live(now).select_related(
        "appointment__screening", "waiting"
    )
    return rows.filter(token_hash=_hash(token)).first()


def ask_for_links(*, address: str, now: datetime) -> None:
    """Have fresh links mailed to an address, if it has appointments to come.

    Known or not, the same row is written: whose it is, the worker finds out. Too many
    within an hour are dropped without a word; the lock makes the count exact.
    """
    with transaction.atomic(durable=True):
        list(Clinic.objects.select_for_update(no_key=True).values_list("pk"))
        asked = Message.objects.asking_for_links().filter(due_at__gt=now - HOUR)
        too_often = asked.filter(recipient=address).count() >= ASKED_BY_ONE
        if too_often or asked.count() >= ASKED_BY_ALL:
            return
        Message.objects.create(
            key=f"links:{uuid.uuid4()}",
            kind=Message.Kind.LINKS,
            recipient=address,
            due_at=now,
        )


def forget_links(*, now: datetime) -> None:
    """Delete links that open nothing any more, and addresses typed long ago."""
    AccessLink.objects.filter(expires_at__lte=now).delete()
    asked = Message.objects.asking_for_links().over()
    asked.filter(due_at__lt=now - TYPED_KEPT).delete()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
