"""Distinct counts under several filters: each value once a group, with marks of the filters it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import filtered
from gnomon.ask.scans.plain import (
    Built,
    Numbered,
    group_by_first,
    group_select,
    in_window,
    pass_any,
    read_leaf,
    split_common,
    where_all,
)
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import and_all, column, named

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch

__all__ = ["distinct_scan"]

Conditions = tuple[exp.Expr, ...]
VALUE = "x"
MARKS = 60  # bits of one signed 64-bit column


def distinct_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Count different values of one expression for leaves that differ in their filters alone.

    With two filters or more, a first grouping keeps each value once for each group of the keys, with one bit for
    each filter that a row of it passes; a second one counts bits. A distinct aggregate for each filter would keep
    its own table of values instead: over 20 million events, nine filters cost a tenth of that.
    """
    leaf = leaves[0][1]
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    key_trees = [(alias, rows.value(key.path)) for alias, key in keys]
    readings = [read_leaf(rows, number, each) for number, each in leaves]
    fixed = in_window(rows, window)
    common, own = split_common([r.conditions for r in readings])
    places = {conditions: place for place, conditions in enumerate(dict.fromkeys(own))}
    value = readings[0].value
    if len(places) == 1 or value is None:
        return group_select(rows, key_trees, readings, fixed)
    marked = exp.Select(
        expressions=[
            *(named(tree, alias) for alias, tree in key_trees),
            named(value, VALUE),
            *(named(tree, name) for name, tree in _marks(places).items()),
        ]
    )
    marked = where_all(rows.read(marked), [*fixed, *common, *pass_any(own)])
    marked = group_by_first(marked, len(keys) + 1)
    names = [(f"v{number}", f"n{number}") for number, _ in leaves]
    first = {place: own.index(conditions) for conditions, place in places.items()}
    of_leaf = {r.number: names[first[places[c]]] for r, c in zip(readings, own, strict=True)}
    calls = [
        named(filtered(exp.Count(this=counted.copy()), _has_mark(conditions, place)), name)
        for conditions, place in places.items()
        for counted, name in zip((column(VALUE, "marked"), exp.Star()), names[first[place]], strict=True)
    ]
    select = exp.Select(expressions=[*(column(alias, "marked") for alias, _ in keys), *calls])
    select = select.from_(marked.subquery("marked", copy=False), copy=False)
    return Built(select=group_by_first(select, len(keys)), of_leaf=of_leaf)


def _marks(places: Mapping[Conditions, int]) -> dict[str, exp.Expr]:
    """Columns of marks: the bits of a filter are set where a row of the group passes it; no filter, no bit."""
    found: dict[str, exp.Expr] = {}
    for conditions, place in places.items():
        condition = and_all([c.copy() for c in conditions])
        if condition is None:
            continue
        bit = exp.Literal.number(1 << place % MARKS)
        passed = exp.Case(ifs=[exp.If(this=condition, true=bit)], default=exp.Literal.number(0))
        name = _mark_column(place)
        found[name] = exp.Add(this=found[name], expression=passed) if name in found else passed
    return {name: exp.BitwiseOrAgg(this=tree) for name, tree in found.items()}


def _mark_column(place: int) -> str:
    return f"marks_{place // MARKS}"


def _has_mark(conditions: Conditions, place: int) -> exp.Expr | None:
    if not conditions:
        return None
    bit = exp.Literal.number(1 << place % MARKS)
    both = exp.Paren(this=exp.BitwiseAnd(this=column(_mark_column(place), "marked"), expression=bit))
    return exp.NEQ(this=both, expression=exp.Literal.number(0))
