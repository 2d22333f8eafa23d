"""Scan of growth accounting: each entity once a period and slice, beside the periods before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.aggregates import filtered
from gnomon.ask.calendars import CalendarJoins
from gnomon.ask.context import Stretch
from gnomon.ask.leaf import Leaf
from gnomon.ask.localtime import move, truncate
from gnomon.ask.moments import as_moment, next_start, shift_back, start_of
from gnomon.ask.scans.entity_periods import entity_key, known_rows, period_keys, refuse_pace, shown_stretch
from gnomon.ask.scans.lookup import shown_periods
from gnomon.ask.scans.periods import split_time
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, in_window, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import all_of, column, date_literal, named
from gnomon.base.errors import InternalError
from gnomon.base.time import Grain, Window

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.define.kinds.growth_accounting import FirstSeen

__all__ = ["ACTIVE", "GrowthRule", "growth_scan"]

ACTIVE = "active"
AT, BEFORE, AFTER, FIRST, IS_OUT = "at", "before", "after", "first_at", "is_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRule:
    """Entities of a period against those of the one before; a leaf's ``expr`` names the part that it counts.

    Attributes
    ----------
    own : tuple of sqlglot expression
        The metric's own filter, under which an entity's first period is told as well.
    """

    word: ClassVar[str] = "growth accounting"
    entity: str
    every: str
    first: FirstSeen | None
    own: tuple[exp.Expr, ...]

    @property
    def matures(self) -> None:
        """A period is final with its last row."""
        return

    @property
    def pace(self) -> Grain:
        """Periods that are told apart."""
        return Grain(self.every)

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """The source that tells when an entity began."""
        return () if self.first is None else ((self.first.source, self.first.time),)

    def looks_back(self, leaf: Leaf) -> Window | None:
        """All parts but the active ones are told by the period before."""
        is_active = leaf.expr is not None and leaf.expr.name == ACTIVE
        return None if is_active else Window(count=1, grain=self.every)

    def __str__(self) -> str:
        begins = "" if self.first is None else f", begun by {self.first}"
        return f"growth accounting of {self.entity} every {self.every}{begins}"


def growth_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Reduce rows to one an entity, slice and period, then tell each apart by its neighbours in time.

    One scan holds all parts. An entity that is gone is counted in the period after its last one, in the slice
    that it was in, as far as that period has begun.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, GrowthRule):
        raise InternalError("A scan of growth accounting needs its rule.")
    refuse_pace(context, rule.pace, rule.word)
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    shown = shown_stretch(context, leaf, rule.pace, window)
    seen = _seen(context, leaf, rule, dims, shown)
    told = _told(_neighbours(seen, [alias for alias, _ in dims]), _firsts(context, leaf, rule), rule, dims)
    counted = _counted(context, rule, told, leaves, [alias for alias, _ in dims], shown)
    calendars = CalendarJoins()
    values = [
        each
        for number, part in leaves
        for each in (
            named(_known(context, leaf, rule, part, column(f"v{number}", "counted")), f"v{number}"),
            column(f"n{number}", "counted"),
        )
    ]
    select = exp.Select(
        expressions=[*period_keys(context, keys, rule.pace, "counted", AT, calendars), *values]
    )
    select = select.from_(counted.subquery("counted", copy=False), copy=False)
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    return Built(select=calendars.join_to(select, context.catalog), of_leaf=of_leaf)


def _seen(
    context: Context, leaf: Leaf, rule: GrowthRule, dims: Sequence[tuple[str, Key]], shown: Stretch
) -> exp.Select:
    """Each entity once a slice and period, from the period before the first one shown."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    at = truncate(rows.metric_time(), rule.pace, week_start=context.model.settings.week_start).tree
    who = entity_key(rows, rule.entity)
    trees = [*((alias, rows.value(key.path)) for alias, key in dims), ("who", who), (AT, at)]
    _, other = split_time(context, leaf)
    read = Stretch(start=shown.start and shift_back(shown.start, _step(rule)), end=shown.end)
    conditions = [*in_window(rows, read), *(rows.condition(c) for c in (*rule.own, *other))]
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in trees]))
    select = where_all(select, [*known_rows(who, at), *conditions])
    return group_by_first(select, len(trees))


