"""The walk through a funnel: the earliest moment at which each row, as an entry, can reach each step.

Ordered and strict walks are solved backwards: from the rows of the target step to the row before, and so on to
the first, each time the least over the rows that may follow. That is exact: a greedy walk, which takes the next
row of each step, misses entries where the next one leads nowhere and a later one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.scans.funnel_rule import step_flag
from gnomon.ask.scans.ticks import span_ticks
from gnomon.ask.trees import all_of, column, named

if TYPE_CHECKING:
    from gnomon.ask.scans.funnel_rule import FunnelRule

__all__ = ["walk"]

ROWS = "stepped"
_NEVER = 2**62  # later than any moment


def walk(rows: exp.Query, rule: FunnelRule, carried: Sequence[str], levels: Sequence[int]) -> exp.Select:
    """Add ``f1``, ``f2`` … to the rows that open: when each of the ``levels`` is reached, or null.

    Parameters
    ----------
    rows : sqlglot Query
        See :func:`gnomon.ask.scans.funnel_rows.step_rows`.
    carried : sequence of str
        Columns to keep.
    levels : sequence of int
        Places of steps, from 1.
    """
    if rule.order == "any":
        return _any_order(rows, rule, carried, levels)
    return _in_order(rows, rule, carried, levels)


def _in_order(rows: exp.Query, rule: FunnelRule, carried: Sequence[str], levels: Sequence[int]) -> exp.Select:
    tree: exp.Query = _numbered(rows, rule) if rule.order == "strict" else rows
    kept = [*carried, *(["place"] if rule.order == "strict" else [])]
    top = max(levels)
    for place in range(top, 1, -1):
        targets = [level for level in levels if level >= place]
        columns = [column(name, ROWS) for name in kept]
        columns += [column(step_flag(i), ROWS) for i in range(1, place)]
        steps = [named(_step(rule, place, level), f"f{level}") for level in targets]
        tree = exp.Select(expressions=[*columns, *steps]).from_(_from(tree), copy=False)
    shown = [column(name, ROWS) for name in carried]
    shown += [column(f"f{level}", ROWS) for level in levels if level > 1]
    select = exp.Select(expressions=[*shown, named(column("happened", ROWS), "f1")])
    return select.from_(_from(tree), copy=False).where(column("opens", ROWS), copy=False)


def _from(tree: exp.Query) -> exp.Subquery:
    return exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier(ROWS)))


def _step(rule: FunnelRule, place: int, level: int) -> exp.Expr:
    """Earliest arrival at ``level`` from a row of the step before ``place``, over the rows that may follow."""
    if level == place:
        arrival: exp.Expr = _if(column(step_flag(place), ROWS), column("happened", ROWS))
    else:
        arrival = column(f"f{level}", ROWS)
    step = rule.steps[place - 1]
    least = 0 if step.after is None else span_ticks(step.after)
    most = span_ticks(rule.window)
    if step.within is not None:
        most = min(most, span_ticks(step.within))
    is_before: exp.Expr = column(step_flag(place - 1), ROWS)
    if rule.order == "strict":
        following = _over(rule, exp.Min(this=column("happened", ROWS)), "place", 1, 1)
        gap = exp.Paren(this=exp.Sub(this=following, expression=column("happened", ROWS)))
        near = exp.Between(this=gap, low=exp.Literal.number(least), high=exp.Literal.number(most))
        return _if(all_of(is_before, near), _over(rule, exp.Min(this=arrival), "place", 1, 1))
    return _if(is_before, _over(rule, exp.Min(this=arrival), "happened", least, most))


def _over(rule: FunnelRule, call: exp.Expr, order: str, least: int, most: int) -> exp.Expr:
    """Aggregate over the rows of the same walk that follow by at least and at most so much."""
    spec = exp.WindowSpec(
        kind="RANGE",
        start=exp.Literal.number(least),
        start_side="FOLLOWING",
        end=exp.Literal.number(most),
        end_side="FOLLOWING",
    )
    return exp.Window(
        this=call,
        partition_by=[column(name, ROWS) for name in rule.held],
        order=exp.Order(expressions=[exp.Ordered(this=column(order, ROWS), nulls_first=False)]),
        spec=spec,
    )


def _if(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def _numbered(rows: exp.Query, rule: FunnelRule) -> exp.Select:
    """Number the rows of each walk; those of one moment in the order of the steps, exact repeats alike."""
    flags = [column(step_flag(i), ROWS) for i in range(1, len(rule.steps) + 1)]
    order = [exp.Ordered(this=column("happened", ROWS), nulls_first=False)]
    order += [exp.Ordered(this=flag, desc=True, nulls_first=False) for flag in flags]
    place = exp.Window(
        this=exp.DenseRank(),
        partition_by=[column(name, ROWS) for name in rule.held],
        order=exp.Order(expressions=order),
    )
    star = exp.Column(this=exp.Star(), table=exp.to_identifier(ROWS))
    return exp.Select(expressions=[star, named(place, "place")]).from_(_from(rows), copy=False)


def _any_order(
    rows: exp.Query, rule: FunnelRule, carried: Sequence[str], levels: Sequence[int]
) -> exp.Select:
    """The n-th step is reached when n different steps have a row: the n-th smallest of their first moments."""
    count = len(rule.steps)
    most = span_ticks(rule.window)
    firsts: list[exp.Expr] = []
    for i in range(1, count + 1):
        moment = _if(column(step_flag(i), ROWS), column("happened", ROWS))
        first = _over(rule, exp.Min(this=moment), "happened", 0, most)
        never = exp.Coalesce(this=first, expressions=[exp.Literal.number(_NEVER)])
        firsts.append(named(never, f"first_of_{i}"))
    kept = [column(name, ROWS) for name in carried]
    marked = exp.Select(expressions=[*kept, *firsts]).from_(_from(rows), copy=False)
    outputs: list[exp.Expr] = [column(name, ROWS) for name in carried]
    outputs += [named(_nth(count, level), f"f{level}") for level in levels]
    select = exp.Select(expressions=outputs).from_(_from(marked), copy=False)
    return select.where(column("opens", ROWS), copy=False)


def _nth(count: int, level: int) -> exp.Expr:
    """The ``level``-th smallest: the least over all choices of so many of the greatest of each."""
    choices = [
        _extreme(exp.Greatest, [column(f"first_of_{i}", ROWS) for i in chosen])
        for chosen in combinations(range(1, count + 1), level)
    ]
    return _extreme(exp.Least, choices)


def _extreme(kind: type[exp.Greatest | exp.Least], trees: Sequence[exp.Expr]) -> exp.Expr:
    return (
        trees[0] if len(trees) == 1 else kind(this=trees[0], expressions=list(trees[1:]), ignore_nulls=True)
    )
