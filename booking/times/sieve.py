"""Reading many masks side by side: which of them hold each step."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress, groupby
from operator import add
from typing import NamedTuple

from booking.times.masks import set_bits, union

BLOCK = 24
"""Places are whole blocks, of bytes and of any spacing of starts alike."""

Keys = tuple[int, ...]


class Sieve(NamedTuple):
    """The steps worth looking at: every so many, within some stretches of bytes."""

    places: tuple[slice, ...]
    every: int
    first: int

    @classmethod
    def around(cls, mask: int, every: int) -> "Sieve":
        """A sieve that keeps all steps of a mask, which mostly stand `every` apart.

        Where a change of the clocks moves them against each other it keeps every step.
        """
        steps = set_bits(mask)
        blocks = sorted({step // BLOCK for step in steps})
        stretches = groupby(enumerate(blocks), lambda pair: pair[1] - pair[0])
        places = []
        for _shift, pairs in stretches:
            stretch = [block for _number, block in pairs]
            places.append(slice(stretch[0] * 3, stretch[-1] * 3 + 3))
        firsts = {step % every for step in steps} or {0}
        if len(firsts) > 1:
            every, firsts = 1, {0}
        return cls(tuple(places), every, firsts.pop())

    def steps(self) -> list[int]:
        return [
            step
            for place in self.places
            for step in range(8 * place.start + self.first, 8 * place.stop, self.every)
        ]

    def lanes(self, masks: Sequence[int]) -> bytes:
        """A byte per step of the sieve, in which bit j says what `masks[j]` says.

        At most eight masks, that hold no other steps. Written as binary text a mask
        has a byte for each step, and such lanes lie side by side in one number. Where
        only every third step counts, or fewer, an octal digit takes three masks.
        """
        together, base = (3, "o") if self.every % 3 == 0 else (1, "b")
        width = sum(place.stop - place.start for place in self.places) * 8 // self.every
        ones = int.from_bytes(bytes([(1 << together) - 1]) * width, "little")
        lanes = 0
        for at in range(0, len(masks), together):
            digits = f"{self._packed(masks[at : at + together]):{base}}"
            kept = digits[-1 :: -(self.every // together)].encode()
            lanes |= (int.from_bytes(kept, "little") & ones) << at
        return lanes.to_bytes(width, "little")

    def _packed(self, masks: Sequence[int]) -> int:
        """The places alone, each mask's bits beside those of the one before."""
        beside = union(mask >> self.first << lane for lane, mask in enumerate(masks))
        data = beside.to_bytes(self.places[-1].stop, "little")
        return int.from_bytes(b"".join(map(data.__getitem__, self.places)), "little")

    def holders(self, masks: Mapping[int, int], marks: bytes) -> list[Keys]:
        """For each marked step of the sieve, the keys of the masks that hold it."""
        keys = tuple(masks)
        found: list[Keys] = []
        for at in range(0, len(keys), 8):
            group = keys[at : at + 8]
            codes = self.lanes([masks[key] for key in group])
            names = map(_names(group).__getitem__, compress(codes, marks))
            found = list(map(add, found, names)) if found else list(names)
        return found


@lru_cache(maxsize=256)
def _names(keys: Keys) -> list[Keys]:
    """The keys that a code names by its bits, for every code."""
    return [
        tuple(key for bit, key in enumerate(keys) if code >> bit & 1)
        for code in range(1 << len(keys))
    ]
