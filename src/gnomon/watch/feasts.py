"""What holidays and other days of the calendar did to each series before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Flags, Floats, Places
from gnomon.watch.calendar import NEIGHBOUR

__all__ = ["Feasts"]

_UNKNOWN: Final = REAL(15)  # variance of an effect nobody has seen, in variances of the noise
_UNKNOWN_NEIGHBOUR: Final = REAL(3)
_ENOUGH: Final = 2  # days of a kind, before their own variance is trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasts:
    """Effects of special days on the bent scale, by kind of day.

    Attributes
    ----------
    effect, variance, seen : array of float, shape (kinds, series)
        Mean and variance of the effect, and how often one was seen.
    """

    effect: Floats
    variance: Floats
    seen: Floats

    @classmethod
    def start(cls, kinds: int, series: int) -> Feasts:
        """Know nothing yet."""
        zero = np.zeros((kinds, series), REAL)
        return cls(effect=zero, variance=zero, seen=zero)

    def expect(self, kind: Places) -> Floats:
        """Effect to expect of a day's kind per series; kind 0 is an ordinary day and has none."""
        return np.where(kind > 0, self.effect[kind, np.arange(kind.size)], 0.0)

    def widen(self, kind: Places, spread: Floats) -> Floats:
        """How many times wider the noise of such a day is; 4 until two were seen, 2 for neighbours."""
        at = np.arange(kind.size)
        known = self.variance[kind, at] / np.maximum(spread, 1e-9) ** 2
        unknown = np.where(kind == NEIGHBOUR, _UNKNOWN_NEIGHBOUR, _UNKNOWN)
        extra = np.where(self.seen[kind, at] >= _ENOUGH, known, unknown)
        return np.where(kind > 0, np.sqrt(1 + extra), 1.0)

    def learn(self, kind: Places | None, apart: Floats, *, usable: Flags) -> Feasts:
        """Add what was seen on special days: ``apart`` is the residual without any effect taken off."""
        if kind is None:
            return self
        rows = np.flatnonzero((kind > 0) & usable)
        if not rows.size:
            return self
        at = (kind[rows], rows)
        effect, variance, seen = self.effect.copy(), self.variance.copy(), self.seen.copy()
        seen[at] += 1
        rate = np.maximum(1 / seen[at], 0.2)
        missed = apart[rows] - effect[at]
        effect[at] += rate * missed
        variance[at] += rate * (missed**2 - variance[at])
        return Feasts(effect=effect, variance=variance, seen=seen)
