"""Scan of a conversion: each conversion event goes to the latest base event before it, inside the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate
from gnomon.ask.context import Stretch
from gnomon.ask.leaf import ConversionRule
from gnomon.ask.localtime import move
from gnomon.ask.scans.closed import closed_window
from gnomon.ask.scans.periods import time_conditions
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import all_of, and_all, column, named
from gnomon.base.errors import InternalError, QuestionError

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Leaf

__all__ = ["conversion_scan"]


def conversion_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Join conversions to base events and count each conversion once.

    Keys, filters and the window are those of the base event: a conversion is dated by the base event that it
    belongs to, so asking a day again later can only complete it. Unless the rule says otherwise, the window tells
    which base events are shown, not which there are: a conversion that belongs to a later one is not given to an
    earlier one because of it.
    """
    (number, leaf), *more = leaves
    rule = leaf.rule
    if not isinstance(rule, ConversionRule) or more:
        raise InternalError("A conversion scan holds one conversion.")
    aliases = [alias for alias, _ in keys]
    base = _base_rows(context, leaf, rule, keys, window)
    converted = _conversion_rows(context, rule)
    matched = _match(base, converted, rule, aliases)
    value = None if rule.leaf.expr is None else column("x", "matched")
    select = exp.Select(
        expressions=[
            *(column(a, "matched") for a in aliases),
            named(aggregate(rule.leaf, value, None), f"v{number}"),
            named(exp.Count(this=exp.Star()), f"n{number}"),
        ]
    ).from_(matched.subquery("matched", copy=False), copy=False)
    first = exp.EQ(this=column("place", "matched"), expression=exp.Literal.number(1))
    select = where_all(select, [first, column("is_asked", "matched")])
    select = group_by_first(select, len(aliases))
    return Built(select=select, of_leaf={number: (f"v{number}", f"n{number}")})


def _base_rows(
    context: Context, leaf: Leaf, rule: ConversionRule, keys: Sequence[tuple[str, Key]], window: Stretch
) -> exp.Select:
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    columns = [(alias, rows.value(key.path)) for alias, key in keys]
    columns += [(f"p{i}", rows.value((ours,))) for i, (ours, _) in enumerate(rule.constant)]
    columns += [("who", rows.value((rule.entity,))), ("happened", rows.metric_time().tree)]
    timed = set(time_conditions(context, leaf))
    asked = [*in_window(rows, window), *(rows.condition(c) for c in leaf.filters if c in timed)]
    # Those whose window is not over claim theirs already, but are not shown.
    closed = [] if rule.closes_after is None else in_window(rows, closed_window(context, leaf, Stretch()))
    columns += [("is_asked", all_of(*asked, *closed))]
    conditions = [rows.condition(c) for c in leaf.filters if c not in timed]
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in columns]))
    if rule.claims == "asked":
        return where_all(select, [*(c.copy() for c in asked), *conditions])
    # Events before the window cannot be the latest before a conversion and after one inside it.
    return where_all(select, [*in_window(rows, Stretch(start=window.start)), *conditions])


def _conversion_rows(context: Context, rule: ConversionRule) -> exp.Select:
    leaf = rule.leaf
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    reading = read_leaf(rows, 0, leaf)
    columns = [(f"p{i}", rows.value((theirs,))) for i, (_, theirs) in enumerate(rule.constant)]
    columns += [("who", rows.value((rule.entity,))), ("happened", rows.metric_time().tree)]
    columns += [("id", exp.Window(this=exp.RowNumber()))]
    if reading.value is not None:
        columns.append(("x", reading.value))
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in columns]))
    return where_all(select, reading.conditions)


def _match(
    base: exp.Select, converted: exp.Select, rule: ConversionRule, aliases: Sequence[str]
) -> exp.Select:
    names = ["who", *(f"p{i}" for i in range(len(rule.constant)))]
    on: list[exp.Expr] = [exp.EQ(this=column(n, "b"), expression=column(n, "c")) for n in names]
    on.append(exp.LTE(this=column("happened", "b"), expression=column("happened", "c")))
    if rule.window is not None:
        if rule.window.standard is None:
            raise QuestionError(
                f"A conversion window in {rule.window.grain} is not supported.", code="ASK-231"
            )
        earliest = move(column("happened", "c"), rule.window, back=True, keep_date=False)
        on.append(exp.GT(this=column("happened", "b"), expression=earliest))
    latest_first = [
        exp.Ordered(this=column("happened", "b"), desc=True),
        *(exp.Ordered(this=column(a, "b")) for a in aliases),
    ]
    place = exp.Window(
        this=exp.RowNumber(), partition_by=[column("id", "c")], order=exp.Order(expressions=latest_first)
    )
    value = [column("x", "c")] if rule.leaf.expr is not None else []
    shown = [*(column(a, "b") for a in aliases), column("is_asked", "b")]
    select = exp.Select(expressions=[*shown, *value, named(place, "place")])
    select = select.from_(base.subquery("b", copy=False), copy=False)
    return select.join(converted.subquery("c", copy=False), on=and_all(on), copy=False)