def _step(rule: GrowthRule) -> Window:
    return Window(count=1, grain=rule.every)


def _firsts(context: Context, leaf: Leaf, rule: GrowthRule) -> exp.Select:
    """First period of each entity: of its rows under the metric's own filter, or of its written beginning."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    parts = [_beginnings(context, rows, rule, rule.own)]
    if rule.first is not None:
        source = context.model.sources[rule.first.source]
        context.sources_read[source.name] = None
        time = context.catalog.time_dimension(source, rule.first.time)
        parts.append(_beginnings(context, Rows(context, source, time), rule, ()))
    if len(parts) == 1:
        return parts[0]
    union = exp.Union(this=parts[0], expression=parts[1], distinct=False)
    least = named(exp.Min(this=column(FIRST, "begun")), FIRST)
    select = exp.Select(expressions=[column("who", "begun"), least])
    return group_by_first(select.from_(union.subquery("begun", copy=False), copy=False), 1)


def _beginnings(context: Context, rows: Rows, rule: GrowthRule, own: Sequence[exp.Expr]) -> exp.Select:
    at = truncate(rows.metric_time(), rule.pace, week_start=context.model.settings.week_start).tree
    who = entity_key(rows, rule.entity)
    conditions = [*known_rows(who, at), *(rows.condition(c) for c in own)]
    select = rows.read(exp.Select(expressions=[named(who, "who"), named(exp.Min(this=at), FIRST)]))
    return group_by_first(where_all(select, conditions), 1)


def _neighbours(seen: exp.Select, dims: Sequence[str]) -> exp.Select:
    """Add the entity's periods before and after, in the same slice."""
    order = exp.Order(expressions=[exp.Ordered(this=column(AT, "seen"))])

    def along(call: type[exp.AggFunc]) -> exp.Expr:
        parts = [column(a, "seen") for a in (*dims, "who")]
        return exp.Window(this=call(this=column(AT, "seen")), partition_by=parts, order=order.copy())

    columns = [column(a, "seen") for a in (*dims, "who", AT)]
    select = exp.Select(expressions=[*columns, named(along(exp.Lag), BEFORE), named(along(exp.Lead), AFTER)])
    return select.from_(seen.subquery("seen", copy=False), copy=False)


def _told(
    near: exp.Select, firsts: exp.Select, rule: GrowthRule, dims: Sequence[tuple[str, Key]]
) -> exp.Select:
    """One row an entity that is there in a period, and one where it is gone in the period after."""
    steps = exp.Union(
        this=exp.Select(expressions=[named(exp.false(), IS_OUT)]),
        expression=exp.Select(expressions=[named(exp.true(), IS_OUT)]),
        distinct=False,
    )
    following = move(column(AT, "near"), _step(rule), back=False)
    is_out = column(IS_OUT, "steps")
    at = exp.Case(ifs=[exp.If(this=is_out.copy(), true=following)], default=column(AT, "near"))
    columns = [
        *(column(a, "near") for a, _ in dims),
        named(at, AT),
        *(column(a, "near") for a in (BEFORE, AFTER)),
        column(FIRST, "firsts"),
        column(IS_OUT, "steps"),
    ]
    select = exp.Select(expressions=columns).from_(near.subquery("near", copy=False), copy=False)
    select = select.join(steps.subquery("steps", copy=False), join_type="cross", copy=False)
    same = exp.EQ(this=column("who", "near"), expression=column("who", "firsts"))
    select = select.join(firsts.subquery("firsts", copy=False), on=same, join_type="left", copy=False)
    is_back = exp.EQ(this=column(AFTER, "near"), expression=following.copy())
    is_gone = exp.Not(this=_surely(is_back))
    return select.where(exp.Or(this=exp.Not(this=is_out.copy()), expression=is_gone), copy=False)


