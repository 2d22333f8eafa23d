"""The interval of a value in words and as places on a scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gnomon.records.report import BreakdownRow, MetricCard, Number, SeriesPoint
from gnomon.report.numbers import DASH, format_exact, is_share, known

__all__ = ["Interval", "find_interval", "format_interval"]

_PERCENT = "\u202f%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two known ends, the lower one first."""

    low: Number
    high: Number


def find_interval(point: SeriesPoint | BreakdownRow) -> Interval | None:
    """Find the interval of a known value; None where it has none.

    Examples
    --------
    >>> find_interval(BreakdownRow(member="DE", value=0.2, low=0.1, high=0.3))
    Interval(low=0.1, high=0.3)
    """
    low, high = known(point.low), known(point.high)
    if known(point.value) is None or low is None or high is None:
        return None
    return Interval(low=low, high=high)


def format_interval(
    point: SeriesPoint | BreakdownRow,
    card: MetricCard,
    *,
    write: Callable[[Number, MetricCard], str] = format_exact,
) -> str:
    """Write the interval of a value as what stands in brackets behind it; empty where it has none.

    Parameters
    ----------
    write : callable
        Writes an end as the value itself is written.

    Examples
    --------
    >>> card = MetricCard(name="bad", label="Violating share", format=".2%")
    >>> row = BreakdownRow(member=None, value=0.0017, low=0.0012, high=0.0024)
    >>> format_interval(row, card).replace(DASH, " to ")
    '(0.12 to 0.24)'
    """
    interval = find_interval(point)
    if interval is None:
        return ""
    low, high = write(interval.low, card), write(interval.high, card)
    if is_share(card):
        low, high = low.removesuffix(_PERCENT), high.removesuffix(_PERCENT)
    between = DASH if interval.low >= 0 else " to "
    return f"({low}{between}{high})"
