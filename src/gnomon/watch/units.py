"""Scales on which a series is watched: its own units, and a bent scale on which its noise is even."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Flags, Floats, Places

__all__ = ["Units"]

_SMALL: Final = 50.0  # counts below this are watched as square roots


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """How each series is read.

    Attributes
    ----------
    size : array of float, shape (series,)
        Typical size; values are divided by it.
    offset : array of float, shape (series,)
        Added before the logarithm, so that 0 has one.
    is_count, is_small, is_positive, is_ratio : array of bool, shape (series,)
        Whole numbers from 0; few of them; never below 0; a share with a denominator.
    """

    size: Floats
    offset: Floats
    is_count: Flags
    is_small: Flags
    is_positive: Flags
    is_ratio: Flags

    @classmethod
    def empty(cls, is_ratio: Flags) -> Units:
        """Make a place for series that have no history yet."""
        one, no = np.ones(is_ratio.size, REAL), np.zeros(is_ratio.size, bool)
        return cls(size=one, offset=one, is_count=no, is_small=no, is_positive=no, is_ratio=is_ratio)

    def begin(self, rows: Places, history: Floats) -> Units:
        """Read from their history what some series are."""
        known = np.isfinite(history)
        filled = np.where(known, history, 0.0)
        positive = (filled >= 0).all(axis=1)
        count = positive & (filled == np.round(filled)).all(axis=1) & ~self.is_ratio[rows]
        above = np.where(known & (filled != 0), np.abs(filled), np.nan)
        seen: Flags = np.any(known, axis=1, keepdims=True)
        some: Flags = np.any(np.isfinite(above), axis=1, keepdims=True)
        size = np.nanmedian(np.where(some, above, 1.0), axis=1)
        middle = np.nanmedian(np.where(seen, history, 0.0), axis=1)
        new = replace(self, **{name: getattr(self, name).copy() for name in _FIELDS})
        new.size[rows] = size
        new.offset[rows] = np.where(count, 1.0, 0.02 * size)
        new.is_count[rows] = count
        new.is_small[rows] = count & (middle < _SMALL)
        new.is_positive[rows] = positive & ~self.is_ratio[rows]
        return new

    def select(self, rows: Places) -> Units:
        """Only some series."""
        return Units(**{name: getattr(self, name)[rows] for name in (*_FIELDS, "is_ratio")})

    def plain(self, values: Floats) -> Floats:
        """Values in units of their typical size."""
        return values / self.size

    def bent(self, values: Floats) -> Floats:
        """Values on the even scale: logarithm, square root of small counts, arcsine of shares."""
        above = np.maximum(values, 0.0)
        found = np.where(self.is_positive, np.log(above + self.offset), values / self.size)
        if self.is_small.any():
            found = np.where(self.is_small, 2 * np.sqrt(above + 0.375), found)
        if self.is_ratio.any():
            found = np.where(self.is_ratio, 2 * np.arcsin(np.sqrt(np.minimum(above, 1.0))), found)
        return found

    def stretch(self, values: Floats) -> Floats:
        """Units of the data in one unit of the even scale, at a value."""
        above = np.maximum(values, 0.0)
        found = np.where(
            self.is_small, np.sqrt(above + 0.375), np.where(self.is_positive, above + self.offset, self.size)
        )
        if self.is_ratio.any():
            share = np.clip(above, 1e-4, 1 - 1e-4)
            found = np.where(self.is_ratio, np.sqrt(share * (1 - share)), found)
        return found

    def straight(self, bent: Floats) -> Floats:
        """Back from the even scale."""
        found = np.where(self.is_positive, np.exp(np.minimum(bent, 85)) - self.offset, bent * self.size)
        found = np.where(self.is_small, np.maximum(bent / 2, 0) ** 2 - 0.375, found)
        found = np.where(self.is_ratio, np.sin(np.clip(bent, 0, np.pi) / 2) ** 2, found)
        return np.where(self.is_positive | self.is_ratio, np.maximum(found, 0.0), found)


_FIELDS: Final = ("size", "offset", "is_count", "is_small", "is_positive")
