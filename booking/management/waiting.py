"""The round for those who wait: close what is over, and offer what is free."""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from booking.actions import offer_waiting, settle_offer
from booking.actions.problems import Refused
from booking.models import WaitingOffer, WaitingRequest

logger = logging.getLogger(__name__)


def look_for_waiting(*, now: datetime) -> int:
    """What one look does; how many were offered a time."""
    settle_offers(now=now)
    end_too_old(now=now)
    try:
        return offer_waiting(now=now)
    except (Refused, DatabaseError) as error:
        logger.warning("nobody was offered a time: %s", type(error).__name__)
        return 0


def settle_offers(*, now: datetime) -> int:
    """Pass on what nobody answered; one that fails waits."""
    settled = 0
    for offer in list(WaitingOffer.objects.unsettled(now)):
        try:
            settled += settle_offer(offer=offer, now=now)
        except (Refused, DatabaseError) as error:
            kind = type(error).__name__
            logger.warning("offer %s stays for now: %s", offer.pk, kind)
    return settled


def end_too_old(*, now: datetime) -> int:
    """Nobody waits beyond the last day they named."""
    over = WaitingRequest.objects.too_old(timezone.localdate(now))
    return over.update(state=WaitingRequest.State.ENDED, ended_at=now)
