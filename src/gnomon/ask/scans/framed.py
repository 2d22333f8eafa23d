"""Scan under a frame: the rows of other days speak for each day of the spine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.context import Context, Key
from gnomon.ask.localtime import LocalTime, move, truncate
from gnomon.ask.scans.anchors import anchored_day
from gnomon.ask.scans.custom_offset import custom_spine, is_custom_offset
from gnomon.ask.scans.frame_rows import inner_rows
from gnomon.ask.scans.gaps import has_stays, on_stay
from gnomon.ask.scans.periods import spine_condition, split_time
from gnomon.ask.scans.plain import Built, Numbered, group_by_first, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import all_of, column, named
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.leaf import Frame, Leaf

__all__ = ["framed_scan"]


def framed_scan(context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]]) -> Built:
    """Join rows to the days that they speak for, then aggregate by the asked keys."""
    leaf = leaves[0][1]
    frame = leaf.frame
    base = context.base_grain(leaf)
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    inner, combine = inner_rows(context, rows, leaves, dims, base)
    shown = column("s", "spine")
    if is_custom_offset(frame):
        spine = custom_spine(context, frame, keys, split_time(context, leaf)[0])
        on: exp.Expr = exp.EQ(this=column("d", "seen"), expression=column("origin", "spine"))
    elif has_stays(leaf, base):
        spine = _framed_spine(context, leaf, keys, base)
        on = on_stay(shown, leaves[0][0])
    else:
        spine = _framed_spine(context, leaf, keys, base)
        on = _frame_condition(context, frame, shown, column("d", "seen"), base)
    if frame.since is not None and standard_grain(frame.since) is None:
        if frame.anchors:
            raise QuestionError(
                f"An offset of a {frame.since}-to-date metric is not supported.", code="ASK-233"
            )
        inner = _with_custom_since(context, inner, "d", base, frame.since)
        spine = _with_custom_since(context, spine, "s", base, frame.since)
    times = [(alias, column(alias, "spine")) for alias, key in keys if key.is_metric_time]
    needs_pick = (
        frame.is_cumulative and _is_coarser(keys, base) and not _is_strict(frame, has_slices=bool(dims))
    )
    first = [("s", shown)] if needs_pick else []
    columns = [*first, *times, *((alias, column(alias, "seen")) for alias, _ in dims)]
    select = exp.Select(
        expressions=[
            *(named(t.copy(), a) for a, t in columns),
            *(named(call, name) for name, call in combine.items()),
        ]
    ).from_(spine.subquery("spine", copy=False), copy=False)
    select = group_by_first(select.join(inner.subquery("seen", copy=False), on=on, copy=False), len(columns))
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    if needs_pick:
        select = _pick(select, [a for a, _ in columns[1:]], of_leaf, frame)
    return Built(select=select, of_leaf=of_leaf)


def _is_strict(frame: Frame, *, has_slices: bool) -> bool:
    """Whether the very last (first) day of a period speaks for it, also when it has no row."""
    return frame.over_period in {"last", "first"} or (
        frame.over_period.endswith("_sparse") and not has_slices
    )


def _is_coarser(keys: Sequence[tuple[str, Key]], base: Grain) -> bool:
    return all(key.word != base.value for _, key in keys if key.is_metric_time)


def _framed_spine(context: Context, leaf: Leaf, keys: Sequence[tuple[str, Key]], base: Grain) -> exp.Select:
    """Shown days with the time keys they belong to; only the deciding day of each period where one decides."""
    calendars = CalendarJoins()
    day = column("s", "days")
    times = [
        named(context.key_from_period(key, day, base.value, calendars), alias)
        for alias, key in keys
        if key.is_metric_time
    ]
    select = exp.Select(expressions=[day.copy(), *times]).from_(
        context.spine(leaf, base).subquery("days", copy=False), copy=False
    )
    timed, _ = split_time(context, leaf)
    conditions = context.window.holds(day, is_date=base >= Grain.DAY)
    conditions += [spine_condition(context, c, day, base.value, calendars) for c in timed]
    conditions += _only_starts(context, leaf.frame, day, base)
    select = where_all(calendars.join_to(select, context.catalog), conditions)
    frame = leaf.frame
    has_slices = any(not key.is_metric_time for _, key in keys)
    if not (frame.is_cumulative and _is_strict(frame, has_slices=has_slices) and _is_coarser(keys, base)):
        return select
    extreme = exp.Max if frame.over_period.startswith("last") else exp.Min
    aliases = [alias for alias, key in keys if key.is_metric_time]
    edge = exp.Window(
        this=extreme(this=column("s", "all_days")), partition_by=[column(a, "all_days") for a in aliases]
    )
    marked = exp.Select(
        expressions=[
            column("s", "all_days"),
            *(column(a, "all_days") for a in aliases),
            named(edge, "edge"),
        ]
    )
    marked = marked.from_(select.subquery("all_days", copy=False), copy=False)
    picked = exp.Select(expressions=[column("s", "marked"), *(column(a, "marked") for a in aliases)])
    picked = picked.from_(marked.subquery("marked", copy=False), copy=False)
    same = exp.EQ(this=column("s", "marked"), expression=column("edge", "marked"))
    return picked.where(same, copy=False)


def _only_starts(context: Context, frame: Frame, day: exp.Expr, base: Grain) -> list[exp.Expr]:
    """A value at the start of a grain speaks for a longer period by the period's first day."""
    grain = standard_grain(context.finest)
    if frame.is_cumulative or not any(a.start_of for a in frame.anchors) or grain is None or grain <= base:
        return []
    cut = truncate(
        LocalTime(tree=day.copy(), is_date=True), grain, week_start=context.model.settings.week_start
    ).tree
    return [exp.EQ(this=cut, expression=day.copy())]


