"""A slow level, so that a drift which every quick forecaster follows is still seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Flags, Floats, Places
from gnomon.watch.tuning import Tuning

__all__ = ["SlowLevel"]

_FIRST: Final = REAL(0.6)  # usual distance of the means before any was seen, in spreads


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowLevel:
    """A quick and a slow mean of the values without their season, and how far they usually part.

    Attributes
    ----------
    quick, slow, usual : array of float, shape (series,)
        Means of a week and of a season, and the standard deviation of their distance.
    age : array of float, shape (series,)
        Buckets since the start or the last accepted change.
    """

    quick: Floats
    slow: Floats
    usual: Floats
    age: Floats

    @classmethod
    def empty(cls, series: int) -> SlowLevel:
        """Make a place for series that have no history yet."""
        zero = np.zeros(series, REAL)
        return cls(quick=zero, slow=zero, usual=zero + 1, age=zero)

    def begin(self, rows: Places, level: Floats, spread: Floats) -> SlowLevel:
        """Start some series at their level."""
        new = replace(
            self, **{name: getattr(self, name).copy() for name in ("quick", "slow", "usual", "age")}
        )
        new.quick[rows] = level
        new.slow[rows] = level
        new.usual[rows] = _FIRST * spread
        new.age[rows] = 0
        return new

    def learn(self, value: Floats, spread: Floats, *, weight: Floats, tuning: Tuning) -> SlowLevel:
        """Follow a value without its season; what is far off is clipped."""
        quick = self.quick + weight * tuning.quick_rate * np.clip(value - self.quick, -4 * spread, 4 * spread)
        # young means average evenly, old ones forget
        rate = np.maximum(tuning.slow_rate, 1 / (self.age + 8))
        slow = self.slow + weight * rate * np.clip(
            value - self.slow, -tuning.slow_clip * spread, tuning.slow_clip * spread
        )
        gap = quick - slow
        squares = np.minimum(gap**2, 9 * self.usual**2) * 1.1
        usual = np.sqrt(self.usual**2 + weight * tuning.gap_rate * (squares - self.usual**2))
        return SlowLevel(quick=quick, slow=slow, usual=np.maximum(usual, 0.3 * spread), age=self.age + 1)

    def score(self, *, rest: int) -> Floats:
        """Distance of the means in usual distances; 0 while a change is still young."""
        return np.where(self.age > rest, (self.quick - self.slow) / self.usual, 0.0)

    def settle(self, changed: Flags) -> SlowLevel:
        """Take the quick mean for the new normal of some series."""
        if not changed.any():
            return self
        return replace(
            self, slow=np.where(changed, self.quick, self.slow), age=np.where(changed, 0.0, self.age)
        )

    def jump(self, by: Floats) -> SlowLevel:
        """Move both means with an accepted change; 0 leaves a series as it was."""
        moved = by != 0
        quick = np.where(moved, self.quick + by, self.quick)
        slow = np.where(moved, quick, self.slow)
        return replace(self, quick=quick, slow=slow, age=np.where(moved, 0.0, self.age))
