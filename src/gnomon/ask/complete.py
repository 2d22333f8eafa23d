"""Whether a period is finished and loaded: the running period is never a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import standard_grain
from gnomon.ask.custom_periods import next_custom_start, whole_periods
from gnomon.ask.final import final_until
from gnomon.ask.leaf import CohortRule, PacedRule, ReachingRule, SeenRule, WaitingRule, looks_back
from gnomon.ask.moments import as_moment, next_start, shift, shift_back, start_of
from gnomon.ask.trees import column, date_literal
from gnomon.base.time import Grain, Window

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Stretch
    from gnomon.ask.leaf import Frame, Leaf

__all__ = [
    "complete_column",
    "final_periods",
    "first_entry",
    "first_known_day",
    "loaded_through",
    "moment_begun",
    "moment_known",
    "speaking_period",
]


def loaded_through(context: Context, leaves: Sequence[Leaf]) -> datetime | None:
    """Earliest moment, over the sources of some leaves, up to which rows are loaded; None where one never tells."""
    reads = dict.fromkeys(pair for leaf in leaves for pair in _reads(leaf))
    found = [_latest(context, source, times) for source, times in reads]
    told = [moment for moment in found if moment is not None]
    return min(told) if told and len(told) == len(found) else None


def _reads(leaf: Leaf) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """List the sources that a leaf reads rows of, each with its times."""
    more = leaf.rule.also_reads if isinstance(leaf.rule, ReachingRule) else ()
    own = leaf.rule.seen_by if isinstance(leaf.rule, SeenRule) else (leaf.time,)
    return ((leaf.source, own), *((source, (time,)) for source, time in more))


def _latest(context: Context, name: str, times: Sequence[str | None]) -> datetime | None:
    found = [_loaded_of(context, name, time) for time in times]
    return max((moment for moment in found if moment is not None), default=None)


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


def moment_begun(context: Context, leaf: Leaf) -> datetime | None:
    """Day on which the further sources that a leaf's rule reads begin; None where it reads none.

    What could have followed an earlier row was not loaded, so nothing is known of it.
    """
    further = leaf.rule.also_reads if isinstance(leaf.rule, ReachingRule) else ()
    firsts = [_first_of(context, name, time) for name, time in further if name != leaf.source]
    return max((start_of(first, "day") for first in firsts if first is not None), default=None)


def _first_of(context: Context, name: str, time: str | None) -> datetime | None:
    source = context.model.sources[name]
    if time is None and source.default_time is None:
        return None
    first = context.catalog.source_bounds(source, context.catalog.time_dimension(source, time)).first
    return None if first is None else as_moment(first)


def complete_column(context: Context, leaves: Sequence[Leaf]) -> exp.Expr:
    """Build the flag: the row's period is over, loaded to its end, and loaded from its start."""
    known = moment_known(context, leaves)
    if known is None:
        return exp.false()
    known = min((final_until(context, leaf, known) for leaf in leaves), default=known)
    index = next(
        (i for i, key in enumerate(context.keys) if context.finest and key.word == context.finest), None
    )
    if index is None or context.finest is None:
        return exp.Boolean(this=_is_total_complete(context, known, leaves))
    period = column(f"k{index}", "merged")
    grain = standard_grain(context.finest)
    if grain is None:
        return whole_periods(
            context.catalog,
            context.finest,
            period,
            known=known,
            first=first_known_day(context, leaves),
            is_last_day=_is_told_by_last_day(leaves),
        )
    first = _first_whole(context, leaves, grain)
    last = start_of(known, grain.value, context.model.settings.week_start)
    conditions: list[exp.Expr] = [exp.LT(this=period, expression=_edge(last, grain))]
    if first is not None:
        conditions.append(exp.GTE(this=period.copy(), expression=_edge(first, grain)))
    tree = conditions[0] if len(conditions) == 1 else exp.And(this=conditions[0], expression=conditions[1])
    return exp.Coalesce(this=exp.Paren(this=tree), expressions=[exp.false()])


