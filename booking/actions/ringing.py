"""A client who books by phone only: said by a manager, for a private reason."""

from datetime import datetime

from booking.actions.verb import verb
from booking.models import Client, PhoneOnly
from clinic.models import User


@verb
def phone_only(*, client: Client, reason: str, by: User, now: datetime) -> PhoneOnly:
    """Their pages ask them to ring from now on; a new reason replaces the old."""
    rows = Client.objects.select_for_update()
    row = PhoneOnly.objects.filter(client=rows.get(pk=client.pk)).first()
    row = row or PhoneOnly(client=client)
    row.reason, row.by, row.since = {"text": reason}, by, now
    row.save()
    return row


@verb
def phone_no_more(*, client: Client) -> None:
    """The client may book by themselves again; the reason goes."""
    PhoneOnly.objects.filter(client=client).delete()
