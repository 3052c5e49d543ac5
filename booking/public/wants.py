"""What an address asks of the times: from when, with whom, and before which bedtime.

All of it may be missing, out of date or nonsense; a page of times then shows the
nearest thing that makes sense, and says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from booking.cleaning import read_clock, read_day
from booking.models import Wish
from booking.times import ask_if_night

BY_FIT, BY_TIME = "fit", "time"
BY_DAY = "day"
MOST_LETTERS = 60
WISH = re.compile(rf"[-\w]{{1,{MOST_LETTERS}}}", re.ASCII)
HALF_A_DAY = 12


@dataclass(frozen=True, slots=True)
class Wants:
    """Read from an address, kept in every link that leads on.

    `typed` is a bedtime that could not be read, `by_day` the answer that a bedtime
    in the daytime is meant.
    """

    since: date | None = None
    wish: str = Wish.ANYONE
    bedtime: time | None = None
    sort: str = BY_FIT
    by_day: bool = False
    typed: str = ""

    def query(self, **changes: Any) -> str:
        """The same wants, but for some changes, as an address's query: "?…" or ""."""
        query = urlencode(replace(self, **changes).named())
        return f"?{query}" if query else ""

    def named(self) -> dict[str, str]:
        """By the names an address gives them; what goes without saying is left out."""
        named = {
            "from": self.since.isoformat() if self.since else "",
            "wish": "" if self.wish == Wish.ANYONE else self.wish,
            "bedtime": f"{self.bedtime:%H:%M}" if self.bedtime else "",
            "sort": "" if self.sort == BY_FIT else self.sort,
            "meant": BY_DAY if self.by_day else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def night_instead(self) -> time | None:
        """The bedtime that may have been meant: 22:30, where 10:30 was typed."""
        if self.bedtime is None or self.by_day or not ask_if_night(self.bedtime):
            return None
        return self.bedtime.replace(hour=(self.bedtime.hour + HALF_A_DAY) % 24)


def read_wants(query: Mapping[str, str]) -> Wants:
    typed = query.get("bedtime", "").strip()
    bedtime = read_bedtime(typed)
    return Wants(
        since=read_day(query.get("from", "")),
        wish=_read_wish(query.get("wish", "")),
        bedtime=bedtime,
        sort=BY_TIME if query.get("sort") == BY_TIME else BY_FIT,
        by_day=query.get("meant") == BY_DAY,
        typed=typed[:MOST_LETTERS] if bedtime is None else "",
    )


def _read_wish(text: str) -> str:
    """A word that may name a wish; "" for what cannot, which nobody meets."""
    if not text:
        return Wish.ANYONE
    return text if WISH.fullmatch(text) else ""


def read_bedtime(text: str) -> time | None:
    """22:30, and also 22.30 or 9:30, as people type it."""
    return read_clock(text.strip().replace(".", ":").zfill(len("22:30")))
