"""What somebody who watches the site wants to know of the worker."""

from datetime import datetime

from booking.models import Message, Round


def worker_state(now: datetime) -> dict[str, object]:
    """When its last round was, and for how many seconds the oldest mail is overdue."""
    last = Round.objects.filter(pk=1).first()
    oldest = Message.objects.due(now).first()
    late = (now - oldest.due_at).total_seconds() if oldest else 0
    return {
        "last_round": last.at.isoformat() if last else None,
        "oldest_due_seconds": round(late),
    }
