"""Whether a session that is booked already still lies within what is open."""

from collections.abc import Iterable

from booking.times.clock import Span


def is_covered(span: Span, opened: Iterable[Span]) -> bool:
    """Whether the spans, laid together, leave no moment of `span` out."""
    reached = span.starts_at
    for begins, ends in sorted(opened):
        if begins > reached or reached >= span.ends_at:
            break
        reached = max(reached, ends)
    return reached >= span.ends_at


def is_met(span: Span, others: Iterable[Span]) -> bool:
    """Whether any of them shares a moment with `span`; touching does not count."""
    return any(
        begins < span.ends_at and span.starts_at < ends for begins, ends in others
    )


def around(span: Span, kept: Iterable[Span]) -> list[Span]:
    """What is left of `span` once these stretches are taken out of it."""
    pieces, reached = [], span.starts_at
    for begins, ends in sorted(kept):
        if reached < min(begins, span.ends_at):
            pieces.append(Span(reached, min(begins, span.ends_at)))
        reached = max(reached, ends)
    if reached < span.ends_at:
        pieces.append(Span(reached, span.ends_at))
    return pieces
