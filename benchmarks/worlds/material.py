"""How far an event moved a series, in hindsight and without the detector: size, and distance in days' noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

__all__ = ["Effect", "measure_effect"]

LEAST_SIZE = 0.1
LEAST_NOISE = 6.0
_AROUND = 14  # days before and after from which a level is read
_FEWEST = 21  # quiet days from which noise can be told
_PER_MAD = 1.4826
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a series did in the days of an event.

    Attributes
    ----------
    size : float
        Mean departure as a share of what was expected; of a share, of the lesser of it and what it lacks to one.
    noise : float
        Mean departure in robust standard deviations of the series' own days.
    """

    size: float = 0.0
    noise: float = 0.0

    @property
    def is_material(self) -> bool:
        """Whether a person who knows where to look would call it out of the ordinary."""
        return abs(self.size) >= LEAST_SIZE and abs(self.noise) >= LEAST_NOISE


def measure_effect(
    days: Sequence[date],
    values: Floats,
    *,
    n: Floats | None,
    event: Iterable[date],
    disturbed: Iterable[date],
) -> Effect:
    """Hold the days of an event against the same weekdays around it.

    The level of a day is the median of the undisturbed days within two weeks on either side, each without the
    effect of its weekday, which is the median departure of its like. Days' noise is the median absolute departure
    of all undisturbed days; of a share it is at least that of its sampling.

    Parameters
    ----------
    n : array of float, optional
        Denominators, where the values are shares.
    disturbed : iterable of date
        Days of any event: neither levels nor noise are read from them.

    Examples
    --------
    >>> from datetime import timedelta
    >>> days = [date(2024, 1, 1) + timedelta(days=d) for d in range(60)]
    >>> values = np.array([100.0 + d % 3 for d in range(60)])
    >>> values[40:43] -= 30
    >>> found = measure_effect(days, values, n=None, event=days[40:43], disturbed=days[40:43])
    >>> round(found.size, 1), found.is_material
    (-0.3, True)
    """
    number = np.array([day.toordinal() for day in days])
    own = np.isin(number, [day.toordinal() for day in event]) & np.isfinite(values)
    quiet = ~np.isin(number, [day.toordinal() for day in disturbed]) & np.isfinite(values)
    if not own.any() or quiet.sum() < _FEWEST:
        return Effect()
    expected = _expect(number, values, quiet)
    apart = values - expected
    noise = _PER_MAD * float(np.median(np.abs(apart[quiet])))
    if n is not None:
        share = np.clip(expected[quiet], 0, 1)
        sampling = np.sqrt(share * (1 - share) / np.maximum(n[quiet], 1))
        noise = max(noise, float(np.median(sampling)))
    moved, usual = float(apart[own].mean()), float(np.abs(expected[own]).mean())
    if values[np.isfinite(values)].max() <= 1:
        usual = min(usual, 1 - usual)
    if not noise or not usual or not np.isfinite(moved):
        return Effect()
    return Effect(size=moved / usual, noise=moved / noise)


def _expect(number: NDArray[np.int64], values: Floats, quiet: NDArray[np.bool_]) -> Floats:
    weekday = number % 7
    apart = values - _level(number, values, quiet)
    habit = np.array(
        [np.median(apart[rows]) if (rows := quiet & (weekday == d)).any() else 0.0 for d in range(7)]
    )
    return _level(number, values - habit[weekday], quiet) + habit[weekday]


def _level(number: NDArray[np.int64], values: Floats, quiet: NDArray[np.bool_]) -> Floats:
    near = np.abs(number[:, None] - number[None, :]) <= _AROUND
    shown = np.where(near & quiet[None, :], values[None, :], np.nan)
    is_alone = np.isnan(shown).all(axis=1)
    shown[is_alone] = np.where(quiet, values, np.nan)
    return np.nanmedian(shown, axis=1)
