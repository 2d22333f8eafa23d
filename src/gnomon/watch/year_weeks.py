"""What the weeks of a year do to each series, once two years were seen and were alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Flags, Floats, Places
from gnomon.watch.place_rows import pick_row, put_row, split_places

__all__ = ["YearWeeks", "place_in_year"]

_PLACES: Final = 53
_TINY: Final = REAL(1e-12)
_FAR: Final = REAL(12)  # spreads beyond which one bucket moves the slow level no more
_ALIKE: Final = REAL(0.5)  # correlation of a year with the one before, for it to count


def place_in_year(days: Places) -> Places:
    """Week of the year, from 0, of days since 1970; the first begins on 1 January.

    Examples
    --------
    >>> days = np.array(["2024-01-01", "2024-12-31"], "datetime64[D]").astype(np.int64)
    >>> place_in_year(days).tolist()
    [0, 52]
    """
    dates = days.astype("datetime64[D]")
    return (dates - dates.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.intp) // 7


@dataclass(frozen=True, slots=True, kw_only=True)
class YearWeeks:
    """Deviation of each week of the year from a slow level, on the even scale.

    It counts only after two years, for series whose second year was like the first.

    Attributes
    ----------
    level, age : array of float, shape (series,)
        Slow level and the buckets that it has seen.
    total, count, place : array, shape (series,)
        Of the current week: sum of deviations, their number, and its place; -1 before the first.
    effect, seen : tuple of array of float, shape (series,)
        Of each week of the year: deviation, and in how many years it was seen.
    joint, before, now, pairs : array of float, shape (series,)
        Moments of weeks and the same weeks a year earlier, and how many there were.
    share : array of float, shape (series,)
        Part of the deviation of earlier years that is expected again.
    """

    level: Floats
    age: Floats
    total: Floats
    count: Floats
    place: Places
    effect: tuple[Floats, ...]
    seen: tuple[Floats, ...]
    joint: Floats
    before: Floats
    now: Floats
    pairs: Floats
    share: Floats

    @classmethod
    def start(cls, series: int) -> YearWeeks:
        """Know nothing yet."""
        zero = np.zeros(series, REAL)
        none = (zero,) * _PLACES
        return cls(
            level=zero, age=zero, total=zero, count=zero, place=np.full(series, -1, np.intp), effect=none,
            seen=none, joint=zero, before=zero, now=zero, pairs=zero, share=zero,
        )  # fmt: skip

    def expect(self, place: Places) -> Floats:
        """Effect to take off; 0 before two years."""
        if not self.share.any():
            return np.zeros_like(self.share)
        return self.share * pick_row(self.effect, place)

    def learn(self, place: Places, value: Floats, spread: Floats, *, weight: Floats, year: int) -> YearWeeks:
        """Follow a value without its week and month.

        Parameters
        ----------
        place : array of int, shape (series,)
            Week of the year, from 0.
        year : int
            Buckets of a year.
        """
        state = self
        turned = (place != self.place) & (self.count > 0)
        if turned.any():
            state = self._turn(turned)
        rate = weight / (np.minimum(state.age, year) + 1)
        apart = value - state.level
        near = np.where(state.age < 1, apart, np.clip(apart, -_FAR * spread, _FAR * spread))
        level = state.level + rate * near
        return replace(
            state, level=level, age=state.age + weight, total=state.total + weight * (value - level),
            count=state.count + weight, place=place,
        )  # fmt: skip

    def _turn(self, turned: Flags) -> YearWeeks:
        """End the current week of some series: compare it with the year before, then keep it."""
        mean = np.where(turned, self.total / np.maximum(self.count, 1), 0)
        before, seen = pick_row(self.effect, self.place), pick_row(self.seen, self.place)
        paired = turned & (seen > 0)
        pairs = self.pairs + paired
        joint = self.joint + np.where(paired, mean * before, 0)
        squares = self.before + np.where(paired, before**2, 0)
        now = self.now + np.where(paired, mean**2, 0)
        effect, counted = self.effect, self.seen
        for at, here in split_places(np.where(turned, self.place, -1)):
            if at >= 0:
                rate = np.where(here, np.maximum(1 / (counted[at] + 1), 0.5), 0)
                effect = put_row(effect, at, effect[at] + rate * (mean - effect[at]))
                counted = put_row(counted, at, counted[at] + here)
        decided = paired & (pairs % (_PLACES - 1) == 0)
        alike = joint / np.sqrt(squares * now + _TINY)
        share = np.where(alike > _ALIKE, np.clip(joint / (squares + _TINY), 0, 1), 0)
        return replace(
            self, effect=effect, seen=counted, joint=joint, before=squares, now=now, pairs=pairs,
            total=np.where(turned, 0, self.total), count=np.where(turned, 0, self.count),
            share=np.where(decided, share, self.share),
        )  # fmt: skip
