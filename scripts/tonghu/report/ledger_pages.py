"""How the columns of a ledger lie on sheets of A4: where pages end, and how small they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

ACROSS = 190
"""So many columns of text fit on one page, small as they are then."""
FULL = 108
"""So many fit at full size, in every program and whatever letters it has."""
STEP = 2


@dataclass(frozen=True)
class Pages:
    """Columns of some sizes, the first `fixed` of them on every page; a page ends at a `joint`."""

    sizes: Sequence[int]
    fixed: int
    joints: Sequence[int]

    @cached_property
    def lasts(self) -> list[int]:
        """The last column of each page: as few pages as can be, and about as wide as each other."""
        room = ACROSS
        found = fewest = self._filled(ACROSS)
        while len(found) == len(fewest) and room > STEP:
            fewest, room = found, room - STEP
            found = self._filled(room)
        return fewest if sum(self.sizes) > ACROSS else [len(self.sizes)]

    def _filled(self, room: int) -> list[int]:
        """The last column of each page where a page has some room."""
        found: list[int] = []
        first, last = 0, self.fixed
        for joint in self.joints:
            if joint > self.fixed:
                if last > max(first, self.fixed) and self._wide(first, joint) > room:
                    found.append(last)
                    first = last
                last = joint
        return [*found, last]

    def _wide(self, first: int, last: int) -> int:
        """How wide a page is that begins after a column; the fixed ones are on each."""
        return sum(self.sizes[: self.fixed]) + sum(self.sizes[max(first, self.fixed) : last])

    def scale(self) -> int:
        """In percent, how small the widest page has to be."""
        firsts = [0, *self.lasts[:-1]]
        widest = max(self._wide(*each) for each in zip(firsts, self.lasts, strict=True))
        return min(100, 100 * FULL // widest)

    def text(self) -> tuple[int, int]:
        """The columns for lines of text: none is ever shown in part, on whichever page it stands.

        What begins in columns that every page repeats has to end in them.
        """
        if len(self.lasts) == 1:
            return 1, len(self.sizes)
        return (1, self.fixed) if self.fixed > 1 else (self.fixed + 1, self.lasts[0])
