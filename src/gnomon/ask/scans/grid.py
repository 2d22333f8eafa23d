"""The grid: periods that must appear although no row fell into them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.scans.periods import is_name, spine_condition, time_conditions
from gnomon.ask.scans.plain import key_alias, where_all
from gnomon.ask.trees import column, named, null_safe_equal
from gnomon.base.time import DatePart, Grain
from gnomon.define.expressions import path_of

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.outputs import Asked
    from gnomon.ask.scans.plain import Built

__all__ = ["grid_select", "shows_empty"]


def grid_select(
    context: Context, scans: Sequence[tuple[str, Built]], asked: Sequence[Asked], leaves: Sequence[Leaf]
) -> exp.Select | None:
    """Build the keys of empty periods that some asked metric shows; None when there are none."""
    parts: dict[tuple[object, ...], exp.Select] = {}
    for item in asked:
        if item.n_name is not None and shows_empty(context, item):
            for leaf, numbers in _shown_leaves(item, leaves):
                own = _own_scans(scans, (*numbers, *item.compared) if item.is_dense else numbers)
                times = _period_conditions(context, leaf, is_alone=not item.is_dense and len(numbers) == 1)
                same = (
                    leaf.source,
                    leaf.time,
                    leaf.after,
                    context.base_grain(leaf),
                    times,
                    own,
                    item.is_dense,
                )
                if same not in parts:
                    parts[same] = _part(context, leaf, own, times, is_dense=item.is_dense)
    if not parts:
        return None
    different = list(dict.fromkeys(parts.values()))
    tree: exp.Query = different[0]
    for part in different[1:]:
        tree = exp.Union(this=tree, expression=part, distinct=True)
    if isinstance(tree, exp.Select):
        return tree
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("each_part"))
    return exp.Select(expressions=[star]).from_(tree.subquery("each_part", copy=False), copy=False)


def shows_empty(context: Context, item: Asked) -> bool:
    """Whether a question shows the empty periods of a metric.

    Parts of a date alone are no periods; they are shown where a calendar says which of them there are.
    """
    return item.is_shown and (
        context.finest is not None or (not item.is_dense and any(key.is_metric_time for key in context.keys))
    )


def _shown_leaves(item: Asked, leaves: Sequence[Leaf]) -> list[tuple[Leaf, tuple[int, ...]]]:
    """Choose whose periods are shown, each with the leaves whose rows tell that a period is not empty."""
    formula = item.formula
    alone = [n for n, empty in zip(formula.numbers, formula.empties, strict=True) if empty.is_shown]
    if not item.is_dense and alone:
        # Without a row for every slice, each input shows its own empty periods.
        return [(leaves[n], (n,)) for n in alone]
    found: dict[tuple[object, ...], Leaf] = {}
    for number in formula.numbers:
        leaf = leaves[number]
        found.setdefault((leaf.source, leaf.time, leaf.after), leaf)
    return [(leaf, formula.numbers) for leaf in found.values()]


def _own_scans(scans: Sequence[tuple[str, Built]], numbers: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Find where leaves are: scan and count column."""
    return tuple(
        dict.fromkeys(
            (name, built.of_leaf[n][1]) for name, built in scans for n in numbers if n in built.of_leaf
        )
    )


def _part(
    context: Context,
    leaf: Leaf,
    scans: Sequence[tuple[str, str]],
    conditions: Sequence[exp.Expr],
    *,
    is_dense: bool,
) -> exp.Select:
    dims = [i for i, key in enumerate(context.keys) if not key.is_metric_time]
    periods = _periods(context, leaf, conditions)
    if not dims:
        return periods
    if is_dense:
        slices = _slices(list(dict.fromkeys(name for name, _ in scans)), dims)
        outputs = [
            column(key_alias(i), "slices" if i in dims else "periods") for i, _ in enumerate(context.keys)
        ]
        select = exp.Select(expressions=outputs).from_(periods.subquery("periods", copy=False), copy=False)
        return select.join(slices.subquery("slices", copy=False), join_type="cross", copy=False)
    return _sparse(context, periods, scans, dims)


