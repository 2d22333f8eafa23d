"""Scan of whole earlier periods: aggregate first, then show each at the later period that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.anchors import anchored_day
from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.periods import spine_condition, split_time
from gnomon.ask.scan import Built, Numbered, where_all
from gnomon.ask.trees import column
from gnomon.base.errors import InternalError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.leaf import Leaf

__all__ = ["Core", "lookup_scan"]

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
    bare = [(number, replace(each, filters=split_time(context, each)[1])) for number, each in leaves]
    inner = core(context, bare, [period, *dims], Stretch())
    spine = context.spine(leaf, standard)
    calendars = CalendarJoins()
    shown = column("s", "spine")
    on = exp.EQ(
        this=anchored_day(context, shown.copy(), leaf.frame, standard), expression=column("p", "seen")
    )
    return _show(context, keys, inner, spine, on, calendars, grain, leaf)


def _show(
    context: Context,
    keys: Sequence[tuple[str, Key]],
    inner: Built,
    spine: exp.Select,
    on: exp.Expr,
    calendars: CalendarJoins,
    grain: str,
    leaf: Leaf,
) -> Built:
    shown = column("s", "spine")
    names = dict.fromkeys(name for pair in inner.of_leaf.values() for name in pair)
    trees = [
        (
            alias,
            context.key_from_period(key, shown, grain, calendars)
            if key.is_metric_time
            else column(alias, "seen"),
        )
        for alias, key in keys
    ]
    select = exp.Select(
        expressions=[*(exp.alias_(t, a) for a, t in trees), *(column(n, "seen") for n in names)]
    ).from_(spine.subquery("spine"), copy=False)
    select = select.join(inner.select.subquery("seen"), on=on, copy=False)
    timed, _ = split_time(context, leaf)
    conditions = context.window.holds(shown, is_date=(standard_grain(grain) or Grain.DAY) >= Grain.DAY)
    conditions += [spine_condition(context, c, shown, grain, calendars) for c in timed]
    return Built(
        select=where_all(calendars.join_to(select, context.catalog), conditions), of_leaf=inner.of_leaf
    )
