"""What a grain means for detection: its season, how long it must be watched first, how far back it sums."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Rhythm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Length of season and memory, in buckets.

    Attributes
    ----------
    period : int
        Buckets of the whole season; 1 means none.
    inner : int
        Buckets of a season inside it, such as the day inside a week of hours; equal to period if none.
    warm : int
        Buckets of history before the first verdict.
    spans : tuple of int
        Sums over so many buckets are tested; ascending from 1.
    rates : tuple of float
        How fast each of the level forecasters follows.
    patience : int
        Buckets in a row far off on one side before that is the new level.
    has_slow : bool
        Whether a slow level is compared with a quick one.
    has_month : bool
        Whether days of the month have effects.
    year : int
        Buckets of a year, for grains whose yearly season is learned; else 0.
    alert : float
        The p-value below which a bucket is an anomaly when nobody names a budget.
    """

    period: int
    inner: int
    warm: int
    spans: tuple[int, ...]
    rates: tuple[float, ...]
    patience: int
    has_slow: bool
    has_month: bool
    year: int
    alert: float
