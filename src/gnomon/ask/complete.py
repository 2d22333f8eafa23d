"""Whether a period is finished and loaded: the running period is never a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import calendar_of, standard_grain
from gnomon.ask.leaf import PacedRule, ReachingRule, looks_back
from gnomon.ask.moments import as_moment, next_start, shift, shift_back, start_of
from gnomon.ask.trees import column, date_literal
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Frame, Leaf

__all__ = ["complete_column", "loaded_through", "moment_known"]


def loaded_through(context: Context, leaves: Sequence[Leaf]) -> datetime | None:
    """Earliest moment, over the sources of some leaves, up to which rows are loaded; None where one never tells."""
    reads = dict.fromkeys(pair for leaf in leaves for pair in _reads(leaf))
    found = [_loaded_of(context, source, time) for source, time in reads]
    told = [moment for moment in found if moment is not None]
    return min(told) if told and len(told) == len(found) else None


def _reads(leaf: Leaf) -> tuple[tuple[str, str | None], ...]:
    """List the sources that a leaf reads rows of, each with its time."""
    more = leaf.rule.also_reads if isinstance(leaf.rule, ReachingRule) else ()
    return ((leaf.source, leaf.time), *more)


def _loaded_of(context: Context, name: str, time: str | None) -> datetime | None:
    context.sources_read[name] = None
    source = context.model.sources[name]
    if time is None and source.default_time is None:
        return None
    return context.catalog.source_bounds(source, context.catalog.time_dimension(source, time)).loaded_through


def moment_known(context: Context, leaves: Sequence[Leaf]) -> datetime | None:
    """Moment up to which the numbers can be final: loaded, and in the past."""
    loaded = loaded_through(context, leaves)
    return None if loaded is None else min(loaded, context.now)


def complete_column(context: Context, leaves: Sequence[Leaf]) -> exp.Expr:
    """Build the flag: the row's period is over, loaded to its end, and loaded from its start."""
    known = moment_known(context, leaves)
    if known is None:
        return exp.false()
    known = _matured(known, leaves)
    index = next(
        (i for i, key in enumerate(context.keys) if context.finest and key.word == context.finest), None
    )
    if index is None or context.finest is None:
        return exp.Boolean(this=_is_total_complete(context, known, leaves))
    period = column(f"k{index}", "merged")
    grain = standard_grain(context.finest)
    if grain is None:
        return _custom(context, context.finest, period, known)
    first = _first_whole(context, leaves, grain)
    last = start_of(known, grain.value, context.model.settings.week_start)
    conditions: list[exp.Expr] = [exp.LT(this=period, expression=_edge(last, grain))]
    if first is not None:
        conditions.append(exp.GTE(this=period.copy(), expression=_edge(first, grain)))
    tree = conditions[0] if len(conditions) == 1 else exp.And(this=conditions[0], expression=conditions[1])
    return exp.Coalesce(this=exp.Paren(this=tree), expressions=[exp.false()])


def _matured(known: datetime, leaves: Sequence[Leaf]) -> datetime:
    """Moment before which rows are final: those after it may still change by what follows them."""
    spans = [leaf.rule.matures for leaf in leaves if leaf.rule is not None]
    return min((shift_back(known, span) for span in spans if span is not None), default=known)


def _edge(moment: datetime, grain: Grain) -> exp.Expr:
    return date_literal(moment.date() if grain >= Grain.DAY else moment)


def _is_total_complete(context: Context, known: datetime, leaves: Sequence[Leaf]) -> bool:
    end = context.window.end
    if end is not None:
        return end <= known
    if all(isinstance(leaf.rule, PacedRule) for leaf in leaves):
        return True  # the last finished period speaks
    return known == start_of(known, "day")


def _first_whole(context: Context, leaves: Sequence[Leaf], grain: Grain) -> datetime | None:
    """First period whose rows are there from its start on, told by days."""
    if grain < Grain.DAY:
        return None
    week = context.model.settings.week_start
    firsts: list[datetime] = []
    for leaf in leaves:
        time = context.time_of(leaf)
        if time is None:
            continue
        first = context.catalog.source_bounds(context.source_of(leaf), time).first
        if first is not None:
            shown = _first_shown(leaf.frame, start_of(as_moment(first), "day"), week)
            back = looks_back(leaf)
            firsts.append(shown if back is None else shift(shown, back))
    if not firsts:
        return None
    latest = max(firsts)
    start = start_of(latest, grain.value, week)
    is_last_day = any(leaf.frame.is_cumulative for leaf in leaves)
    return start if start == latest or is_last_day else next_start(start, grain)


def _first_shown(frame: Frame, first: datetime, week_start: int) -> datetime:
    """First day whose frame lies wholly within the data."""
    day = first
    if frame.window is not None and frame.window.standard is not None and frame.window.standard >= Grain.DAY:
        day = shift(day, frame.window) - timedelta(days=1)
    if frame.since is not None and (grain := standard_grain(frame.since)) is not None:
        start = start_of(day, grain.value, week_start)
        day = start if start == day else next_start(start, grain)
    for anchor in frame.anchors:
        if anchor.back is not None and anchor.back.standard is not None:
            day = shift(day, anchor.back)
    return day


def _custom(context: Context, grain: str, period: exp.Expr, known: datetime) -> exp.Expr:
    """Custom periods before the one that the known moment lies in are complete."""
    calendar = calendar_of(context.model, grain)
    day: date = known if calendar.grain < Grain.DAY else known.date()
    running = exp.Select(expressions=[exp.Max(this=column(calendar.grains[grain], "cal"))])
    running = running.from_(context.catalog.relation(calendar.relation, "cal"), copy=False)
    running = running.where(
        exp.EQ(this=column(calendar.column, "cal"), expression=date_literal(day)), copy=False
    )
    before = exp.LT(this=period, expression=running.subquery(copy=False))
    return exp.Coalesce(this=exp.Paren(this=before), expressions=[exp.false()])
