"""Cheap robust forecasters on one scale: levels that follow at several speeds, one season, what is left over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Floats, Places
from gnomon.watch.rhythm import Rhythm
from gnomon.watch.tuning import Tuning

__all__ = ["Bank", "Forecast"]

_TINY: Final = 1e-12
_NORMAL: Final = 1.4826  # median absolute deviation to standard deviation
_AROUND: Final = 9  # buckets whose median is the level, where there is no season
_CLIPPED: Final = 1.1  # what clipping takes from a normal variance
_FAR: Final = 6.25  # squares of a fit are clipped here
_DOUBT: Final = 6.0  # rounds of a season that speak for an even variance
_LEAST: Final = 0.05
_CARRY_RATE: Final = 0.02  # how fast the moments of what carries over follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a bank expects of the next bucket.

    Attributes
    ----------
    each : array of float, shape (forecasters, series)
        By forecaster.
    mixed : array of float, shape (series,)
        Their mean, weighted by how well each did.
    value : array of float, shape (series,)
        With what carries over from the bucket before.
    spread : array of float, shape (series,)
        Standard deviation of what such a forecast misses at this phase of the season.
    """

    each: Floats
    mixed: Floats
    value: Floats
    spread: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """State of the forecasters of many series on one scale.

    Attributes
    ----------
    level, error : array of float, shape (forecasters, series)
        Level, and recent mean absolute error, of each.
    season : tuple of array of float, shape (series,)
        One for each phase of the season.
    uneven : tuple of array of float, shape (series,)
        Variance at each phase of the season, in variances of the whole.
    spread : array of float, shape (series,)
        Standard deviation of what the forecast misses.
    left, joint, alone : array of float, shape (series,)
        Last residual and the moments that say how much of it carries over.
    """

    level: Floats
    error: Floats
    season: tuple[Floats, ...]
    uneven: tuple[Floats, ...]
    spread: Floats
    left: Floats
    joint: Floats
    alone: Floats

    @classmethod
    def empty(cls, series: int, rhythm: Rhythm) -> Bank:
        """Make a place for series that have no history yet."""
        zero = np.zeros(series, REAL)
        many = np.zeros((len(rhythm.rates), series), REAL)
        return cls(
            level=many, error=many, season=(zero,) * rhythm.period, uneven=(zero + 1,) * rhythm.period,
            spread=zero + 1, left=zero, joint=zero, alone=zero,
        )  # fmt: skip

    def begin(self, rows: Places, history: Floats, rhythm: Rhythm, first_phase: int) -> Bank:
        """Start some series from their history.

        Parameters
        ----------
        rows : array of int
            Which series.
        history : array of float, shape (rows, warm)
            Oldest first; nan where there is none.
        first_phase : int
            Phase of the season of the oldest.
        """
        level, season, spread, uneven = _fit(history, rhythm, first_phase)
        new = replace(
            self,
            level=self.level.copy(),
            error=self.error.copy(),
            season=tuple(s.copy() for s in self.season),
            uneven=tuple(u.copy() for u in self.uneven),
            spread=self.spread.copy(),
        )
        new.level[:, rows] = level
        new.error[:, rows] = spread * 0.8
        new.spread[rows] = spread
        for phase in range(rhythm.period):
            new.season[phase][rows] = season[:, phase]
            new.uneven[phase][rows] = uneven[:, phase]
        return new

    def forecast(self, phase: int, tuning: Tuning) -> Forecast:
        """Expect the next bucket."""
        each = self.level + self.season[phase]
        weight = 1 / (self.error + _TINY)
        mixed = (weight * each).sum(axis=0) / weight.sum(axis=0)
        carry = np.clip(self.joint / (self.alone + _TINY), 0, 0.7)
        value = mixed + tuning.carry * carry * self.left
        return Forecast(each=each, mixed=mixed, value=value, spread=self.spread * np.sqrt(self.uneven[phase]))

    def learn(
        self, values: Floats, seen: Forecast, phase: int, *, weight: Floats, rates: tuple[float, ...],
        tuning: Tuning,
    ) -> Bank:  # fmt: skip
        """Follow the bucket that came; weight 0 leaves a series as it was, and clipped residuals teach less."""
        limit = tuning.clip * seen.spread
        apart, left, missed = (_clip(values - of, limit) for of in (seen.each, seen.mixed, seen.value))
        pace = tuning.spread_rate * weight
        variance, here = self.spread**2, self.uneven[phase]
        square = _CLIPPED * missed**2
        wide = here + tuning.uneven_rate * weight * (square / (variance + _TINY**2) - here)
        moved = self.season[phase] + tuning.season_rate * weight * left
        slowly = _CARRY_RATE * weight
        return Bank(
            level=self.level + np.array(rates, REAL)[:, None] * (weight * apart),
            error=self.error + pace * (np.abs(apart) - self.error),
            season=(*self.season[:phase], moved, *self.season[phase + 1 :]),
            uneven=(*self.uneven[:phase], np.maximum(wide, _LEAST), *self.uneven[phase + 1 :]),
            spread=np.sqrt(variance + pace * (square / here - variance) + _TINY**2),
            left=np.where(weight > 0, left, self.left * 0.5),
            joint=self.joint + slowly * (left * self.left - self.joint),
            alone=self.alone + slowly * (self.left**2 - self.alone),
        )

    def jump(self, by: Floats) -> Bank:
        """Move the level of every forecaster; 0 leaves a series as it was."""
        return replace(self, level=self.level + by, left=np.where(by == 0, self.left, 0))


