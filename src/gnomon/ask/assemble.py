"""Put scans together: one row per key, formulas over leaves, empty periods, flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.complete import final_periods
from gnomon.ask.loaded_window import total_inside
from gnomon.ask.scans.grid import grid_select, shows_empty
from gnomon.ask.scans.plain import key_alias
from gnomon.ask.trees import and_all, column, data_type, literal_of, named, or_all

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Formula, Leaf
    from gnomon.ask.outputs import Asked
    from gnomon.ask.scans.plain import Built

__all__ = ["assemble", "merge_scans", "settled"]

MERGED = "merged"
GRID = "is_grid"


def merge_scans(
    context: Context, scans: Sequence[tuple[str, Built]], asked: Sequence[Asked], leaves: Sequence[Leaf]
) -> exp.Select:
    """Bring all scans, and the grid of empty periods, to one row per key.

    Rows are stacked and grouped, so that null keys meet each other and no engine needs an outer join on them.
    """
    aliases = [key_alias(i) for i in range(len(context.keys))]
    columns = [(name, c) for name, built in scans for c in built.names()]
    parts = [_part(name, aliases, columns) for name, _ in scans]
    grid = grid_select(context, scans, asked, leaves)
    if grid is not None:
        parts.append(_grid_part(grid, aliases, columns))
    if len(parts) == 1 and not (columns and not aliases and len(scans) > 1):
        only = scans[0][0]
        renamed = [named(column(c, only), _flat(name, c)) for name, c in columns]
        return exp.Select(expressions=[*(column(a, only) for a in aliases), *renamed]).from_(
            _table(only), copy=False
        )
    union: exp.Expr = parts[0]
    for part in parts[1:]:
        union = exp.Union(this=union, expression=part, distinct=False)
    values = [named(exp.Max(this=column(_flat(n, c), "stacked")), _flat(n, c)) for n, c in columns]
    select = exp.Select(expressions=[*(column(a, "stacked") for a in aliases), *values])
    select = select.from_(
        exp.Subquery(this=union, alias=exp.TableAlias(this=exp.to_identifier("stacked"))), copy=False
    )
    if aliases:
        select = select.group_by(*(exp.Literal.number(i + 1) for i in range(len(aliases))), copy=False)
    return select


def _flat(scan: str, name: str) -> str:
    return f"{scan}_{name}"


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name))


def _part(scan: str, aliases: Sequence[str], columns: Sequence[tuple[str, str]]) -> exp.Select:
    values = [named(column(c, scan) if name == scan else exp.Null(), _flat(name, c)) for name, c in columns]
    return exp.Select(expressions=[*(column(a, scan) for a in aliases), *values]).from_(
        _table(scan), copy=False
    )


def _grid_part(grid: exp.Select, aliases: Sequence[str], columns: Sequence[tuple[str, str]]) -> exp.Select:
    nulls = [named(exp.Null(), _flat(name, c)) for name, c in columns]
    select = exp.Select(expressions=[*(column(a, "grid") for a in aliases), *nulls])
    return select.from_(grid.subquery("grid", copy=False), copy=False)


def settled(flag: exp.Expr, item: Asked, scans: Sequence[tuple[str, Built]]) -> exp.Expr:
    """Build the flag of a finished period in which nothing is open that may still change the value."""
    found = [
        column(_flat(name, built.open_of[number]), MERGED)
        for name, built in scans
        for number in dict.fromkeys(item.formula.numbers)
        if number in built.open_of
    ]
    none = exp.Literal.number(0)
    closed = [
        exp.EQ(this=exp.Coalesce(this=each, expressions=[none.copy()]), expression=none.copy())
        for each in found
    ]
    return and_all([flag, *closed]) or flag


def assemble(
    context: Context,
    asked: Sequence[Asked],
    places: Mapping[int, tuple[str, str, str]],
    leaves: Sequence[Leaf],
) -> exp.Select:
    """Compute the output columns from the merged rows.

    Parameters
    ----------
    places : mapping of int to (scan, value column, count column)
        Where each leaf is.
    """
    outputs: list[exp.Expr] = [
        named(column(key_alias(i), MERGED), key.name, quoted=True) for i, key in enumerate(context.keys)
    ]
    for item in asked:
        outputs.append(named(_value(context, item, places, leaves), item.name, quoted=True))
        if item.n_name is not None:
            outputs.append(named(_count(context, item, places, leaves), item.n_name, quoted=True))
    return exp.Select(expressions=outputs).from_(_table(MERGED), copy=False)


def _leaf_n(places: Mapping[int, tuple[str, str, str]], number: int) -> exp.Column:
    scan, _, n = places[number]
    return column(_flat(scan, n), MERGED)


def _value(
    context: Context, item: Asked, places: Mapping[int, tuple[str, str, str]], leaves: Sequence[Leaf]
) -> exp.Expr:
    formula = item.formula

    def swap(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name.startswith("leaf_"):
            return _leaf_value(context, formula, int(node.name.removeprefix("leaf_")), places)
        return node

    value = formula.value.copy().transform(swap, copy=False)
    if formula.empty is not None and formula.empty.value is not None:
        filler = literal_of(formula.empty.value)
        if formula.empty.is_shown:
            filler = _within(context, item, leaves, filler)
        value = exp.Coalesce(this=value, expressions=[filler])
    return value


def _leaf_value(
    context: Context, formula: Formula, index: int, places: Mapping[int, tuple[str, str, str]]
) -> exp.Expr:
    number = formula.numbers[index]
    leaf, empty = formula.leaves[index], formula.empties[index]
    scan, value_name, _ = places[number]
    value: exp.Expr = column(_flat(scan, value_name), MERGED)
    is_distinct = leaf.agg == "distinct" and (bool(context.keys) or _inside(context, [leaf]) is not None)
    is_counted = leaf.agg == "count" or is_distinct
    if is_counted:
        seen = exp.GT(this=_leaf_n(places, number), expression=exp.Literal.number(0))
        value = exp.Case(ifs=[exp.If(this=seen, true=value)])
    if empty.value is None:
        return value
    filler = literal_of(empty.value)
    if empty.is_shown:
        filler = _period_within(context, [leaf], filler)
    return exp.Coalesce(this=value, expressions=[filler])


def _within(context: Context, item: Asked, leaves: Sequence[Leaf], then: exp.Expr) -> exp.Expr:
    return _period_within(context, [leaves[i] for i in item.formula.numbers], then)


def _period_within(context: Context, leaves: Sequence[Leaf], then: exp.Expr) -> exp.Expr:
    """``then`` where the row's period lies where data may be, and may be final; null elsewhere."""
    found = (_inside(context, leaves), final_periods(context, leaves))
    condition = and_all([each for each in found if each is not None])
    return then if condition is None else exp.Case(ifs=[exp.If(this=condition, true=then)])