def _counted(
    context: Context,
    rule: GrowthRule,
    told: exp.Select,
    leaves: Sequence[Numbered],
    dims: Sequence[str],
    shown: Stretch,
) -> exp.Select:
    """Count the parts in each slice and period that is shown and has begun."""
    leaf, at, parts = leaves[0][1], column(AT, "told"), _parts(rule)
    calls: list[exp.Expr] = []
    for number, part in leaves:
        if part.expr is None or part.expr.name not in parts:
            raise InternalError(f"Growth accounting has no part {part.expr}.")
        value = filtered(exp.Count(this=exp.Star()), parts[part.expr.name])
        n = value.copy() if part.expr.name == ACTIVE else exp.Count(this=exp.Star())
        calls += [named(value, f"v{number}"), named(n, f"n{number}")]
    select = exp.Select(expressions=[*(column(a, "told") for a in (*dims, AT)), *calls])
    select = select.from_(told.subquery("told", copy=False), copy=False)
    conditions = [*shown.holds(at, is_date=True), *_begun(context, leaf, rule, at)]
    timed, _ = split_time(context, leaf)
    if timed:
        periods = shown_periods(context, leaf, rule.pace, timed)
        conditions.append(exp.In(this=at.copy(), query=periods.subquery(copy=False)))
    return group_by_first(where_all(select, conditions), len(dims) + 1)


def _parts(rule: GrowthRule) -> dict[str, exp.Expr]:
    """Conditions that tell the parts apart; every row that is in is in one of three."""
    at, is_out = column(AT, "told"), column(IS_OUT, "told")
    is_in = exp.Not(this=is_out.copy())
    before = move(at.copy(), _step(rule), back=True)
    stayed = _surely(exp.EQ(this=column(BEFORE, "told"), expression=before))
    is_new = _surely(exp.EQ(this=column(FIRST, "told"), expression=at.copy()))
    came = all_of(is_in, exp.Not(this=stayed))
    return {
        ACTIVE: is_in,
        "retained": all_of(is_in, stayed),
        "new": all_of(came, is_new),
        "resurrected": all_of(came, exp.Not(this=is_new)),
        "churned": is_out,
    }


def _surely(condition: exp.Expr) -> exp.Expr:
    """Take what is unknown for false."""
    return exp.Coalesce(this=condition, expressions=[exp.false()])


def _begun(context: Context, leaf: Leaf, rule: GrowthRule, at: exp.Expr) -> list[exp.Expr]:
    """Nobody is gone in a period that has not begun: there is no row yet that could show them back."""
    last = _edges(context, leaf)[1]
    if last is None:
        return []
    week = context.model.settings.week_start
    edge = start_of(min(last, (context.horizon or context.now) - timedelta(microseconds=1)), rule.every, week)
    is_begun = exp.LT(this=at.copy(), expression=date_literal(next_start(edge, rule.pace).date()))
    is_in = exp.Not(this=column(IS_OUT, "told"))
    return [exp.Paren(this=exp.Or(this=is_in, expression=is_begun))]


def _known(context: Context, leaf: Leaf, rule: GrowthRule, part: Leaf, value: exp.Expr) -> exp.Expr:
    """A part that is told by the period before is unknown in the first period of the data."""
    first = _edges(context, leaf)[0]
    if first is None or rule.looks_back(part) is None:
        return value
    edge = date_literal(start_of(first, rule.every, context.model.settings.week_start).date())
    is_later = exp.GT(this=column(AT, "counted"), expression=edge)
    return exp.Case(ifs=[exp.If(this=is_later, true=value)])


def _edges(context: Context, leaf: Leaf) -> tuple[datetime | None, datetime | None]:
    """First moment of the source's rows, and the last one of which they are known."""
    time = context.time_of(leaf)
    if time is None:
        return None, None
    found = context.catalog.source_bounds(context.source_of(leaf), time)
    first, last = (None if edge is None else as_moment(edge) for edge in (found.first, found.reach))
    return first, last