def final_periods(context: Context, leaves: Sequence[Leaf]) -> exp.Expr | None:
    """Build the condition that some rows of a period may be final; None where rows are final at once.

    What is not known yet is not zero.
    """
    if any(leaf.rule is None or leaf.rule.matures is None for leaf in leaves):
        return None
    finals = [_shown_until(context, leaf) for leaf in leaves]
    latest = max((moment for moment in finals if moment is not None), default=None)
    if latest is None:
        return exp.false()
    grain = standard_grain(context.finest)
    index = next(
        (i for i, key in enumerate(context.keys) if key.word == context.finest and context.finest), None
    )
    if grain is None or index is None:
        start = context.window.start
        return exp.false() if start is not None and latest <= start else None
    last = start_of(latest - timedelta(microseconds=1), grain.value, context.model.settings.week_start)
    period = column(f"k{index}", "merged")
    until = exp.LTE(this=period, expression=_edge(last, grain))
    begun = _shown_since(context, leaves)
    if begun is None:
        return until
    first = start_of(begun, grain.value, context.model.settings.week_start)
    return exp.And(this=exp.GTE(this=period.copy(), expression=_edge(first, grain)), expression=until)


def _shown_since(context: Context, leaves: Sequence[Leaf]) -> datetime | None:
    """Moment of the answer from which on some leaf's rows can be final; None where that is any moment."""
    week = context.model.settings.week_start
    firsts: list[datetime] = []
    for leaf in leaves:
        begun = moment_begun(context, leaf)
        if begun is None:
            return None
        firsts.append(_moved(leaf, first_entry(leaf, begun, week)))
    return min(firsts, default=None)


def _shown_until(context: Context, leaf: Leaf) -> datetime | None:
    """Moment of the answer up to which a leaf's rows are final."""
    known = moment_known(context, [leaf])
    if known is None:
        return None
    return _moved(leaf, final_until(context, leaf, known))


def _moved(leaf: Leaf, moment: datetime) -> datetime:
    """Move a moment to where a leaf of earlier periods shows it."""
    spans = [anchor.back for anchor in leaf.frame.anchors]
    for span in (*spans, None if leaf.lag is None else leaf.lag.shift):
        moment = moment if span is None or span.standard is None else shift(moment, span)
    return moment


def _edge(moment: datetime, grain: Grain) -> exp.Expr:
    return date_literal(moment.date() if grain >= Grain.DAY else moment)


def _is_total_complete(context: Context, known: datetime, leaves: Sequence[Leaf]) -> bool:
    paces = {leaf.rule.pace if isinstance(leaf.rule, PacedRule) else None for leaf in leaves}
    pace = next(iter(paces)) if len(paces) == 1 else None
    if pace is not None:
        start = speaking_period(context, leaves, pace, context.window)
        first = _first_whole(context, leaves, pace)
        return next_start(start, pace) <= known and (first is None or first <= start)
    end = context.window.end
    if end is not None:
        return end <= known and _is_begun(context, leaves, end)
    waiting = [leaf for leaf in leaves if leaf.rule is not None and leaf.rule.matures is not None]
    return (
        all(_is_over(context, leaf, known) for leaf in waiting)
        if waiting
        else known == start_of(known, "day")
    )


def _is_begun(context: Context, leaves: Sequence[Leaf], end: datetime) -> bool:
    """Whether rows are loaded from the window's start on; where the last day speaks, what that one looks at."""
    start = end - timedelta(days=1) if _is_told_by_last_day(leaves) else context.window.start
    first = first_known_day(context, leaves)
    return first is None or start is None or first <= start


