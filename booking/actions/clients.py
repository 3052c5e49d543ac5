"""Join two rows of one person, and change how a client is reached."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from booking.actions.booking import Person
from booking.actions.problems import AlreadyJoined, NotAllowed
from booking.actions.verb import verb
from booking.models import AccessLink, Client, ClientMerge, Clinic, Message
from booking.models.kinds import NEVER_RUNG
from clinic.models import User

MAY_MERGE = "booking.merge_client"


@verb
def merge_clients(
    *, client: Client, into: Client, by: User, now: datetime
) -> ClientMerge:
    """Say that two rows are one person; recorded, and never undone.

    Nothing moves. `into` is followed to the row it was joined to itself. Raises
    NotAllowed without the permission, AlreadyJoined where they are one person already.
    """
    if not by.has_perm(MAY_MERGE):
        raise NotAllowed("merge")
    # Joining is rare: one at a time, so that two cannot lead to each other.
    list(Clinic.objects.select_for_update(no_key=True).values_list("pk"))
    first, last = stands_for(client), stands_for(into)
    if first == last:
        raise AlreadyJoined
    return ClientMerge.objects.create(client=first, into=last, by=by, at=now)


def stands_for(client: Client) -> Client:
    """The row that this one was joined to, however far away."""
    known = {client.pk}
    while (merge := ClientMerge.objects.filter(client=client).first()) is not None:
        client = merge.into
        if client.pk in known:
            return client
        known.add(client.pk)
    return client


@transaction.atomic(durable=True)
def change_client(*, client: Client, person: Person, now: datetime) -> Client:
    """How they are called and reached from now on.

    Links mailed to a mailbox that is no longer theirs open nothing any more.
    """
    fresh = Client.objects.select_for_update().get(pk=client.pk)
    if fresh.email.casefold() != person.email.casefold():
        _leave_mailbox(fresh, person, now)
    fresh.name, fresh.email, fresh.phone = person.name, person.email, person.phone
    fresh.may_leave_message = person.may_leave_message
    fresh.when_to_ring = person.when_to_ring
    fresh.save(
        update_fields=["name", "email", "phone", "may_leave_message", "when_to_ring"]
    )
    return fresh


def _leave_mailbox(client: Client, person: Person, now: datetime) -> None:
    """No link that was mailed there opens anything, and what waits goes elsewhere."""
    of_theirs = Q(appointment__client=client) | Q(waiting__client=client)
    AccessLink.objects.filter(of_theirs).revoke(now)
    waiting = Message.objects.filter(
        of_theirs,
        staff__isnull=True,
        channel=Message.Channel.EMAIL,
        state=Message.State.WAITING,
    )
    if person.email:
        waiting.update(recipient=person.email)
    else:
        unsaid = waiting.filter(kind__in=NEVER_RUNG)
        unsaid.update(state=Message.State.CANCELLED)
        waiting.update(recipient=person.phone, channel=Message.Channel.CALL)
