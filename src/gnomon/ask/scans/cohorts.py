"""Who entered when: one row for each entity, its first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.context import Stretch
from gnomon.ask.localtime import truncate
from gnomon.ask.scans.plain import group_by_first, in_window, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.scans.ticks import ticks_of
from gnomon.ask.trees import all_of, column, named

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.retention_rule import RetentionRule

__all__ = ["cohort_rows"]


def cohort_rows(
    context: Context, leaf: Leaf, rule: RetentionRule, keys: Sequence[tuple[str, Key]], window: Stretch
) -> exp.Select:
    """Build one row for each entity that entered in the window: keys, ``who`` and ``entered_in``.

    Filters and the window choose among first rows; they never make a later row the first. Of several rows at the
    first moment the least keys are taken, so that the order of rows means nothing.
    """
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    who = rows.value((rule.entity,))
    happened = ticks_of(rows.metric_time(), is_instant=context.is_zoned(leaf))
    period = truncate(rows.metric_time(), rule.every, week_start=context.model.settings.week_start).tree
    kept = all_of(exp.true(), *in_window(rows, window), *(rows.condition(c) for c in leaf.filters))
    columns = [(alias, rows.value(key.path)) for alias, key in keys]
    columns += [("who", who), ("entered_in", period), ("happened", happened)]
    columns += [("is_kept", exp.Coalesce(this=kept, expressions=[exp.false()]))]
    present = [exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null())) for tree in (who, happened)]
    possible = [*in_window(rows, Stretch(end=window.end)), *present]
    if rule.where is not None:
        possible.append(rows.condition(rule.where))
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in columns]))
    if not _is_alone(context, leaf, rule):
        firsts = _firsts(context, leaf, rule, window).subquery("firsts", copy=False)
        same = [exp.EQ(this=who.copy(), expression=column("who", "firsts"))]
        same.append(exp.EQ(this=happened.copy(), expression=column("happened", "firsts")))
        select = select.join(firsts, on=all_of(*same), copy=False)
    return _one_each(where_all(select, possible), [alias for alias, _ in keys])


def _is_alone(context: Context, leaf: Leaf, rule: RetentionRule) -> bool:
    """Whether the source has one row an entity."""
    held = context.source_of(leaf).entity(rule.entity)
    return held is not None and held.kind.is_single


def _firsts(context: Context, leaf: Leaf, rule: RetentionRule, window: Stretch) -> exp.Select:
    """First moment of each entity."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    who = rows.value((rule.entity,))
    happened = ticks_of(rows.metric_time(), is_instant=context.is_zoned(leaf))
    conditions = [
        *in_window(rows, Stretch(end=window.end)),
        exp.Not(this=exp.Is(this=who.copy(), expression=exp.Null())),
    ]
    if rule.where is not None:
        conditions.append(rows.condition(rule.where))
    select = rows.read(exp.Select(expressions=[named(who, "who"), named(exp.Min(this=happened), "happened")]))
    return group_by_first(where_all(select, conditions), 1)


def _one_each(rows: exp.Select, aliases: Sequence[str]) -> exp.Select:
    """Keep the first row of each entity, if it is asked for."""
    order = [column(name, "entries") for name in ("happened", *aliases)]
    ordered = [*(exp.Ordered(this=tree, nulls_first=False) for tree in order)]
    ordered.append(exp.Ordered(this=column("is_kept", "entries"), desc=True, nulls_first=False))
    place = exp.Window(
        this=exp.RowNumber(), partition_by=[column("who", "entries")], order=exp.Order(expressions=ordered)
    )
    names = [*aliases, "who", "entered_in", "is_kept"]
    ranked = exp.Select(expressions=[*(column(n, "entries") for n in names), named(place, "place")])
    ranked = ranked.from_(rows.subquery("entries", copy=False), copy=False)
    select = exp.Select(expressions=[column(n, "ranked") for n in names[:-1]])
    select = select.from_(ranked.subquery("ranked", copy=False), copy=False)
    is_first = exp.EQ(this=column("place", "ranked"), expression=exp.Literal.number(1))
    return where_all(select, [is_first, column("is_kept", "ranked")])
