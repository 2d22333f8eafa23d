"""Scan of a funnel: how deep each entity walks, by the earliest time at which each entry can reach each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate
from gnomon.ask.scans.funnel_rows import step_rows
from gnomon.ask.scans.funnel_rule import FunnelRule, began, places_of, reached
from gnomon.ask.scans.funnel_walk import walk
from gnomon.ask.scans.plain import Built, Numbered, group_by_first
from gnomon.ask.scans.ticks import span_ticks
from gnomon.ask.trees import column, named, qualify
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch

__all__ = ["funnel_scan"]


def funnel_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Count entities by the deepest step that any of their entries reaches.

    Leaves speak of :func:`reached` and :func:`took`; all measures of one funnel share the scan.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, FunnelRule):
        raise InternalError("A funnel scan needs a rule.")
    alone, pairs = places_of([each.expr for _, each in leaves if each.expr is not None])
    levels = sorted({1, *alone, *(place for pair in pairs for place in pair)})
    rows = step_rows(context, leaf, rule, keys, window)
    carried = [*(alias for alias, _ in keys), *rule.held, "happened", "opens"]
    walked = walk(rows, rule, carried, levels)
    entities = _entities(walked, [alias for alias, _ in keys], rule, levels, pairs)
    return _count(entities, [alias for alias, _ in keys], leaves)


def _entities(
    walked: exp.Select,
    aliases: Sequence[str],
    rule: FunnelRule,
    levels: Sequence[int],
    pairs: Sequence[tuple[int, int]],
) -> exp.Select:
    """One row for each entity and group of the keys; times are those of its first entry that gets there."""
    limit = exp.Literal.number(span_ticks(rule.window))

    def gets_to(place: int, table: str) -> exp.Expr:
        end = exp.Add(this=column("happened", table), expression=limit.copy())
        return exp.LTE(this=column(f"f{place}", table), expression=end)

    if pairs:
        lasts = sorted({last for _, last in pairs})
        parts = [column(name, "walked") for name in (*aliases, "who")]
        moments = [
            exp.Case(ifs=[exp.If(this=gets_to(n, "walked"), true=column("happened", "walked"))])
            for n in lasts
        ]
        firsts = [
            named(exp.Window(this=exp.Min(this=moment), partition_by=[p.copy() for p in parts]), f"first_{n}")
            for n, moment in zip(lasts, moments, strict=True)
        ]
        star = exp.Column(this=exp.Star(), table=exp.to_identifier("walked"))
        walked = exp.Select(expressions=[star, *firsts]).from_(
            walked.subquery("walked", copy=False), copy=False
        )
    outputs: list[exp.Expr] = [column(name, "entries") for name in (*aliases, "who")]
    for place in levels:
        hit = exp.Case(ifs=[exp.If(this=gets_to(place, "entries"), true=exp.Literal.number(1))])
        outputs += [
            named(exp.Max(this=hit), reached(place).name),
            named(exp.Max(this=hit.copy()), began(place).name),
        ]
    for first, last in pairs:
        is_first = exp.EQ(this=column("happened", "entries"), expression=column(f"first_{last}", "entries"))
        length = exp.Sub(this=column(f"f{last}", "entries"), expression=column(f"f{first}", "entries"))
        least = exp.Min(this=exp.Case(ifs=[exp.If(this=is_first, true=length)]))
        outputs.append(named(least, f"took_{first}_{last}"))
    select = exp.Select(expressions=outputs).from_(walked.subquery("entries", copy=False), copy=False)
    return group_by_first(select, len(aliases) + 1)


def _count(entities: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered]) -> Built:
    calls: list[exp.Expr] = []
    of_leaf: dict[int, tuple[str, str]] = {}
    for number, leaf in leaves:
        if leaf.expr is None:
            raise InternalError("A measure of a funnel speaks of steps.")
        value = qualify(leaf.expr, "each_one")
        calls.append(named(aggregate(leaf, value, None), f"v{number}"))
        # Of those who entered none may get there, which is zero, not unknown.
        is_part = leaf.expr.name.startswith("reached")
        calls.append(named(exp.Count(this=exp.Star() if is_part else value.copy()), f"n{number}"))
        of_leaf[number] = (f"v{number}", f"n{number}")
    select = exp.Select(expressions=[*(column(a, "each_one") for a in aliases), *calls])
    select = select.from_(entities.subquery("each_one", copy=False), copy=False)
    return Built(select=group_by_first(select, len(aliases)), of_leaf=of_leaf)
