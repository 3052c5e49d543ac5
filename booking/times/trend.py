"""A row of numbers from 0 to 10 as points of a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

TOP = 10
LEFT, RIGHT, HIGHEST, LOWEST = 56, 706, 40, 240
MOST_NAMES = 7


@dataclass(frozen=True, slots=True)
class Dot:
    """One night: where it stands, and its name where there is room for one."""

    x: int
    y: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across, with its number."""

    y: int
    number: int


@dataclass(frozen=True, slots=True)
class Trend:
    dots: tuple[Dot, ...]
    levels: tuple[Level, ...]

    @property
    def path(self) -> str:
        """The line through all dots, as a drawing says it."""
        return "M" + "L".join(f"{dot.x} {dot.y}" for dot in self.dots)


def trend(numbers: Sequence[int], names: Sequence[str]) -> Trend:
    """Dots from left to right at equal distances; too many names are thinned out."""
    step = (RIGHT - LEFT) / max(len(numbers) - 1, 1)
    every = -(-len(numbers) // MOST_NAMES) or 1
    dots = (
        Dot(
            x=round(LEFT + place * step),
            y=_height(number),
            number=number,
            name=name if (len(numbers) - 1 - place) % every == 0 else "",
        )
        for place, (number, name) in enumerate(zip(numbers, names, strict=True))
    )
    levels = (Level(y=_height(number), number=number) for number in range(0, 11, 2))
    return Trend(tuple(dots), tuple(levels))


def _height(number: int) -> int:
    return LOWEST - (LOWEST - HIGHEST) * number // TOP
