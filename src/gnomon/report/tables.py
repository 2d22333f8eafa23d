"""Breakdowns as the page's tables: texts and lengths of bars."""

from __future__ import annotations

from dataclasses import dataclass

from gnomon.records.report import Breakdown, BreakdownRow
from gnomon.report.intervals import find_interval, format_interval
from gnomon.report.numbers import DASH, describe_change, format_exact, is_share, known
from gnomon.report.periods import name_comparison, name_period
from gnomon.report.sentences import name_member

__all__ = ["SliceView", "TableView", "WhiskerView", "view_count", "view_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiskerView:
    """An interval on a bar: where it starts and how long it is, in per cent of the longest."""

    left: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceView:
    """A row of a breakdown; ``bar`` is its length in per cent of the longest."""

    member: str
    is_null: bool
    bar: float
    whisker: WhiskerView | None
    value: str
    interval: str
    n: str
    compared: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A breakdown as a table."""

    title: str
    period: str
    label: str
    value_name: str
    comparison: str
    change_name: str
    rows: tuple[SliceView, ...]
    total: SliceView | None
    hidden: str


def view_table(breakdown: Breakdown) -> TableView:
    """Write a breakdown; its bars share one scale that also holds the intervals.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard
    >>> rows = (BreakdownRow(member="DE", value=90, compared=60), BreakdownRow(member="FR", value=45))
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> table = Breakdown(card=card, dimension="c", label="Country", rows=rows, period=datetime(2022, 5, 8))
    >>> [(r.member, r.value, r.bar) for r in view_table(table).rows]
    [('DE', '90', 100.0), ('FR', '45', 50.0)]
    """
    longest = _longest(breakdown)
    total = breakdown.total
    return TableView(
        title=f"By {breakdown.label}",
        period=name_period(breakdown.period, breakdown.grain),
        label=breakdown.label,
        value_name=breakdown.card.label,
        comparison=name_comparison(breakdown.comparison, breakdown.grain) if breakdown.comparison else "",
        change_name="Change, points" if is_share(breakdown.card) else "Change",
        rows=tuple(_slice(r, breakdown, longest) for r in breakdown.rows),
        total=None if total is None else _slice(total, breakdown, longest, member="Total"),
        hidden=f"{breakdown.hidden:,} more not shown" if breakdown.hidden else "",
    )


def view_count(n: int | None) -> str:
    """Write a count of rows; a dash where it is not known.

    Examples
    --------
    >>> view_count(1200), view_count(None) == DASH
    ('1,200', True)
    """
    return DASH if n is None else f"{n:,}"


def _longest(breakdown: Breakdown) -> float:
    sizes = [abs(v) for r in breakdown.rows if (v := known(r.value)) is not None]
    sizes += [abs(i.high) for r in breakdown.rows if (i := find_interval(r)) is not None]
    return max(sizes, default=0) or 1


def _slice(row: BreakdownRow, breakdown: Breakdown, longest: float, *, member: str = "") -> SliceView:
    change = describe_change(row.value, row.compared, breakdown.card, compared_n=row.n)
    return SliceView(
        member=member or name_member(row.member),
        is_null=not member and row.member is None,
        bar=round(100 * abs(known(row.value) or 0) / longest, 1),
        whisker=_whisker(row, longest),
        value=format_exact(row.value, breakdown.card),
        interval=format_interval(row, breakdown.card),
        n=view_count(row.n),
        compared=format_exact(row.compared, breakdown.card),
        change=DASH if change is None else change.signed_size,
    )


def _whisker(row: BreakdownRow, longest: float) -> WhiskerView | None:
    """Place an interval on the scale of the bars; below zero there are no bars."""
    interval = find_interval(row)
    if interval is None:
        return None
    left, right = (max(0.0, 100 * end / longest) for end in (interval.low, interval.high))
    return WhiskerView(left=round(left, 1), width=round(right - left, 1))
