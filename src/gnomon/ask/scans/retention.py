"""Scan of retention: cohorts of entities, joined to the periods in which each is active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.complete import first_entry, moment_begun, moment_known
from gnomon.ask.localtime import as_date, move, truncate
from gnomon.ask.moments import shift, shift_back, start_of
from gnomon.ask.scans.cohorts import cohort_rows
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, in_window, where_all
from gnomon.ask.scans.retention_rule import RetentionRule, Span, came_back, entered, spans_of
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import all_of, column, date_literal, named, qualify
from gnomon.base.errors import InternalError
from gnomon.base.time import Window

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.leaf import Leaf

__all__ = ["retention_scan"]


def retention_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Count, in each cohort, the entities that are active some periods after they entered.

    Activity is first reduced to one row for each entity and period, then joined by entity. A cohort counts only
    where its last period is over. Leaves speak of :func:`came_back` and :func:`entered`.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, RetentionRule):
        raise InternalError("A retention scan needs a rule.")
    spans = spans_of([each.expr for _, each in leaves if each.expr is not None])
    aliases = [alias for alias, _ in keys]
    cohort = cohort_rows(context, leaf, rule, keys, window)
    active = _active_periods(context, leaf, rule, spans, window)
    back = _join(cohort, active, rule, aliases, spans)
    closed = {span: _last_closed(context, leaf, rule, span) for span in spans}
    opened = {span: _first_open(context, leaf, span) for span in spans}
    return _count(_close(back, aliases, closed, opened), aliases, leaves)


def _last_closed(context: Context, leaf: Leaf, rule: RetentionRule, span: Span) -> date | None:
    """Last cohort whose last period is over."""
    known = moment_known(context, [leaf])
    if known is None:
        return None
    running = start_of(known, rule.every.value, context.model.settings.week_start)
    return shift_back(running, Window(count=span[1] + 1, grain=rule.every.value)).date()


def _first_open(context: Context, leaf: Leaf, span: Span) -> date | None:
    """First cohort whose first period looked at is loaded; None where all are."""
    begun = moment_begun(context, leaf)
    if begun is None:
        return None
    measure = replace(leaf, expr=came_back(span))
    return first_entry(measure, begun, context.model.settings.week_start).date()


def _active_periods(
    context: Context, leaf: Leaf, rule: RetentionRule, spans: Sequence[Span], window: Stretch
) -> exp.Select:
    """Who is active in which period, each once; only periods that some asked cohort looks at."""
    own = replace(leaf, source=rule.active.source, time=rule.active.time, rule=None)
    rows = Rows(context, context.source_of(own), context.time_of(own))
    who = rows.value((rule.entity,))
    week_start = context.model.settings.week_start
    period = truncate(rows.metric_time(), rule.every, week_start=week_start).tree
    conditions = in_window(rows, _looked_at(context, rule, spans, window))
    if rule.active.where is not None:
        conditions.append(rows.condition(rule.active.where))
    conditions.append(exp.Not(this=exp.Is(this=who.copy(), expression=exp.Null())))
    select = rows.read(exp.Select(expressions=[named(who, "who"), named(period, "active_in")]))
    return where_all(select, conditions).distinct(copy=False)


def _looked_at(context: Context, rule: RetentionRule, spans: Sequence[Span], window: Stretch) -> Stretch:
    grain, week_start = rule.every.value, context.model.settings.week_start
    start, end = window.start, window.end
    least, most = min(first for first, _ in spans), max(last for _, last in spans)
    if start is not None:
        start = shift(start_of(start, grain, week_start), Window(count=1, grain=grain), times=least)
    if end is not None:
        # The window may end inside a period, whose cohort is of that period.
        end = shift(start_of(end, grain, week_start), Window(count=1, grain=grain), times=most + 1)
    return replace(window, start=start, end=end)


def _join(
    cohort: exp.Select, active: exp.Select, rule: RetentionRule, aliases: Sequence[str], spans: Sequence[Span]
) -> exp.Select:
    """One row for each entity, with a mark for each span in which it came back."""
    least, most = min(first for first, _ in spans), max(last for _, last in spans)
    same = exp.EQ(this=column("who", "cohort"), expression=column("who", "active"))
    on = all_of(same, _inside(rule, (least, most)))
    names = [*aliases, "who", "entered_in"]
    marks = [
        named(
            exp.Max(this=exp.Case(ifs=[exp.If(this=_inside(rule, span), true=exp.Literal.number(1))])),
            came_back(span).name,
        )
        for span in spans
    ]
    select = exp.Select(expressions=[*(column(n, "cohort") for n in names), *marks])
    select = select.from_(cohort.subquery("cohort", copy=False), copy=False)
    select = select.join(active.subquery("active", copy=False), on=on, join_type="left", copy=False)
    return group_by_first(select, len(names))


def _inside(rule: RetentionRule, span: Span) -> exp.Expr:
    """Condition that an active period lies some periods after the entry."""
    active = column("active_in", "active")
    first, last = (_later(rule, count) for count in span)
    if span[0] == span[1]:
        return exp.EQ(this=active, expression=first)
    return exp.Between(this=active, low=first, high=last)


def _later(rule: RetentionRule, count: int) -> exp.Expr:
    entry = column("entered_in", "cohort")
    return (
        as_date(entry) if not count else move(entry, Window(count=count, grain=rule.every.value), back=False)
    )


def _close(
    back: exp.Select, aliases: Sequence[str], closed: dict[Span, date | None], opened: dict[Span, date | None]
) -> exp.Select:
    """Let members count only where their cohort is closed, and all that it looks at was loaded."""
    outputs: list[exp.Expr] = [column(a, "returned") for a in aliases]
    for span, last in closed.items():
        is_over: exp.Expr = exp.false()
        if last is not None:
            is_over = exp.LTE(this=column("entered_in", "returned"), expression=date_literal(last))
        first = opened[span]
        if first is not None:
            begun = exp.GTE(this=column("entered_in", "returned"), expression=date_literal(first))
            is_over = exp.And(this=is_over, expression=begun)
        mark = column(came_back(span).name, "returned")
        outputs.append(named(_if(is_over, mark), came_back(span).name))
        outputs.append(named(_if(is_over.copy(), exp.Literal.number(1)), entered(span).name))
    return exp.Select(expressions=outputs).from_(back.subquery("returned", copy=False), copy=False)


def _if(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def _count(members: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered]) -> Built:
    calls: list[exp.Expr] = []
    of_leaf: dict[int, tuple[str, str]] = {}
    for number, leaf in leaves:
        if leaf.expr is None:
            raise InternalError("A measure of retention speaks of cohorts.")
        value = qualify(leaf.expr, "members")
        calls.append(named(exp.Count(this=value), f"v{number}"))
        # Of a cohort none may come back, which is zero, not unknown: n is the cohort.
        size = leaf.expr.name.replace("back", "size")
        calls.append(named(exp.Count(this=column(size, "members")), f"n{number}"))
        of_leaf[number] = (f"v{number}", f"n{number}")
    select = exp.Select(expressions=[*(column(a, "members") for a in aliases), *calls])
    select = select.from_(members.subquery("members", copy=False), copy=False)
    return Built(select=group_by_first(select, len(aliases)), of_leaf=of_leaf)
