"""Scan of stickiness by calendar periods: mean daily entities, and different entities, of each period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins
from gnomon.ask.localtime import move, truncate
from gnomon.ask.moments import as_moment
from gnomon.ask.scans.entity_periods import entity_key, known_rows, period_keys, refuse_pace, shown_stretch
from gnomon.ask.scans.lookup import shown_periods
from gnomon.ask.scans.periods import split_time
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, in_window, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import as_double, column, date_literal, divide, named
from gnomon.base.errors import InternalError
from gnomon.base.time import Grain, Window

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.leaf import Leaf

__all__ = ["DAILY", "PRESENT", "StickinessRule", "stickiness_scan"]

DAILY, PRESENT = "daily_mean", "present"
AT, DAY = "at", "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickinessRule:
    """Entities of each day of a calendar period; a leaf's ``expr`` names what is told of them.

    Attributes
    ----------
    own : tuple of sqlglot expression
        The metric's own filter, which is about rows also where it speaks of time.
    """

    word: ClassVar[str] = "stickiness"
    entity: str
    every: str
    own: tuple[exp.Expr, ...]

    @property
    def matures(self) -> None:
        """A period is final with its last row."""
        return

    @property
    def pace(self) -> Grain:
        """Periods whose days are averaged."""
        return Grain(self.every)

    def looks_back(self, _: Leaf) -> Window | None:
        """A period speaks for itself."""
        return None

    def __str__(self) -> str:
        return f"days of each {self.entity} in a {self.every}"


def stickiness_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Reduce rows to one an entity, slice and day, then count pairs and entities by period.

    The mean is over the days of the period for which there can be rows: a period that runs, or in which the data
    begin, is flagged and still comparable.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, StickinessRule):
        raise InternalError("A scan of stickiness needs its rule.")
    refuse_pace(context, rule.pace, rule.word)
    dims = [alias for alias, key in keys if not key.is_metric_time]
    shown = shown_stretch(context, leaf, rule.pace, window)
    counted = _counted(context, leaf, rule, _seen(context, leaf, rule, keys, shown), dims, shown)
    calendars = CalendarJoins()
    values = {
        DAILY: divide(column("pairs", "counted"), _days(context, leaf, rule, shown)),
        PRESENT: column(PRESENT, "counted"),
    }
    calls: list[exp.Expr] = []
    for number, part in leaves:
        if part.expr is None or part.expr.name not in values:
            raise InternalError(f"Stickiness has no part {part.expr}.")
        calls.append(named(values[part.expr.name].copy(), f"v{number}"))
        calls.append(named(column(PRESENT, "counted"), f"n{number}"))
    select = exp.Select(
        expressions=[*period_keys(context, keys, rule.pace, "counted", AT, calendars), *calls]
    )
    select = select.from_(counted.subquery("counted", copy=False), copy=False)
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    return Built(select=calendars.join_to(select, context.catalog), of_leaf=of_leaf)


def _seen(
    context: Context, leaf: Leaf, rule: StickinessRule, keys: Sequence[tuple[str, Key]], shown: Stretch
) -> exp.Select:
    """Each entity once a slice and day."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    week = context.model.settings.week_start
    local = rows.metric_time()
    at = truncate(local, rule.pace, week_start=week).tree
    day = truncate(local, Grain.DAY, week_start=week).tree
    who = entity_key(rows, rule.entity)
    dims = [(alias, rows.value(key.path)) for alias, key in keys if not key.is_metric_time]
    trees = [*dims, ("who", who), (AT, at), (DAY, day)]
    _, other = split_time(context, leaf)
    conditions = [*in_window(rows, shown), *(rows.condition(c) for c in (*rule.own, *other))]
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in trees]))
    return group_by_first(where_all(select, [*known_rows(who, at), *conditions]), len(trees))


def _counted(
    context: Context,
    leaf: Leaf,
    rule: StickinessRule,
    seen: exp.Select,
    dims: Sequence[str],
    shown: Stretch,
) -> exp.Select:
    at = column(AT, "seen")
    present = exp.Count(this=exp.Distinct(expressions=[column("who", "seen")]))
    select = exp.Select(
        expressions=[
            *(column(a, "seen") for a in (*dims, AT)),
            named(exp.Count(this=exp.Star()), "pairs"),
            named(present, PRESENT),
        ]
    ).from_(seen.subquery("seen", copy=False), copy=False)
    conditions = shown.holds(at, is_date=True)
    timed, _ = split_time(context, leaf)
    if timed:
        periods = shown_periods(context, leaf, rule.pace, timed)
        conditions.append(exp.In(this=at.copy(), query=periods.subquery(copy=False)))
    return group_by_first(where_all(select, conditions), len(dims) + 1)


def _days(context: Context, leaf: Leaf, rule: StickinessRule, shown: Stretch) -> exp.Expr:
    """Count the days of the period that lie inside the data, the window and the past."""
    at = column(AT, "counted")
    start: exp.Expr = at
    end = move(at.copy(), Window(count=1, grain=rule.every), back=False)
    time = context.time_of(leaf)
    found = None if time is None else context.catalog.source_bounds(context.source_of(leaf), time)
    if found is not None and found.first is not None and found.reach is not None:
        first, last = as_moment(found.first), as_moment(found.reach)
        stop = min(last, (context.horizon or context.now) - timedelta(microseconds=1))
        if shown.end is not None:
            stop = min(stop, shown.end - timedelta(microseconds=1))
        edges = (date_literal(first.date()), date_literal(stop.date() + timedelta(days=1)))
        start = exp.Greatest(this=at.copy(), expressions=[edges[0]], ignore_nulls=True)
        end = exp.Least(this=end, expressions=[edges[1]], ignore_nulls=True)
    days = exp.DateDiff(this=end, expression=start, unit=exp.var("DAY"))
    return as_double(days)
