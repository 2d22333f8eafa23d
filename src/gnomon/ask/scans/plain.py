"""One scan: leaves that read the same rows in one pass, aggregated by the question's keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate, filtered
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import and_all, named, or_all

if TYPE_CHECKING:
    from gnomon.ask.leaf import Leaf

__all__ = [
    "Built",
    "Numbered",
    "Reading",
    "ScanColumns",
    "group_by_first",
    "group_select",
    "in_window",
    "key_alias",
    "leaf_columns",
    "pass_any",
    "plain_scan",
    "read_leaf",
    "split_common",
    "where_all",
]

Numbered = tuple[int, "Leaf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A scan as SQL.

    Attributes
    ----------
    select : sqlglot Select
        Key columns first, then aggregates.
    of_leaf : dict of int to (str, str)
        Leaf number to its value column and its count column.
    open_of : dict of int to str
        Leaf number to the column that counts what is still open and may change the value.
    """

    select: exp.Select
    of_leaf: dict[int, tuple[str, str]]
    open_of: dict[int, str] = field(default_factory=dict[int, str])

    def names(self) -> tuple[str, ...]:
        """Give the columns after the keys, each once."""
        pairs = (name for pair in self.of_leaf.values() for name in pair)
        return tuple(dict.fromkeys((*pairs, *self.open_of.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A leaf with its number in the question and its row conditions, resolved."""

    number: int
    leaf: Leaf
    value: exp.Expr | None
    conditions: tuple[exp.Expr, ...]


@dataclass(slots=True)
class ScanColumns:
    """Aggregate columns of one SELECT, the same call written once.

    Attributes
    ----------
    select : dict of expression to str
        Aggregate call to its column name.
    of_leaf : dict of int to (str, str)
        Leaf number to its value column and its count column.
    """

    select: dict[exp.Expr, str]
    of_leaf: dict[int, tuple[str, str]]

    def add(self, call: exp.Expr, name: str) -> str:
        """Add a call, or return the name that it already has."""
        return self.select.setdefault(call, name)


def key_alias(index: int) -> str:
    """Name a key column inside scans."""
    return f"k{index}"


def plain_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Aggregate rows that speak for their own period.

    Parameters
    ----------
    leaves : sequence of (number, Leaf)
        All of one source, time and frame.
    keys : sequence of (alias, Key)
        Key columns wanted.
    window : Stretch
        Rows' own time that counts.
    """
    leaf = leaves[0][1]
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    key_trees = [(alias, rows.value(key.path)) for alias, key in keys]
    readings = [read_leaf(rows, number, each) for number, each in leaves]
    fixed = in_window(rows, window)
    return group_select(rows, key_trees, readings, fixed)


def in_window(rows: Rows, window: Stretch) -> list[exp.Expr]:
    """Build the conditions that a row's own time lies in the window."""
    if window.start is None and window.end is None:
        return []
    local = rows.metric_time()
    return window.holds(local.tree, is_date=local.is_date)


def read_leaf(rows: Rows, number: int, leaf: Leaf) -> Reading:
    """Resolve a leaf's value and conditions against its rows."""
    value = rows.measured(leaf)
    conditions = tuple(rows.condition(c) for c in leaf.filters)
    return Reading(number=number, leaf=leaf, value=value, conditions=conditions)


def group_select(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> Built:
    """Build SELECT keys, aggregates … GROUP BY keys over the rows."""
    common, own = split_common([r.conditions for r in readings])
    columns = leaf_columns(readings, own)
    select = exp.Select(
        expressions=[
            *(named(tree, alias) for alias, tree in keys),
            *(named(call, name) for call, name in columns.select.items()),
        ]
    )
    select = rows.read(select)
    select = where_all(select, [*fixed, *common, *pass_any(own)])
    return Built(select=group_by_first(select, len(keys)), of_leaf=columns.of_leaf)


def pass_any(own: Sequence[tuple[exp.Expr, ...]]) -> list[exp.Expr]:
    """Build the condition that some leaf counts a row: a row that none counts must not open a group."""
    if not all(own):
        return []
    each = [and_all([c.copy() for c in conditions]) for conditions in dict.fromkeys(own)]
    tree = or_all([c for c in each if c is not None])
    return [] if tree is None else [exp.Paren(this=tree) if isinstance(tree, exp.Or) else tree]


def where_all(select: exp.Select, conditions: Sequence[exp.Expr]) -> exp.Select:
    """Add conditions, all of which must hold."""
    tree = and_all([c.copy() for c in conditions])
    return select if tree is None else select.where(tree, copy=False)


def group_by_first(select: exp.Select, count: int) -> exp.Select:
    """Group by the first ``count`` columns."""
    if not count:
        return select
    return select.group_by(*(exp.Literal.number(i + 1) for i in range(count)), copy=False)


def leaf_columns(readings: Sequence[Reading], own: Sequence[tuple[exp.Expr, ...]]) -> ScanColumns:
    """Collect the aggregate calls of leaves, and a count of rows for each different filter."""
    columns = ScanColumns(select={}, of_leaf={})
    for reading, conditions in zip(readings, own, strict=True):
        condition = and_all([c.copy() for c in conditions])
        n = columns.add(filtered(exp.Count(this=exp.Star()), condition), f"n{reading.number}")
        value = columns.add(aggregate(reading.leaf, reading.value, condition), f"v{reading.number}")
        columns.of_leaf[reading.number] = (value, n)
    return columns


def split_common(
    conditions: Sequence[tuple[exp.Expr, ...]],
) -> tuple[tuple[exp.Expr, ...], list[tuple[exp.Expr, ...]]]:
    """Split conditions into those that all leaves share and each leaf's own."""
    shared = set(conditions[0]).intersection(*map(set, conditions[1:]))
    common = tuple(dict.fromkeys(c for c in conditions[0] if c in shared))
    return common, [tuple(dict.fromkeys(c for c in each if c not in shared)) for each in conditions]
