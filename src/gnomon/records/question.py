"""A question: which metrics, over what, when, compared with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["COMPARISONS", "Comparison", "Question"]

COMPARISONS = ("previous", "last_week", "last_4_weeks", "last_year", "window")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a value is held against.

    Attributes
    ----------
    name : str
        ``previous`` (the period before), ``last_week`` and ``last_4_weeks`` (same weekday 7 and 28 days
        before), ``last_year`` (364 days before for day and week, 12 months for longer grains), or ``window``.
    start, end : date or datetime or None
        Only for ``window``: the explicit window, read like the question's own.
    """

    name: str
    start: date | datetime | None = None
    end: date | datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, normalised.

    Attributes
    ----------
    metrics : tuple of str
        Names, in the order of the answer's columns.
    by : tuple of str
        Dimensions and entities as written: ``country``, ``user.country``, ``metric_time.month``.
    grain : str or None
        Standard or custom grain of the ``period`` column; None leaves time out.
    start, end : date, datetime or None
        Reporting-zone window; the periods that hold ``start`` and ``end`` are both included. Where no grain is
        asked, a moment with a time of day is exact and, as ``end``, excluded.
    where : str, tuple of str or None
        SQL boolean expressions over dimensions and metrics, all of which must hold.
    compare : tuple of Comparison
        One or several.
    order_by : tuple of str
        Column names, ``-`` in front for descending.
    limit : int or None
        Rows at most, after ordering.
    as_of : datetime or None
        The moment that counts as now; None is the wall clock.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: str | None = None
    start: date | datetime | None = None
    end: date | datetime | None = None
    where: str | tuple[str, ...] | None = None
    compare: tuple[Comparison, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    as_of: datetime | None = None
