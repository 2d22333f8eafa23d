"""How surprising it is that a bucket has no row, or that a value repeats itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gnomon.watch.arrays import REAL, Flags, Floats
from gnomon.watch.units import Units

__all__ = ["Absence", "Repeats"]

_RARE: Final = 0.02  # missing buckets that a series is credited with from the start
_SHRINK: Final = 4.0
_REPEATS: Final = 2  # in a row, before they are tested
_LASTING: Final = 14  # repeats in a row; more of them become the new normal
_VALUES: Final = 28  # seen, before repeats are tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Buckets without a row so far.

    Attributes
    ----------
    missed, seen : array of float, shape (series,)
        Faded counts over all phases of the season.
    missed_at, seen_at : tuple of array of float, shape (series,)
        The same by phase: a shop that is closed on Sundays is not missing then.
    """

    missed: Floats
    seen: Floats
    missed_at: tuple[Floats, ...]
    seen_at: tuple[Floats, ...]

    @classmethod
    def start(cls, series: int, period: int) -> Absence:
        """Know nothing yet."""
        zero = np.zeros(series, REAL)
        return cls(missed=zero, seen=zero, missed_at=(zero,) * period, seen_at=(zero,) * period)

    def chance(self, phase: int) -> Floats:
        """Chance that the bucket of this phase has no row."""
        overall = (_RARE + self.missed) / (1 + _RARE + self.seen)
        here = (_SHRINK * overall + self.missed_at[phase]) / (_SHRINK + self.seen_at[phase])
        return np.maximum(overall, here)

    def learn(self, is_missing: Flags, phase: int, *, weight: Floats) -> Absence:
        """Add a bucket."""
        lost = weight * is_missing
        at = slice(phase, phase + 1)
        missed_at = (
            *self.missed_at[:phase],
            self.missed_at[at][0] * 0.95 + lost,
            *self.missed_at[phase + 1 :],
        )
        seen_at = (*self.seen_at[:phase], self.seen_at[at][0] * 0.95 + weight, *self.seen_at[phase + 1 :])
        return Absence(
            missed=self.missed * 0.997 + lost,
            seen=self.seen * 0.997 + weight,
            missed_at=missed_at,
            seen_at=seen_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """How often a value equals the one before.

    Attributes
    ----------
    last, run : array of float, shape (series,)
        Last value, and how many times in a row it was repeated.
    same, seen : array of float, shape (series,)
        Faded counts of repeats and of values.
    """

    last: NDArray[np.float64]
    run: Floats
    same: Floats
    seen: Floats

    @classmethod
    def start(cls, series: int) -> Repeats:
        """Know nothing yet."""
        zero = np.zeros(series, REAL)
        return cls(last=np.full(series, np.nan, np.float64), run=zero, same=zero, seen=zero)

    def learn(self, values: NDArray[np.float64]) -> Repeats:
        """Add a bucket; one without a value changes nothing."""
        known = np.isfinite(values)
        again = known & (values == self.last)
        return replace(
            self,
            last=np.where(known, values, self.last),
            run=np.where(known, np.where(again, self.run + 1, 0), self.run),
            same=self.same + again,
            seen=self.seen + known,
        )

    def surprise(self, units: Units, expected: Floats) -> Floats:
        """Nats of the current run of repeats; 0 for fewer than two in a row, before 28 values, and at a bound.

        A run of zeros, or of whole shares, is no stuck value: whether it is a drop is for the score to say.

        Parameters
        ----------
        units : Units
            Which series are counts: the likeliest count comes again by chance alone.
        expected : array of float, shape (series,)
            In the units of the data.
        """
        tested = (self.run >= _REPEATS) & (self.seen >= _VALUES) & (self.last != 0)
        tested &= ~(units.is_ratio & (self.last == 1))
        if not tested.any():
            return np.zeros_like(expected)
        likeliest = 1.4 / np.sqrt(2 * np.pi * np.maximum(expected, 0.3))
        least = np.where(units.is_count, np.minimum(likeliest, 1), 0)
        # the run under test is not part of its own chance, until it has lasted
        earlier = np.maximum(self.same - np.minimum(self.run, _LASTING), 0)
        chance = np.maximum((0.5 + earlier) / (5.0 + self.seen - self.run), least)
        return np.where(tested, -self.run * np.log(np.minimum(chance, 1)), 0)
