"""Periods of a calendar's own grains: where each starts and ends, and which are loaded as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import calendar_of, standard_grain
from gnomon.ask.context import Stretch
from gnomon.ask.moments import as_moment, next_start
from gnomon.ask.trees import all_of, column, data_type, date_literal, named
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.ask.catalog import Catalog
    from gnomon.define.project import Calendar

__all__ = ["CustomPeriod", "custom_periods", "next_custom_start", "whole_periods", "widen_to_periods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomPeriod:
    """A stretch of a calendar under one name, from (inclusive) to (exclusive)."""

    start: datetime
    end: datetime


def custom_periods(catalog: Catalog, word: str) -> tuple[CustomPeriod, ...]:
    """Look up the periods of a custom grain in the order in which they start."""
    calendar = calendar_of(catalog.model, word)

    def look() -> tuple[CustomPeriod, ...]:
        edges = [named(exp.Min(this=_cell(calendar)), "first"), named(exp.Max(this=_cell(calendar)), "last")]
        rows = catalog.engine.execute(_grouped(catalog, calendar, word, edges)).table.to_pylist()
        found = [
            CustomPeriod(start=as_moment(r["first"]), end=next_start(as_moment(r["last"]), calendar.grain))
            for r in rows
        ]
        return tuple(sorted(found, key=lambda period: (period.start, period.end)))

    return catalog.remember(("periods", calendar.name, word), calendar.relation, look)


def widen_to_periods(catalog: Catalog, word: str | None, window: Stretch) -> Stretch:
    """Widen a window to whole periods of a custom grain; an edge outside the calendar, or of another grain, stays."""
    if word is None or standard_grain(word) is not None or window == Stretch():
        return window
    periods = custom_periods(catalog, word)
    first = None if window.start is None else _holding(periods, window.start)
    last = None if window.end is None else _holding(periods, window.end - timedelta(microseconds=1))
    return Stretch(
        start=window.start if first is None else first.start, end=window.end if last is None else last.end
    )


def _holding(periods: tuple[CustomPeriod, ...], moment: datetime) -> CustomPeriod | None:
    return next((period for period in periods if period.start <= moment < period.end), None)


def next_custom_start(catalog: Catalog, word: str, moment: datetime) -> datetime:
    """First start of a custom period at a moment or after it; the moment itself where the calendar has none."""
    return next((p.start for p in custom_periods(catalog, word) if p.start >= moment), moment)


def whole_periods(
    catalog: Catalog,
    word: str,
    period: exp.Expr,
    *,
    known: datetime,
    first: datetime | None,
    is_last_day: bool,
) -> exp.Expr:
    """Build the condition that a custom period is over, loaded to its end, and loaded from its start.

    Parameters
    ----------
    first : datetime or None
        Moment from which rows are loaded.
    is_last_day : bool
        Whether the last day speaks for the period, so that days before the first one do not matter.
    """
    calendar = calendar_of(catalog.model, word)
    last = exp.Max(this=_cell(calendar))
    conditions: list[exp.Expr] = [exp.LT(this=last, expression=_edge(known, calendar))]
    if first is not None:
        speaks = last.copy() if is_last_day else exp.Min(this=_cell(calendar))
        conditions.append(exp.GTE(this=speaks, expression=_edge(first, calendar)))
    own = column(calendar.grains[word], "cal")
    whole = _grouped(catalog, calendar, word, [own]).having(all_of(*conditions), copy=False)
    return exp.Coalesce(this=exp.In(this=period, query=whole.subquery(copy=False)), expressions=[exp.false()])


def _grouped(catalog: Catalog, calendar: Calendar, word: str, outputs: Sequence[exp.Expr]) -> exp.Select:
    own = column(calendar.grains[word], "cal")
    select = exp.Select(expressions=list(outputs))
    select = select.from_(catalog.relation(calendar.relation, "cal"), copy=False)
    return select.where(exp.Not(this=exp.Is(this=own, expression=exp.Null())), copy=False).group_by(
        own.copy(), copy=False
    )


def _cell(calendar: Calendar) -> exp.Expr:
    kind = "DATE" if calendar.grain >= Grain.DAY else "TIMESTAMP"
    return exp.Cast(this=column(calendar.column, "cal"), to=data_type(kind))


def _edge(moment: datetime, calendar: Calendar) -> exp.Expr:
    edge: date = moment if calendar.grain < Grain.DAY else moment.date()
    return date_literal(edge)
