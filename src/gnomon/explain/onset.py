"""When a segment's change began: the split of its series that parts it best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gnomon.explain.localise.grouping import Floats

__all__ = ["expect_by_season", "find_onset"]

_LEAST = 14
_CLEAR = 4.0


def expect_by_season(values: Floats, season: int) -> Floats:
    """Median of the same place in the season over the earlier seasons, for each bucket; nan where there are none.

    Parameters
    ----------
    values : array of float, shape (slots,)
    season : int
        Buckets of a season: 7 for days.

    Examples
    --------
    >>> expect_by_season(np.array([1.0, 5.0, 1.0, 5.0, 9.0, 5.0]), 2).tolist()
    [nan, nan, 1.0, 5.0, 1.0, 5.0]
    """
    found = np.full(len(values), np.nan)
    for at in range(season, len(values)):
        earlier = values[at % season : at : season][-8:]
        known = earlier[~np.isnan(earlier)]
        if len(known):
            found[at] = np.median(known)
    return found


def find_onset(values: Floats, season: int, first: int) -> int | None:
    """First bucket of the change that is seen at the end of a series.

    Buckets are held against the median of their season; of all places to part the series, the one with the
    clearest difference of means is the onset. None when no place is clear.

    Parameters
    ----------
    values : array of float, shape (slots,)
        Up to the last bucket of the period; nan is missing.
    season : int
    first : int
        First bucket of the period; the onset is not later.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> series = 100 + rng.normal(0, 2, 50)
    >>> series[45:] *= 0.7
    >>> find_onset(series, 7, 48)
    45
    """
    gaps = _gaps(values, season)
    known = np.flatnonzero(~np.isnan(gaps))
    if len(known) < _LEAST:
        return None
    noise = _noise(gaps[known])
    if not noise:
        return None
    best, place = 0.0, None
    way = np.sign(np.nanmean(gaps[first:])) if not np.isnan(gaps[first:]).all() else 0.0
    for at in range(max(2, len(known) // 4), len(known)):
        start = int(known[at])
        if start > first:
            break
        left, right = gaps[known[:at]], gaps[known[at:]]
        step = float(right.mean() - np.median(left))
        clear = step * way / (noise * np.sqrt(1 / len(left) + 1 / len(right)))
        if clear > best:
            best, place = clear, start
    return place if best >= _CLEAR else None


def _gaps(values: Floats, season: int) -> Floats:
    """Logarithm of each bucket over its season's median; plain difference where values are not positive."""
    medians = np.array([_median(values[place::season]) for place in range(season)])
    base = medians[np.arange(len(values)) % season]
    if np.nanmin(values) > 0:
        return np.log(values / base)
    return values - base


def _median(values: Floats) -> float:
    known: NDArray[np.float64] = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _noise(gaps: Floats) -> float:
    steps = np.diff(gaps)
    return max(float(1.4826 * np.median(np.abs(steps)) / np.sqrt(2)), 1e-12)
