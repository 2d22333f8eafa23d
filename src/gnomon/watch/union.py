"""Disjoint sets: which things belong together when some pairs do."""

from __future__ import annotations

__all__ = ["DisjointSets"]


class DisjointSets:
    """Numbered things, each at first alone.

    Parameters
    ----------
    size : int
        How many there are.

    Examples
    --------
    >>> sets = DisjointSets(3)
    >>> sets.join(0, 2)
    >>> sets.find(0) == sets.find(2), sets.find(0) == sets.find(1)
    (True, False)
    """

    __slots__ = ("_above",)

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def find(self, thing: int) -> int:
        """Name the set of a thing: its smallest member."""
        above = self._above
        while above[thing] != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        one, other = self.find(one), self.find(other)
        if one != other:
            self._above[max(one, other)] = min(one, other)
