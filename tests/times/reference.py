"""Free slots the slow way: minute by minute, with sets, without masks.

Says what design and words say and shares no code with the calculation it checks. It
knows a moment by its minutes since 2020, and finds what the wall clock shows by
looking at every minute around.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def minute_of(moment):
    return (moment - EPOCH) // MINUTE


def minutes_of(starts_at, ends_at):
    return range(minute_of(starts_at), minute_of(ends_at))


@cache
def wall(minute, zone):
    return (EPOCH + minute * MINUTE).astimezone(zone).replace(tzinfo=None)


@cache
def minutes_by_wall(day, zone):
    """Every local minute of a date, with the minutes at which the clock shows it."""
    noon = minute_of(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    found = {}
    for minute in range(noon - 40 * 60, noon + 40 * 60):
        found.setdefault(wall(minute, zone), []).append(minute)
    return found


def shown_at(day, clock, zone):
    """The first and the last minute at which the clock shows a time.

    One that it skips is shown as much later as it skips.
    """
    shown = minutes_by_wall(day, zone)
    asked = datetime.combine(day, clock)
    if asked in shown:
        return min(shown[asked]), max(shown[asked])
    before, after = asked, asked
    while before not in shown:
        before -= MINUTE
    while after not in shown:
        after += MINUTE
    moved = asked + (after - before - MINUTE)
    return min(shown[moved]), max(shown[moved])


def laid_minutes(therapist, hours, changes, zone, since, until):
    """Each minute of hours with its evening; in two of them it is the earlier's."""
    found = {}

    def lay(evening, minutes):
        for minute in minutes:
            found[minute] = min(evening, found.get(minute, evening))

    for row in hours:
        if row.therapist != therapist:
            continue
        for number in range(-2, (until - since).days + 3):
            day = since + number * DAY
            if day.weekday() != row.weekday:
                continue
            if row.valid_from and day < row.valid_from:
                continue
            if row.valid_until and day > row.valid_until:
                continue
            if row.every_second_week and is_off_week(day, row.valid_from):
                continue
            closing_day = day if row.opens < row.closes else day + DAY
            opens, _ = shown_at(day, row.opens, zone)
            _, closes = shown_at(closing_day, row.closes, zone)
            lay(day, range(opens, closes))
    for change in changes:
        if change.kind == "extra" and change.therapist == therapist:
            evening = change.starts_at.astimezone(zone).date()
            lay(evening, minutes_of(change.starts_at, change.ends_at))
    return found


def open_minutes(therapist, laid, changes):
    """The minutes of hours that no time off and no closure takes away."""
    found = dict(laid)
    for change in changes:
        mine = change.kind == "time_off" and change.therapist == therapist
        if mine or change.kind == "closure":
            for minute in minutes_of(change.starts_at, change.ends_at):
                found.pop(minute, None)
    return found


def is_off_week(day, first):
    """Whether one passes an odd number of Mondays on the way from the first day."""
    mondays = 0
    while day > first:
        mondays += day.weekday() == 0
        day -= DAY
    return mondays % 2 == 1


def occupied_minutes(rows):
    return {m for row in rows for m in minutes_of(row.starts_at, row.busy_until)}


def out_minutes(room, changes):
    return {
        minute
        for change in changes
        if change.kind == "room_out" and change.room == room
        for minute in minutes_of(change.starts_at, change.ends_at)
    }


def is_evening_full(evening, sessions, laid, zone, most):
    """Whether as many sessions began in the hours of an evening as may.

    One outside all hours belongs to its own date.
    """
    begun = [minute_of(row.starts_at) for row in sessions]
    evenings = [laid.get(minute, wall(minute, zone).date()) for minute in begun]
    return evenings.count(evening) >= most


def in_a_row(begins, ends, sessions, rest):
    """How many sessions have no rest between them once one more is among them."""
    count = 1
    for row in sorted(sessions, key=lambda row: row.starts_at, reverse=True):
        if row.busy_until <= begins < row.busy_until + rest:
            begins = row.starts_at
            count += 1
    for row in sorted(sessions, key=lambda row: row.starts_at):
        if ends <= row.starts_at < ends + rest:
            ends = row.busy_until
            count += 1
    return count


def bears(load, begins, ends, evening, sessions, laid, zone):
    """Whether a therapist may be given one more session."""
    if load is None:
        return True
    if load.most is not None and is_evening_full(
        evening, sessions, laid, zone, load.most
    ):
        return False
    if load.rest_after is None:
        return True
    return in_a_row(begins, ends, sessions, load.rest) <= load.rest_after


def may_start(minute, evening, rules, since, until):
    """The rules of a clinic about a start, whoever gives the session."""
    today = rules.now.astimezone(rules.zone).date()
    if not since <= evening < until:
        return False
    if evening >= today + rules.horizon_days * DAY:
        return False
    if EPOCH + minute * MINUTE < rules.now + rules.lead_time:
        return False
    if wall(minute, rules.zone).minute % rules.slot_interval:
        return False
    if rules.latest_start is None:
        return True
    return minute <= shown_at(evening, rules.latest_start, rules.zone)[1]


def reference_slots(
    *,
    hours,
    changes,
    busy,
    therapists,
    rooms,
    minutes,
    buffer,
    rules,
    since,
    until,
    loads=None,
):
    """(start, end, evening, therapists, rooms) of every slot, by start."""
    laid = {
        one: laid_minutes(one, hours, changes, rules.zone, since, until)
        for one in therapists
    }
    opened = {one: open_minutes(one, laid[one], changes) for one in therapists}
    given = {one: [row for row in busy if row.therapist == one] for one in therapists}
    taken = {one: occupied_minutes(given[one]) for one in therapists}
    full = {
        one: occupied_minutes(row for row in busy if row.room == one) for one in rooms
    }
    out = {one: out_minutes(one, changes) for one in rooms}
    slots = []
    for start in sorted({minute for one in opened.values() for minute in one}):
        treatment = range(start, start + minutes)
        whole = range(start, start + minutes + buffer)
        who = [
            one
            for one in therapists
            if start in opened[one]
            and may_start(start, opened[one][start], rules, since, until)
            and all(minute in opened[one] for minute in treatment)
            and taken[one].isdisjoint(whole)
            and bears(
                (loads or {}).get(one),
                EPOCH + start * MINUTE,
                EPOCH + (start + minutes + buffer) * MINUTE,
                opened[one][start],
                given[one],
                laid[one],
                rules.zone,
            )
        ]
        where = [
            one
            for one in rooms
            if who and out[one].isdisjoint(treatment) and full[one].isdisjoint(whole)
        ]
        if where:
            starts_at = EPOCH + start * MINUTE
            evening = min(opened[one][start] for one in who)
            slots.append(
                (
                    starts_at,
                    starts_at + minutes * MINUTE,
                    evening,
                    tuple(who),
                    tuple(where),
                )
            )
    return slots
