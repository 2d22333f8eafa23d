"""Rows of the steps of a funnel, stacked: who, when, which steps each row fulfils, and which rows open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.complete import moment_begun, moment_known
from gnomon.ask.context import Stretch
from gnomon.ask.moments import shift
from gnomon.ask.scans.funnel_rule import step_flag
from gnomon.ask.scans.plain import in_window, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.scans.ticks import span_ticks, ticks_at, ticks_of
from gnomon.ask.trees import all_of, and_all, named, or_all

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.funnel_rule import FunnelRule

__all__ = ["step_rows"]


def step_rows(
    context: Context, leaf: Leaf, rule: FunnelRule, keys: Sequence[tuple[str, Key]], window: Stretch
) -> exp.Query:
    """Stack the rows of all steps, one part for each source and time.

    Keys, filters and the asked window are those of the rows that open; others are read as far as the funnel's
    window reaches. A row opens only if its window is over at the moment known.
    """
    places: dict[tuple[str, str | None], list[int]] = {}
    for place, step in enumerate(rule.steps, 1):
        places.setdefault((step.source, step.time), []).append(place)
    leaves = [replace(leaf, source=source, time=time, rule=None) for source, time in places]
    is_instant = all(context.is_zoned(each) for each in leaves)
    known = moment_known(context, [leaf])
    zone = context.model.settings.timezone if is_instant else None
    closed = None if known is None else ticks_at(known, zone) - span_ticks(rule.window)
    begun = moment_begun(context, leaf)
    opened = None if begun is None else ticks_at(begun, zone)
    parts = [
        _Part(
            rows=Rows(context, context.source_of(each), context.time_of(each)),
            leaf=each,
            rule=rule,
            own=tuple(own),
            window=window,
            closed=closed,
            opened=opened,
            is_instant=is_instant,
        ).select(keys)
        for each, own in zip(leaves, places.values(), strict=True)
    ]
    tree: exp.Query = parts[0]
    for part in parts[1:]:
        tree = exp.Union(this=tree, expression=part, distinct=False)
    return tree


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Rows of one source.

    Attributes
    ----------
    own : tuple of int
        Places of the steps whose rows it holds.
    closed : int or None
        Last moment at which a row may open.
    opened : int or None
        First moment at which it may, where steps of other sources are loaded from then on only.
    is_instant : bool
        Whether moments are instants, not readings of the wall clock.
    """

    rows: Rows
    leaf: Leaf
    rule: FunnelRule
    own: tuple[int, ...]
    window: Stretch
    closed: int | None
    opened: int | None
    is_instant: bool

    def select(self, keys: Sequence[tuple[str, Key]]) -> exp.Select:
        """Build the rows: keys, who, what is held constant, when, which steps, and whether it opens."""
        rows, count = self.rows, len(self.rule.steps)
        happened = ticks_of(rows.metric_time(), is_instant=self.is_instant)
        who = rows.value(_dotted(self.rule.entity))
        held = [rows.value(_dotted(name)) for name in self.rule.constant]
        flags = {place: self._fulfils(place, held) for place in self.own}
        may_open = any(self._may_open(place) for place in self.own)
        columns = [(alias, rows.value(key.path) if may_open else exp.Null()) for alias, key in keys]
        columns += [("who", who), *((f"p{i}", tree) for i, tree in enumerate(held)), ("happened", happened)]
        columns += [(step_flag(i), flags.get(i, exp.false())) for i in range(1, count + 1)]
        columns += [("opens", self._opens(happened, flags))]
        read = in_window(rows, self._reach())
        present = [exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null())) for tree in (who, happened)]
        some = or_all([flag.copy() for flag in flags.values()])
        conditions = [*read, *present, *([] if some is None else [some])]
        return where_all(
            rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in columns])), conditions
        )

    def _may_open(self, place: int) -> bool:
        return place == 1 or self.rule.order == "any"

    def _fulfils(self, place: int, held: Sequence[exp.Expr]) -> exp.Expr:
        """Condition of a step; a row without what is held constant fulfils the first step at most."""
        where = self.rule.steps[place - 1].where
        conditions = [] if where is None else [self.rows.condition(where)]
        if place > 1 or self.rule.order == "any":
            conditions += [exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null())) for tree in held]
        tree = and_all(conditions)
        return exp.true() if tree is None else exp.Coalesce(this=tree, expressions=[exp.false()])

    def _opens(self, happened: exp.Expr, flags: dict[int, exp.Expr]) -> exp.Expr:
        some = or_all([flags[place].copy() for place in self.own if self._may_open(place)])
        if some is None or self.closed is None:
            return exp.false()
        is_over = exp.LTE(this=happened.copy(), expression=exp.Literal.number(self.closed))
        filters = [self.rows.condition(condition) for condition in self.leaf.filters]
        begun = []
        if self.opened is not None:
            begun = [exp.GTE(this=happened.copy(), expression=exp.Literal.number(self.opened))]
        every = all_of(some, *in_window(self.rows, self.window), *filters, is_over, *begun)
        return exp.Coalesce(this=every, expressions=[exp.false()])

    def _reach(self) -> Stretch:
        """Stretch in which steps may lie; a day more on each side where clocks may be put forward or back."""
        start, end = self.window.start, self.window.end
        spare = timedelta(days=1 if self.is_instant else 0)
        if end is not None:
            end = shift(end, self.rule.window) + max(spare, timedelta(microseconds=1))
        return Stretch(start=None if start is None else start - spare, end=end)


def _dotted(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("__", ".").split(".") if part)
