"""Which dates of a series one message is about: those that changed together."""

from booking.models import Appointment, Message, Status

Kind = Message.Kind

# What is told once for all dates that came to this status at the same moment.
CAME_TO: dict[str, str] = {
    Kind.SERIES: Status.CONFIRMED,
    Kind.CLEARED: Status.CONFIRMED,
    Kind.REVIEW: Status.REVIEW,
    Kind.DECLINED: Status.DECLINED,
    Kind.CANCELLED: Status.CANCELLED,
    Kind.RAN_OUT: Status.EXPIRED,
}


def told_with(appointment: Appointment, kind: str) -> list[Appointment]:
    """The other dates that message is about and that are so, in their order.

    A date that came there alone, before or since, is told by itself.
    """
    status = CAME_TO.get(kind)
    if appointment.series_id is None or appointment.status != status:
        return []
    events = appointment.events.filter(status=status, what=status)
    came = events.order_by("-at", "-pk").first()
    if came is None:
        return []
    rows = Appointment.objects.filter(
        series=appointment.series_id,
        client=appointment.client_id,
        status=status,
        events__what=status,
        events__at=came.at,
    ).exclude(pk=appointment.pk)
    if status == Status.REVIEW:
        rows = rows.filter(screening=appointment.screening_id)
    wanted = rows.select_related("client", "therapist", "screening")
    return list(wanted.order_by("starts_at").distinct())
