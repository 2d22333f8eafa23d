"""Conditions on time, read against the periods that an answer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain, time_value
from gnomon.ask.localtime import LocalTime
from gnomon.base.time import DatePart, Grain
from gnomon.define.expressions import path_of

if TYPE_CHECKING:
    from gnomon.ask.context import Context

__all__ = ["spine_condition"]


def spine_condition(
    context: Context, tree: exp.Expr, period: exp.Expr, grain: str, calendars: CalendarJoins
) -> exp.Expr:
    """Resolve a condition about time against the periods that are shown."""
    standard = standard_grain(grain)
    local = LocalTime(tree=period, is_date=standard is None or standard >= Grain.DAY)

    def swap(node: exp.Expr) -> exp.Expr:
        path = path_of(node)
        if path is None:
            return node
        word = _time_word(path) or context.default_grain
        return time_value(context, LocalTime(tree=local.tree.copy(), is_date=local.is_date), word, calendars)

    return tree.copy().transform(swap, copy=False)


def _time_word(path: tuple[str, ...]) -> str | None:
    known = {g.value for g in Grain} | {p.value for p in DatePart}
    if path[0] == "metric_time":
        return path[1] if len(path) > 1 else None
    return path[-1] if path[-1] in known else None