def _periods(context: Context, leaf: Leaf, on_time: Sequence[exp.Expr]) -> exp.Select:
    """Time keys of all periods in the window."""
    base = _spine_grain(context, leaf, has_conditions=bool(on_time))
    calendars = CalendarJoins()
    shown = column("s", "spine")
    keys = [
        named(context.key_from_period(key, shown, base.value, calendars), key_alias(i))
        for i, key in enumerate(context.keys)
        if key.is_metric_time
    ]
    select = exp.Select(expressions=keys).distinct(copy=False)
    select = select.from_(context.spine(leaf, base).subquery("spine", copy=False), copy=False)
    conditions = context.window.holds(shown, is_date=base >= Grain.DAY)
    conditions += [spine_condition(context, c, shown.copy(), base.value, calendars) for c in on_time]
    return where_all(calendars.join_to(select, context.catalog), conditions)


def _spine_grain(context: Context, leaf: Leaf, *, has_conditions: bool) -> Grain:
    """Choose the finest asked grain, or a finer one where another time key, or a condition, changes inside it."""
    asked, own = standard_grain(context.finest), context.base_grain(leaf)
    if asked is not None and context.is_nested and not has_conditions:
        return asked
    is_hourly = any(key.word == DatePart.HOUR_OF_DAY.value for key in context.keys)
    time = context.time_of(leaf)
    is_known = time is not None and time.grain is not None and time.grain.is_subdaily
    return Grain.HOUR if is_hourly and is_known and own >= Grain.HOUR else own


def _slices(scans: Sequence[str], dims: Sequence[int]) -> exp.Select:
    parts = [
        exp.Select(expressions=[column(key_alias(i), name) for i in dims]).from_(
            exp.Table(this=exp.to_identifier(name)), copy=False
        )
        for name in scans
    ]
    tree: exp.Query = parts[0].distinct(copy=False)
    for part in parts[1:]:
        tree = exp.Union(this=tree, expression=part, distinct=True)
    if isinstance(tree, exp.Select):
        return tree
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("each_scan"))
    return exp.Select(expressions=[star]).from_(tree.subquery("each_scan", copy=False), copy=False)


def _sparse(
    context: Context, periods: exp.Select, scans: Sequence[tuple[str, str]], dims: Sequence[int]
) -> exp.Select:
    """Periods in which no slice has a row, each once, without a slice."""
    times = [i for i, key in enumerate(context.keys) if key.is_metric_time]
    outputs: list[exp.Expr] = [
        named(exp.Null(), key_alias(i)) if i in dims else column(key_alias(i), "periods")
        for i, _ in enumerate(context.keys)
    ]
    select = exp.Select(expressions=outputs).from_(periods.subquery("periods", copy=False), copy=False)
    conditions: list[exp.Expr] = []
    for name, count in scans:
        inner = exp.Select(expressions=[exp.Literal.number(1)]).from_(
            exp.Table(this=exp.to_identifier(name)), copy=False
        )
        same = [null_safe_equal(column(key_alias(i), name), column(key_alias(i), "periods")) for i in times]
        seen = exp.GT(this=column(count, name), expression=exp.Literal.number(0))
        conditions.append(exp.Not(this=exp.Exists(this=where_all(inner, [*same, seen]))))
    conditions += _on_null_slices(context)
    return where_all(select, conditions)


def _period_conditions(context: Context, leaf: Leaf, *, is_alone: bool) -> tuple[exp.Expr, ...]:
    """Conditions on time that hold for empty periods as well: the question's, and a lone leaf's own."""
    if not (context.where or is_alone):
        return ()
    from_question = set(context.where)
    return tuple(c for c in time_conditions(context, leaf) if is_alone or c in from_question)


def _on_null_slices(context: Context) -> list[exp.Expr]:
    """The question's conditions on slices, read for a period that has none: most of them drop it."""
    nulls = {key.path for key in context.keys if not key.is_metric_time}
    found: list[exp.Expr] = []
    for condition in context.where:
        paths = [p for n in condition.walk(prune=is_name) if (p := path_of(n)) is not None]
        if paths and all(p in nulls for p in paths):
            found.append(condition.transform(_forget_name))
    return found


def _forget_name(node: exp.Expr) -> exp.Expr:
    return exp.Null() if is_name(node) else node
