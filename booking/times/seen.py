"""What a calendar draws behind its sessions: open hours, and hours without a room."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from booking.times.clock import Span, local_date, merged
from booking.times.rows import Busy, Change, Hours


def open_spans(
    hours: Iterable[Hours],
    changes: Iterable[Change],
    therapist: int,
    since: date,
    until: date,
    zone: ZoneInfo,
) -> list[tuple[date, Span]]:
    """Weekly and extra hours by the evening they belong to, `since <= evening < until`.

    Hours of one evening that overlap or touch are one span. Time off and closures
    take nothing away here: a calendar draws them on top.
    """
    found: dict[date, list[Span]] = defaultdict(list)
    for row in hours:
        if row.therapist == therapist:
            for evening, span in row.evenings(zone, since, until):
                found[evening].append(span)
    for change in changes:
        if change.kind == "extra" and change.therapist == therapist:
            evening = local_date(change.starts_at, zone)
            if since <= evening < until:
                found[evening].append(change.span)
    return [
        (evening, span)
        for evening, spans in sorted(found.items())
        for span in merged(sorted(spans))
    ]


def no_room(
    rooms: Iterable[int], changes: Iterable[Change], busy: Iterable[Busy], span: Span
) -> list[Span]:
    """The stretches of `span` in which every room is busy or out of use."""
    taken: dict[int, list[Span]] = {room: [] for room in rooms}
    for row in busy:
        if row.room in taken:
            taken[row.room].append(Span(row.starts_at, row.busy_until))
    for change in changes:
        if change.kind == "room_out" and change.room in taken:
            taken[change.room].append(change.span)
    left = [span]
    for spans in taken.values():
        left = _shared(left, merged(sorted(spans)))
    return left


def _shared(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What lies in spans of both; each side in order and without overlaps."""
    others = list(others)
    both = [
        Span(max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in some
        for other in others
    ]
    return [span for span in both if span.starts_at < span.ends_at]