def _clip(values: Floats, limit: Floats) -> Floats:
    """Keep values within a limit on both sides; in place."""
    np.minimum(values, limit, out=values)
    return np.maximum(values, -limit, out=values)


def _fit(history: Floats, rhythm: Rhythm, first_phase: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Level, season by phase, spread and variance by phase of a history, by medians."""
    rows, warm = history.shape
    rounds = warm // rhythm.period
    folded = history[:, warm - rounds * rhythm.period :].reshape(rows, rounds, rhythm.period)
    base = _median(folded, 2) if rhythm.period > 1 else _follow_middle(folded[:, :, 0])
    apart = folded - base[:, :, None]
    season = np.nan_to_num(_median(apart, 1)) * (rounds / (rounds + 1.0))
    if rhythm.inner < rhythm.period:
        season += _inner(folded, rhythm) / (rounds + 1.0)
    if rhythm.period == 1:
        season[:] = 0
    left = (apart - season[:, None, :]).reshape(rows, -1)
    centre = _median(left, 1)
    spread = (
        _NORMAL * _widen(rounds, rhythm) * np.nan_to_num(_median(np.abs(left - centre[:, None]), 1)) + _TINY
    )
    fallback = 0.5 * np.nan_to_num(np.nanstd(np.where(np.isnan(left).all(1)[:, None], 0, left), axis=1))
    start = (first_phase + warm - rounds * rhythm.period) % rhythm.period
    spread = np.maximum(spread, fallback)
    uneven = _fit_uneven(left - centre[:, None], spread, rhythm)
    return np.nan_to_num(base[:, -1]), np.roll(season, start, axis=1), spread, np.roll(uneven, start, axis=1)


def _widen(rounds: int, rhythm: Rhythm) -> float:
    """By how much residuals are larger than they look: the season was fitted to the same few rounds."""
    free = (1 - 1.6 / rounds) * (1 - 1.6 / max(rhythm.period, _AROUND))  # medians fit closer than means
    return max(1.15, 0.88 / float(np.sqrt(free)))


def _follow_middle(history: Floats) -> Floats:
    """Running median, where no season gives buckets that belong together."""
    reach = _AROUND // 2
    wide = np.pad(history, ((0, 0), (reach, reach)), constant_values=np.nan)
    return _median(np.lib.stride_tricks.sliding_window_view(wide, _AROUND, axis=1), 2)


def _fit_uneven(left: Floats, spread: Floats, rhythm: Rhythm) -> Floats:
    """Variance by phase, in variances of the whole; few rounds say little."""
    if rhythm.period == 1:
        return np.ones((len(left), 1))
    squares = np.minimum((left / spread[:, None]) ** 2, _FAR).reshape(len(left), -1, rhythm.inner)
    seen = np.isfinite(squares).sum(axis=1)
    found = (_DOUBT + np.nan_to_num(squares).sum(axis=1)) / (_DOUBT + seen)
    return np.tile(found / found.mean(axis=1, keepdims=True), (1, rhythm.period // rhythm.inner))


def _inner(folded: Floats, rhythm: Rhythm) -> Floats:
    rows, rounds, period = folded.shape
    times = period // rhythm.inner
    days = folded.reshape(rows, rounds * times, rhythm.inner)
    profile = _median(days - _median(days, 2)[:, :, None], 1)
    return np.tile(np.nan_to_num(profile), (1, times))


def _median(values: Floats, axis: int) -> Floats:
    """Median that leaves gaps out; nan where there is nothing else, without a warning."""
    empty = np.isnan(values).all(axis=axis)
    filled = np.where(np.expand_dims(empty, axis), 0.0, values)
    return np.where(empty, np.nan, np.nanmedian(filled, axis=axis))
