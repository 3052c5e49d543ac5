"""Rules the database keeps by itself, alike on SQLite and PostgreSQL.

They are written in a model's `Meta.constraints` and come back by themselves whenever a
later migration rebuilds the table. No trigger names another table than its own.
"""

from booking.constraints.frozen import Frozen
from booking.constraints.lifted import lifted
from booking.constraints.no_overlap import NoOverlap
from booking.constraints.same_as import SameAs
from booking.constraints.utc_text import UtcText
from booking.constraints.violated import violated

__all__ = ["Frozen", "NoOverlap", "SameAs", "UtcText", "lifted", "violated"]
