"""Rows under a frame: aggregated by counted day as far as the aggregates allow, and how to finish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate, recombine
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.localtime import truncate
from gnomon.ask.scans.gaps import count_stays, has_stays
from gnomon.ask.scans.periods import split_time
from gnomon.ask.scans.plain import Numbered, Reading, group_select, pass_any, where_all
from gnomon.ask.trees import and_all, column, data_type, named
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.leaf import Frame
    from gnomon.ask.scans.rows import Rows
    from gnomon.base.time import Grain

__all__ = ["inner_rows"]

Combine = dict[str, exp.Expr]


def inner_rows(
    context: Context, rows: Rows, leaves: Sequence[Numbered], dims: Sequence[tuple[str, Key]], base: Grain
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    """Rows by counted day and slice, as far aggregated as the aggregates allow; and how to finish them."""
    day = truncate(rows.metric_time(), base, week_start=context.model.settings.week_start).tree
    keys = [("d", day), *((alias, rows.value(key.path)) for alias, key in dims)]
    readings: list[Reading] = []
    for number, leaf in leaves:
        _, other = split_time(context, leaf)
        value = rows.measured(leaf)
        conditions = tuple(rows.condition(c) for c in other)
        readings.append(Reading(number=number, leaf=leaf, value=value, conditions=conditions))
    fixed = _input_window(context, rows, leaves[0][1].frame)
    if all(leaf.is_additive for _, leaf in leaves):
        return _additive(rows, keys, readings, fixed)
    if has_stays(leaves[0][1], base):
        return _stays(keys, rows, readings, fixed)
    if all(leaf.agg == "distinct" for _, leaf in leaves):
        return _distinct(rows, keys, readings, fixed)
    return _raw(rows, keys, readings, fixed)


def _input_window(context: Context, rows: Rows, frame: Frame) -> list[exp.Expr]:
    """Rows after the asked end can speak for no shown day; rows long before the start neither."""
    if frame.anchors or context.window.end is None:
        return []
    local = rows.metric_time()
    return Stretch(end=context.window.end).holds(local.tree, is_date=local.is_date)


def _additive(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    built = group_select(rows, keys, readings, fixed)
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        value, n = built.of_leaf[reading.number]
        combine[f"v{reading.number}"] = recombine(reading.leaf, column(value, "seen"))
        combine[f"n{reading.number}"] = _whole(exp.Sum(this=column(n, "seen")))
    return built.select, combine


def _distinct(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    counts = [_count_of(r) for r in readings]
    value = readings[0].value
    if value is None:
        raise InternalError("A distinct count needs an expression.")
    built = group_select(rows, [*keys, ("e", value)], counts, fixed)
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        _, n = built.of_leaf[reading.number]
        seen = exp.GT(this=column(n, "seen"), expression=exp.Literal.number(0))
        entity = exp.Case(ifs=[exp.If(this=seen, true=column("e", "seen"))])
        combine[f"v{reading.number}"] = exp.Count(this=exp.Distinct(expressions=[entity]))
        combine[f"n{reading.number}"] = _whole(exp.Sum(this=column(n, "seen")))
    return built.select, combine


def _stays(
    keys: Sequence[tuple[str, exp.Expr]], rows: Rows, readings: Sequence[Reading], fixed: Sequence[exp.Expr]
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    """Spells with one count each, of the one leaf of its scan."""
    (reading,) = readings
    window = reading.leaf.frame.window
    if window is None or reading.value is None:
        raise InternalError("Stays need a window and an expression.")
    seen = group_select(rows, [*keys, ("e", reading.value)], [_count_of(reading)], fixed)
    dims = [alias for alias, _ in keys[1:]]
    names = (f"v{reading.number}", f"n{reading.number}")
    spells = count_stays(seen, reading.number, window, dims)
    return spells, {name: exp.Max(this=column(name, "seen")) for name in names}


def _count_of(reading: Reading) -> Reading:
    leaf = replace(reading.leaf, agg="count", expr=None)
    return Reading(number=reading.number, leaf=leaf, value=None, conditions=reading.conditions)


def _raw(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    expressions = [named(tree, alias) for alias, tree in keys]
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        condition = and_all([c.copy() for c in reading.conditions]) or exp.true()
        value = reading.value if reading.value is not None else exp.Literal.number(1)
        expressions.append(named(value.copy(), f"x{reading.number}"))
        expressions.append(named(condition, f"f{reading.number}"))
        flag = column(f"f{reading.number}", "seen")
        combine[f"v{reading.number}"] = aggregate(reading.leaf, column(f"x{reading.number}", "seen"), flag)
        combine[f"n{reading.number}"] = exp.Filter(
            this=exp.Count(this=exp.Star()), expression=exp.Where(this=flag.copy())
        )
    select = rows.read(exp.Select(expressions=expressions))
    return where_all(select, [*fixed, *pass_any([r.conditions for r in readings])]), combine


def _whole(tree: exp.Expr) -> exp.Expr:
    return exp.Cast(this=tree, to=data_type("BIGINT"))
