"""Axes: few round ticks, and labels that do not lie on each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["Scale", "as_milliseconds", "choose_scale", "spread_apart", "tick_periods"]

_MOST_TICKS = 5
_ROUND = (1, 2, 2.5, 5, 10)
_MARGIN = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A linear axis.

    Attributes
    ----------
    low, high : float
        Ends of the axis.
    ticks : tuple of float
        At most five, ascending, inside the ends.
    """

    low: float
    high: float
    ticks: tuple[float, ...]


def choose_scale(values: Sequence[float]) -> Scale:
    """Fit an axis around values: from zero where they come near it, else close around them.

    Parameters
    ----------
    values : sequence of float
        At least one, finite.

    Examples
    --------
    >>> choose_scale([12, 80]).ticks
    (0.0, 20.0, 40.0, 60.0, 80.0)
    >>> choose_scale([0.43, 0.46]).ticks
    (0.43, 0.44, 0.45, 0.46)
    """
    low, high = min(values), max(values)
    if low == high:
        low, high = (low - abs(low) * 0.1, high + abs(high) * 0.1) if low else (0.0, 1.0)
    if 0 < low < high / 2:
        low = 0.0
    if low / 2 < high < 0:
        high = 0.0
    margin = (high - low) * _MARGIN
    bottom = low if low == 0 else low - margin
    top = high if high == 0 else high + margin
    return Scale(low=bottom, high=top, ticks=_ticks(bottom, top))


def _ticks(low: float, high: float) -> tuple[float, ...]:
    magnitude = 10.0 ** math.floor(math.log10((high - low) / _MOST_TICKS))
    for factor in (*_ROUND, 20, 50):
        step = factor * magnitude
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < _MOST_TICKS:
            places = 2 - math.floor(math.log10(step))
            return tuple(dict.fromkeys(round(i * step, places) for i in range(first, last + 1)))
    return (low, high)


def as_milliseconds(period: datetime) -> int:
    """Count milliseconds from 1970 as if a wall-clock time were UTC: charts then need no time zone.

    Examples
    --------
    >>> as_milliseconds(datetime(1970, 1, 2))
    86400000
    """
    return (period.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def tick_periods(
    periods: Sequence[datetime], anchor: datetime, grain: str, *, most: int
) -> tuple[datetime, ...]:
    """Choose the periods that get a label: evenly spaced, weeks apart for days, through the anchor.

    Parameters
    ----------
    periods : sequence of datetime
        Ascending.
    anchor : datetime
        One of them, labelled in any case.
    most : int
        Labels at most, >= 1.

    Examples
    --------
    >>> days = [datetime(2022, 5, 1) + timedelta(days=i) for i in range(15)]
    >>> [d.day for d in tick_periods(days, days[13], "day", most=4)]
    [7, 14]
    """
    size = len(periods)
    nice = (
        (1, 7, 14, 28, 56, 91, 182, 364)
        if grain == "day" and size > _MOST_TICKS
        else (1, 2, 3, 4, 6, 12, 24, 48)
    )
    step = next((s for s in nice if -(-size // s) <= most), -(-size // most))
    offset = periods.index(anchor) % step
    return tuple(periods[offset::step])


def spread_apart(positions: Sequence[float], gap: float) -> tuple[float, ...]:
    """Move positions apart until neighbours are a gap from each other, keeping order and middle.

    Examples
    --------
    >>> spread_apart([10.0, 12.0], 6.0)
    (8.0, 14.0)
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [positions[i] for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    shift = sum(placed) / len(placed) - sum(positions) / len(positions) if placed else 0.0
    result = [0.0] * len(positions)
    for rank, i in enumerate(order):
        result[i] = placed[rank] - shift
    return tuple(result)
