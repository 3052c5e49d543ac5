"""A small clinic to ask about: one therapist, one room, Monday 18:00 to 22:00."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings

from booking.times import Busy, Change, Hours, Load, Rules, free_slots
from booking.times.rows import NO_LOADS

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SANTIAGO = ZoneInfo("America/Santiago")
BEIRUT = ZoneInfo("Asia/Beirut")

DAY = timedelta(days=1)
MONDAY = date(2026, 12, 7)
TUESDAY = MONDAY + DAY


def examples(count):
    """So many of them, however long a busy machine takes."""
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def clock(text):
    return time.fromisoformat(text)


def at(wall, day=MONDAY, *, zone=BERLIN, fold=0):
    """The UTC moment at which the local clock shows this time."""
    local = datetime.combine(day, clock(wall), zone).replace(fold=fold)
    return local.astimezone(UTC)


def hours(opens="18:00", closes="22:00", *, weekday=0, therapist=1, **valid):
    return Hours(therapist, weekday, clock(opens), clock(closes), **valid)


def busy(begins, ends, *, therapist=1, room=1, day=MONDAY):
    return Busy(therapist, room, at(begins, day), at(ends, day))


def change(kind, starts_at, ends_at, *, therapist=None, room=None):
    return Change(kind, therapist, room, starts_at, ends_at)


def rules(
    *,
    zone=BERLIN,
    now=None,
    lead_time=timedelta(0),
    horizon_days=90,
    slot_interval=30,
    latest_start=None,
):
    return Rules(
        zone=zone,
        now=now or at("08:00", MONDAY - DAY),
        lead_time=lead_time,
        horizon_days=horizon_days,
        slot_interval=slot_interval,
        latest_start=latest_start,
    )


def load(*, most=None, rest_after=None, rest=30):
    return Load(most, rest_after, timedelta(minutes=rest))


MONDAY_EVENING = hours()
PLAIN_RULES = rules()


def offered(
    *,
    hours=(MONDAY_EVENING,),
    changes=(),
    busy=(),
    therapists=(1,),
    rooms=(1,),
    minutes=60,
    buffer=0,
    rules=PLAIN_RULES,
    since=MONDAY,
    until=None,
    loads=NO_LOADS,
):
    """The slots of one evening, unless more are asked for."""
    return free_slots(
        hours=hours,
        changes=changes,
        busy=busy,
        therapists=therapists,
        rooms=rooms,
        minutes=minutes,
        buffer=buffer,
        rules=rules,
        since=since,
        until=until or since + DAY,
        loads=loads,
    )


def walls(slots, zone=BERLIN):
    """What the local clock shows at each start."""
    return [f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in slots]
