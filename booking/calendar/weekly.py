"""Weekly hours in a few words."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from booking.models.clinic import WeeklyHours
from booking.models.vocabulary import Weekday


def weekly_text(rows: Iterable[WeeklyHours]) -> str:
    """Monday to Friday 12:00 to 21:00, Saturday 10:00 to 14:00"""
    by_day: dict[int, list[str]] = {}
    for row in rows:
        by_day.setdefault(row.weekday, []).append(
            _("%(opens)s to %(closes)s")
            % {"opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"}
        )
    days = [(day, _(" and ").join(spans)) for day, spans in sorted(by_day.items())]
    numbered = [(day - place, day, said) for place, (day, said) in enumerate(days)]
    return ", ".join(
        _days([day for _run, day, _said in run], said)
        for (_first, said), run in groupby(numbered, lambda each: (each[0], each[2]))
    )


def _days(days: list[int], said: str) -> str:
    first, last = Weekday(days[0]).label, Weekday(days[-1]).label
    if len(days) == 1:
        return f"{first} {said}"
    names = {"first": first, "last": last, "hours": said}
    return _("%(first)s to %(last)s %(hours)s") % names