def _is_over(context: Context, leaf: Leaf, known: datetime) -> bool:
    """Whether the last row of a leaf that waits is final."""
    time = context.time_of(leaf)
    last = None if time is None else context.catalog.source_bounds(context.source_of(leaf), time).last
    if last is None:
        return True
    is_moment = isinstance(last, datetime)
    return as_moment(last) + timedelta(days=0 if is_moment else 1, microseconds=int(is_moment)) <= known


def speaking_period(context: Context, leaves: Sequence[Leaf], pace: Grain, window: Stretch) -> datetime:
    """Start of the period that speaks for a total of leaves of one pace.

    That in which the window ends, or without an end the last one that is over and loaded.
    """
    week = context.model.settings.week_start
    if window.end is not None:
        return start_of(window.end - timedelta(microseconds=1), pace.value, week)
    known = moment_known(context, leaves)
    begun = start_of(context.now if known is None else known, pace.value, week)
    return shift_back(begun, Window(count=1, grain=pace.value))


def _first_whole(context: Context, leaves: Sequence[Leaf], grain: Grain) -> datetime | None:
    """First period whose rows are there from its start on, told by days."""
    latest = None if grain < Grain.DAY else first_known_day(context, leaves)
    if latest is None:
        return None
    start = start_of(latest, grain.value, context.model.settings.week_start)
    return start if start == latest or _is_told_by_last_day(leaves) else next_start(start, grain)


def _is_told_by_last_day(leaves: Sequence[Leaf]) -> bool:
    return any(leaf.frame.is_cumulative for leaf in leaves)


def first_known_day(context: Context, leaves: Sequence[Leaf]) -> datetime | None:
    """First day of which the rows of all leaves, and what they look at, are there; None where nothing tells."""
    week = context.model.settings.week_start
    firsts: list[datetime] = []
    for leaf in leaves:
        time = context.time_of(leaf)
        if time is None:
            continue
        first = context.catalog.source_bounds(context.source_of(leaf), time).first
        if first is not None:
            shown = _first_shown(context, leaf.frame, _first_known(leaf, as_moment(first), week))
            back = looks_back(leaf)
            firsts.append(shown if back is None else shift(shown, back))
        begun = moment_begun(context, leaf)
        if begun is not None:
            firsts.append(first_entry(leaf, begun, week))
    return max(firsts, default=None)


def first_entry(leaf: Leaf, begun: datetime, week_start: int) -> datetime:
    """First moment of a row of which all that follows is loaded, the further sources beginning at a moment."""
    rule = leaf.rule
    if not isinstance(rule, WaitingRule):
        return begun
    start = start_of(begun, rule.every.value, week_start)
    whole = start if start == begun else next_start(start, rule.every)
    return shift_back(whole, Window(count=rule.waits(leaf), grain=rule.every.value))


def _first_known(leaf: Leaf, first: datetime, week_start: int) -> datetime:
    """First day whose rows can be told: who is first seen in the log's first period may be older than the log."""
    rule = leaf.rule
    if not (isinstance(rule, CohortRule) and rule.is_first_seen):
        return start_of(first, "day")
    return next_start(start_of(first, rule.every.value, week_start), rule.every)


def _first_shown(context: Context, frame: Frame, first: datetime) -> datetime:
    """First day whose frame lies wholly within the data."""
    day = first
    if frame.window is not None and frame.window.standard is not None and frame.window.standard >= Grain.DAY:
        day = shift(day, frame.window) - timedelta(days=1)
    if frame.since is not None:
        day = _next_since(context, frame.since, day)
    for anchor in frame.anchors:
        if anchor.back is not None and anchor.back.standard is not None:
            day = shift(day, anchor.back)
    return day


def _next_since(context: Context, since: str, day: datetime) -> datetime:
    """First period's start, at a day or after it, from which a to-date value runs."""
    grain = standard_grain(since)
    if grain is None:
        return next_custom_start(context.catalog, since, day)
    start = start_of(day, grain.value, context.model.settings.week_start)
    return start if start == day else next_start(start, grain)
