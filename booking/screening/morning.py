"""What somebody says the morning after, and whether it needs looking after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

SCALE: Final = range(11)
# Warning signs that a doctor has to hear of today; of any other, at once.
SAME_DAY: Final = ("fainted", "numb", "leg")
SORE_FROM: Final = 7
NOTE_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Night:
    """One night in numbers and words; `calm` and `sore` may be left out."""

    sleep: int
    calm: int | None = None
    felt: tuple[str, ...] = ()
    sore: int | None = None
    still: str = "no"
    warning: tuple[str, ...] = ()
    note: str = ""
    may_ring: bool = False

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Night":
        """From what is stored."""
        lists = {key: tuple(content[key]) for key in ("felt", "warning")}
        return cls(**{**content, **lists})

    @property
    def content(self) -> dict[str, Any]:
        """To be stored."""
        return asdict(self)

    @property
    def urgent(self) -> str | None:
        """The help it needs at once: "emergency", "same_day" or none."""
        if set(self.warning) - set(SAME_DAY):
            return "emergency"
        return "same_day" if self.is_trouble else None

    @property
    def is_trouble(self) -> bool:
        """Whether it is strong, or lasts, so that somebody has to look after it.

        A sign nobody here knows counts as a warning.
        """
        lasts = "dizzy" in self.felt and self.still != "no"
        sore = self.sore is not None and self.sore >= SORE_FROM
        return bool(self.warning) or sore or lasts or self.still == "strong"