def _frame_condition(
    context: Context, frame: Frame, shown: exp.Expr, seen: exp.Expr, base: Grain
) -> exp.Expr:
    is_date = base >= Grain.DAY
    day = anchored_day(context, shown.copy(), frame, base)
    if not frame.is_cumulative:
        return exp.EQ(this=seen, expression=day)
    conditions: list[exp.Expr] = [exp.LTE(this=seen.copy(), expression=day.copy())]
    if frame.window is not None:
        if frame.window.standard is None:
            raise QuestionError(f"A rolling window in {frame.window.grain} is not supported.", code="ASK-231")
        conditions.append(
            exp.GT(this=seen.copy(), expression=move(day.copy(), frame.window, back=True, keep_date=is_date))
        )
    elif frame.since is not None:
        grain = standard_grain(frame.since)
        if grain is None:
            same = exp.EQ(this=column("since", "spine"), expression=column("since", "seen"))
            return exp.And(this=conditions[0], expression=same)
        start = truncate(
            LocalTime(tree=day.copy(), is_date=is_date), grain, week_start=context.model.settings.week_start
        ).tree
        conditions.append(exp.GTE(this=seen.copy(), expression=start))
    return all_of(*conditions)


def _with_custom_since(context: Context, select: exp.Select, day: str, base: Grain, grain: str) -> exp.Select:
    """Add the custom period that each day lies in, as column ``since``."""
    calendars = CalendarJoins()
    local = LocalTime(tree=column(day, "dated"), is_date=base >= Grain.DAY)
    value = calendars.value(context.model, local, grain)
    dated = exp.Select(
        expressions=[
            exp.Column(this=exp.Star(), table=exp.to_identifier("dated")),
            named(value, "since"),
        ]
    )
    return calendars.join_to(dated.from_(select.subquery("dated", copy=False), copy=False), context.catalog)


def _pick(
    select: exp.Select, aliases: Sequence[str], of_leaf: dict[int, tuple[str, str]], frame: Frame
) -> exp.Select:
    """Let one of the daily values, or their mean, speak for each longer period."""
    names = [name for pair in of_leaf.values() for name in pair]
    keys = [column(a, "daily") for a in aliases]
    if frame.over_period == "average":
        values = [
            named((exp.Avg if name.startswith("v") else exp.Max)(this=column(name, "daily")), name)
            for name in names
        ]
        outer = exp.Select(expressions=[*keys, *values]).from_(
            select.subquery("daily", copy=False), copy=False
        )
        return group_by_first(outer, len(keys))
    is_last = frame.over_period.startswith("last")
    order = exp.Order(expressions=[exp.Ordered(this=column("s", "daily"), desc=is_last)])
    place = exp.Window(this=exp.RowNumber(), partition_by=[k.copy() for k in keys], order=order)
    ranked = exp.Select(
        expressions=[*keys, *(column(n, "daily") for n in names), named(place, "place")]
    ).from_(select.subquery("daily", copy=False), copy=False)
    outer = exp.Select(
        expressions=[*(column(a, "ranked") for a in aliases), *(column(n, "ranked") for n in names)]
    )
    outer = outer.from_(ranked.subquery("ranked", copy=False), copy=False)
    return outer.where(exp.EQ(this=column("place", "ranked"), expression=exp.Literal.number(1)), copy=False)
