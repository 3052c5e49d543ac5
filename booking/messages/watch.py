"""What somebody who watches the site wants to know of the worker."""

from datetime import datetime, timedelta

from booking.models import Message, Round

DAY = timedelta(days=1)


def worker_state(now: datetime) -> dict[str, object]:
    """Its last round, for how many seconds the oldest mail is overdue, and what failed.

    Figures only: whoever asks need not be one of the team.
    """
    last = Round.objects.filter(pk=1).first()
    oldest = Message.objects.due(now).first()
    late = (now - oldest.due_at).total_seconds() if oldest else 0
    return {
        "last_round": last.at.isoformat() if last else None,
        "oldest_due_seconds": round(late),
        "failed_last_day": Message.objects.failed_since(now - DAY).count(),
    }
