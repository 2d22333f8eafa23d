"""Conditions on time: told apart from others, and read against the periods that an answer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain, time_value
from gnomon.ask.localtime import LocalTime
from gnomon.ask.scans.rows import Rows
from gnomon.base.errors import QuestionError
from gnomon.base.time import DatePart, Grain
from gnomon.define.expressions import path_of

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf

__all__ = ["is_name", "spine_condition", "split_time", "time_conditions"]


def is_name(node: exp.Expr) -> bool:
    """Whether a node is a dotted name as a whole."""
    return path_of(node) is not None


def time_conditions(context: Context, leaf: Leaf) -> tuple[exp.Expr, ...]:
    """Take the filters of a leaf that speak of its own time alone."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    return tuple(c for c in leaf.filters if _about_time(rows, c) == {True})


def split_time(context: Context, leaf: Leaf) -> tuple[tuple[exp.Expr, ...], tuple[exp.Expr, ...]]:
    """Split a leaf's filters into those about its own time alone and the others.

    Raises
    ------
    QuestionError
        If one condition mixes both under OR: shown day and counted day differ, so it has no one meaning.
    """
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    timed: list[exp.Expr] = []
    other: list[exp.Expr] = []
    for condition in leaf.filters:
        about = _about_time(rows, condition)
        if about == {True, False}:
            raise QuestionError(
                f"{condition.sql()!r} mixes time with other names, for a metric that looks at other days. "
                "Join them by AND only.",
                code="ASK-232",
            )
        (timed if about == {True} else other).append(condition)
    return tuple(timed), tuple(other)


def _about_time(rows: Rows, condition: exp.Expr) -> set[bool]:
    """For each name of a condition, whether it is the rows' own time."""
    return {rows.is_own_time(p) for n in condition.walk(prune=is_name) if (p := path_of(n)) is not None}


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
        return time_value(
            context.model, LocalTime(tree=local.tree.copy(), is_date=local.is_date), word, calendars
        )

    return tree.copy().transform(swap, copy=False)


def _time_word(path: tuple[str, ...]) -> str | None:
    known = {g.value for g in Grain} | {p.value for p in DatePart}
    if path[0] == "metric_time":
        return path[1] if len(path) > 1 else None
    return path[-1] if path[-1] in known else None
