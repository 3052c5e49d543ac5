"""Forget holds that never became anybody's, and answers that belong to nobody."""

from datetime import datetime, timedelta

from booking.actions.verb import verb
from booking.models import Appointment, MorningAfter, Screening, Series

ABANDONED_FOR = timedelta(days=30)
AT_ONCE = 200


@verb
def purge(*, now: datetime) -> int:
    """Delete some abandoned holds, with their events and answers; how many holds.

    Answers that somebody replaced before booking go with them, and nights told two
    years ago.
    """
    before = now - ABANDONED_FOR
    holds = Appointment.objects.abandoned(before).values_list("pk", flat=True)
    chosen = list(holds.order_by("pk")[:AT_ONCE])
    Appointment.objects.filter(pk__in=chosen).delete()
    Series.objects.filter(appointments__isnull=True, made_at__lt=before).delete()
    answers = Screening.objects.nobodys(before).values_list("pk", flat=True)
    Screening.objects.filter(pk__in=list(answers.order_by("pk")[:AT_ONCE])).delete()
    nights = MorningAfter.objects.too_old(now).values_list("pk", flat=True)
    MorningAfter.objects.filter(pk__in=list(nights.order_by("pk")[:AT_ONCE])).delete()
    return len(chosen)
