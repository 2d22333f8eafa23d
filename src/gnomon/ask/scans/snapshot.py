"""Scan of a snapshot: only rows at the last or first point of each period are added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate
from gnomon.ask.leaf import SnapshotRule
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import column, named
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch

__all__ = ["snapshot_scan"]


def snapshot_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Pick, in each period, the rows of the last (first) point, then aggregate them.

    The point is sought among the rows that pass the filters, for each of the rule's entities and each period
    of the metric's own time, never for each slice: a slice without a row on the last day has no balance.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, SnapshotRule):
        raise InternalError("A snapshot scan needs a rule.")
    source = context.source_of(leaf)
    rows = Rows(context, source, context.time_of(leaf))
    over = source.dimension(rule.over)
    if over is None:
        raise InternalError(f"Source {source.name!r} has no time dimension {rule.over!r}.")
    key_trees = [(alias, rows.value(key.path)) for alias, key in keys]
    readings = [read_leaf(rows, number, each) for number, each in leaves]
    point = context.catalog.local(source, over, rows.alias).tree
    parts = [tree.copy() for (_, key), (_, tree) in zip(keys, key_trees, strict=True) if key.is_metric_time]
    parts += [rows.value((entity,)) for entity in rule.per]
    extreme = exp.Window(
        this=(exp.Max if rule.pick == "last" else exp.Min)(this=point.copy()), partition_by=parts
    )
    picked = exp.Select(
        expressions=[
            *(named(tree, alias) for alias, tree in key_trees),
            *(named(r.value, f"x{r.number}") for r in readings if r.value is not None),
            named(point, "point"),
            named(extreme, "picked_point"),
        ]
    )
    picked = where_all(rows.read(picked), [*in_window(rows, window), *readings[0].conditions])
    return _add_up(picked, [alias for alias, _ in keys], leaves)


def _add_up(picked: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered]) -> Built:
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    calls: list[exp.Expr] = []
    for number, leaf in leaves:
        value = None if leaf.expr is None else column(f"x{number}", "picked")
        calls.append(named(aggregate(leaf, value, None), f"v{number}"))
        calls.append(named(exp.Count(this=exp.Star()), f"n{number}"))
    select = exp.Select(expressions=[*(column(a, "picked") for a in aliases), *calls])
    select = select.from_(picked.subquery("picked", copy=False), copy=False)
    same = exp.EQ(this=column("point", "picked"), expression=column("picked_point", "picked"))
    return Built(select=group_by_first(select.where(same, copy=False), len(aliases)), of_leaf=of_leaf)