def _inside(context: Context, leaves: Sequence[Leaf]) -> exp.Expr | None:
    return total_inside(context, leaves) if context.finest is None else context.period_inside(leaves)


def _count(
    context: Context, item: Asked, places: Mapping[int, tuple[str, str, str]], leaves: Sequence[Leaf]
) -> exp.Expr:
    """Rows (entities, for a distinct count) behind a value; 0 for an empty period; null where it has no row."""
    numbers = [item.formula.numbers[i] for i in item.formula.n]
    counts = [
        exp.Coalesce(this=_one_count(n, places, leaves), expressions=[exp.Literal.number(0)]) for n in numbers
    ]
    least = (
        counts[0]
        if len(counts) == 1
        else exp.Least(this=counts[0], expressions=counts[1:], ignore_nulls=True)
    )
    present = _any_row(places, item.formula.numbers)
    case = exp.Case(ifs=[exp.If(this=present, true=least)])
    none = exp.Literal.number(0)
    if item.compared:
        # A slice that was there before and is gone now is the one to see.
        case.append("ifs", exp.If(this=_any_row(places, item.compared), true=none.copy()))
    if not context.keys or shows_empty(context, item):
        inside = _inside(context, [leaves[i] for i in item.formula.numbers])
        ever = _any_row(places, (*item.formula.numbers, *item.compared))
        conditions = [c for c in (inside, *_in_own_slices(context, item, ever)) if c is not None]
        case.append("ifs", exp.If(this=and_all(conditions) or exp.true(), true=none))
    return exp.Cast(this=case, to=data_type("BIGINT"))


def _any_row(places: Mapping[int, tuple[str, str, str]], numbers: Sequence[int]) -> exp.Expr | None:
    """Build the condition that some of the leaves have a row."""
    return or_all(
        [exp.GT(this=_leaf_n(places, n), expression=exp.Literal.number(0)) for n in dict.fromkeys(numbers)]
    )


def _in_own_slices(context: Context, item: Asked, present: exp.Expr | None) -> list[exp.Expr]:
    """Build the conditions that an empty row is the metric's own: other metrics bring slices that it never has."""
    times = [column(key_alias(i), MERGED) for i, key in enumerate(context.keys) if key.is_metric_time]
    dims = [column(key_alias(i), MERGED) for i, key in enumerate(context.keys) if not key.is_metric_time]
    if not dims or present is None:
        return []
    seen = exp.Count(this=exp.Case(ifs=[exp.If(this=present.copy(), true=exp.Literal.number(1))]))
    over = exp.Window(this=seen, partition_by=dims if item.is_dense else times)
    if item.is_dense:
        return [exp.GT(this=over, expression=exp.Literal.number(0))]
    nulls = [exp.Is(this=dim, expression=exp.Null()) for dim in dims]
    return [*nulls, exp.EQ(this=over, expression=exp.Literal.number(0))]


def _one_count(number: int, places: Mapping[int, tuple[str, str, str]], leaves: Sequence[Leaf]) -> exp.Expr:
    scan, value, n = places[number]
    return column(_flat(scan, value if leaves[number].agg == "distinct" else n), MERGED)
