"""Scan of whole earlier periods: aggregate first, then show each at the later period that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.scans.anchors import anchored_day
from gnomon.ask.scans.periods import spine_condition, split_time
from gnomon.ask.scans.plain import Built, Numbered, where_all
from gnomon.ask.trees import column, named
from gnomon.base.errors import InternalError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.leaf import Leaf

__all__ = ["Core", "lookup_scan", "shown_periods"]

Core = Callable[[Context, Sequence[Numbered], Sequence[tuple[str, Key]], Stretch], Built]


def lookup_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], core: Core
) -> Built:
    """Aggregate by the asked periods first, then show each period's value at the later period that looks at it."""
    leaf = leaves[0][1]
    grain = context.finest
    standard = standard_grain(grain)
    if grain is None or standard is None:
        raise InternalError("A lookup needs a standard grain.")
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    period = ("p", Key(name="p", path=("metric_time", grain), word=grain))
    timed, _ = split_time(context, leaf)
    bare = [(number, replace(each, filters=split_time(context, each)[1])) for number, each in leaves]
    inner = core(context, bare, [period, *dims], Stretch())
    calendars = CalendarJoins()
    shown = column("s", "spine")
    names = inner.names()
    trees = [
        (
            alias,
            context.key_from_period(key, shown, grain, calendars)
            if key.is_metric_time
            else column(alias, "seen"),
        )
        for alias, key in keys
    ]
    select = exp.Select(expressions=[*(named(t, a) for a, t in trees), *(column(n, "seen") for n in names)])
    periods = shown_periods(context, leaf, standard, timed)
    select = select.from_(periods.subquery("spine", copy=False), copy=False)
    on = exp.EQ(
        this=anchored_day(context, shown.copy(), leaf.frame, standard), expression=column("p", "seen")
    )
    select = select.join(inner.select.subquery("seen", copy=False), on=on, copy=False)
    conditions = context.window.holds(shown, is_date=standard >= Grain.DAY)
    shown_rows = where_all(calendars.join_to(select, context.catalog), conditions)
    return Built(select=shown_rows, of_leaf=inner.of_leaf, open_of=inner.open_of)


def shown_periods(context: Context, leaf: Leaf, standard: Grain, timed: Sequence[exp.Expr]) -> exp.Select:
    """Periods of which some day passes the conditions on time: one column ``s``."""
    if not timed:
        return context.spine(leaf, standard)
    base = context.base_grain(leaf)
    calendars = CalendarJoins()
    day = column("s", "days")
    conditions = [spine_condition(context, c, day, base.value, calendars) for c in timed]
    period = Key(name="s", path=("metric_time", standard.value), word=standard.value)
    shown = named(context.key_from_period(period, day, base.value, calendars), "s")
    select = exp.Select(expressions=[shown]).distinct(copy=False)
    select = select.from_(context.spine(leaf, base).subquery("days", copy=False), copy=False)
    return where_all(calendars.join_to(select, context.catalog), conditions)
