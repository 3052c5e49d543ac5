"""What was found in a copy, and what is never put into one."""

from dataclasses import dataclass

# Whoever holds a row of these is signed in, or is somebody's count of tries.
LEFT_OUT = ("django_session", "cache")


@dataclass(frozen=True)
class Found:
    """The rows of each table, and the guards by name."""

    rows: dict[str, int]
    guards: list[str]
