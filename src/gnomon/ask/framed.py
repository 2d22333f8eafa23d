"""Scan under a frame: the rows of other days speak for each day of the spine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.aggregates import aggregate, recombine
from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.custom_offset import custom_spine, is_custom_offset
from gnomon.ask.localtime import LocalTime, move, truncate
from gnomon.ask.periods import spine_condition
from gnomon.ask.rows import Rows
from gnomon.ask.scan import (
    Built,
    Numbered,
    Reading,
    group_by_first,
    group_select,
    where_all,
)
from gnomon.ask.trees import and_all, column
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain
from gnomon.define.expressions import path_of

if TYPE_CHECKING:
    from gnomon.ask.leaf import Frame, Leaf

__all__ = ["anchored_day", "framed_scan", "lookup_scan", "split_time", "total_scan"]

Core = Callable[[Context, Sequence[Numbered], Sequence[tuple[str, Key]], Stretch], Built]


def split_time(context: Context, leaf: Leaf) -> tuple[tuple[exp.Expr, ...], tuple[exp.Expr, ...]]:
    """Split a leaf's filters into those about its own time alone and the others.

    Raises
    ------
    QuestionError
        If one condition mixes both under OR: shown day and counted day differ, so it has no one meaning.
    """
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    timed: list[exp.Expr] = []
    other: list[exp.Expr] = []
    for condition in leaf.filters:
        found = [rows.is_own_time(p) for n in condition.walk(prune=_is_name) if (p := path_of(n)) is not None]
        if found and all(found):
            timed.append(condition)
        elif any(found):
            raise QuestionError(
                f"{condition.sql()!r} mixes time with other names, for a metric that looks at other days. "
                "Join them by AND only.",
                code="ASK-232",
            )
        else:
            other.append(condition)
    return tuple(timed), tuple(other)


def _is_name(node: exp.Expr) -> bool:
    return path_of(node) is not None


def anchored_day(context: Context, day: exp.Expr, frame: Frame, base: Grain) -> exp.Expr:
    """Move a shown day along the frame's anchors to the day that is looked at."""
    is_date = base >= Grain.DAY
    for anchor in frame.anchors:
        if anchor.back is not None:
            if anchor.back.standard is None:
                raise QuestionError(
                    f"An offset of {anchor.back} needs the question's grain to be {anchor.back.grain} alone.",
                    code="ASK-233",
                )
            day = move(day, anchor.back, back=True, keep_date=is_date)
        elif anchor.start_of is not None:
            grain = standard_grain(anchor.start_of)
            if grain is None:
                raise QuestionError(f"The start of a {anchor.start_of} is not supported.", code="ASK-233")
            day = truncate(
                LocalTime(tree=day, is_date=is_date), grain, week_start=context.model.settings.week_start
            ).tree
    return day


def total_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], core: Core
) -> Built:
    """Scan a cumulative frame when time is not asked: its value at the end of the window or of the data.

    Raises
    ------
    QuestionError
        If the frame is anchored: without a shown day there is nothing to move from.
    """
    leaf = leaves[0][1]
    frame = leaf.frame
    if frame.anchors:
        raise QuestionError(
            "A metric that looks at an earlier period needs a grain: ask with grain='day' or longer.",
            code="ASK-234",
        )
    if frame.is_unbounded:
        return core(context, leaves, keys, Stretch(start=None, end=context.window.end))
    stretch = context.last_stretch(leaf)
    return core(context, leaves, keys, stretch)


def lookup_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], core: Core
) -> Built:
    """Aggregate by the asked periods first, then show each period's value at the later period that looks at it."""
    leaf = leaves[0][1]
    grain = context.finest
    assert grain is not None
    standard = standard_grain(grain)
    assert standard is not None
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    period = ("p", Key(name="p", path=("metric_time", grain), word=grain))
    bare = [(number, replace(each, filters=split_time(context, each)[1])) for number, each in leaves]
    inner = core(context, bare, [period, *dims], Stretch())
    spine = context.spine(leaf, standard)
    calendars = CalendarJoins()
    shown = column("s", "spine")
    on = exp.EQ(
        this=anchored_day(context, shown.copy(), leaf.frame, standard), expression=column("p", "seen")
    )
    return _show(context, keys, inner, spine, on, calendars, grain, leaf)


def _show(
    context: Context,
    keys: Sequence[tuple[str, Key]],
    inner: Built,
    spine: exp.Select,
    on: exp.Expr,
    calendars: CalendarJoins,
    grain: str,
    leaf: Leaf,
) -> Built:
    shown = column("s", "spine")
    names = dict.fromkeys(name for pair in inner.of_leaf.values() for name in pair)
    trees = [
        (
            alias,
            context.key_from_period(key, shown, grain, calendars)
            if key.is_metric_time
            else column(alias, "seen"),
        )
        for alias, key in keys
    ]
    select = exp.Select(
        expressions=[*(exp.alias_(t, a) for a, t in trees), *(column(n, "seen") for n in names)]
    ).from_(spine.subquery("spine"), copy=False)
    select = select.join(inner.select.subquery("seen"), on=on, copy=False)
    timed, _ = split_time(context, leaf)
    conditions = context.window.holds(shown, is_date=(standard_grain(grain) or Grain.DAY) >= Grain.DAY)
    conditions += [spine_condition(context, c, shown, grain, calendars) for c in timed]
    return Built(select=where_all(calendars.join_to(select, context), conditions), of_leaf=inner.of_leaf)


def framed_scan(context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]]) -> Built:
    """Join rows to the days that they speak for, then aggregate by the asked keys."""
    leaf = leaves[0][1]
    frame = leaf.frame
    base = context.base_grain(leaf)
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    inner, combine = _inner_rows(context, rows, leaves, dims, base)
    is_date = base >= Grain.DAY
    shown = column("s", "spine")
    if is_custom_offset(frame):
        spine = custom_spine(context, frame, keys, split_time(context, leaf)[0])
        on: exp.Expr = exp.EQ(this=column("d", "seen"), expression=column("origin", "spine"))
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
            *(exp.alias_(t.copy(), a) for a, t in columns),
            *(exp.alias_(call, name) for name, call in combine.items()),
        ]
    ).from_(spine.subquery("spine"), copy=False)
    select = group_by_first(select.join(inner.subquery("seen"), on=on, copy=False), len(columns))
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
        exp.alias_(context.key_from_period(key, day, base.value, calendars), alias)
        for alias, key in keys
        if key.is_metric_time
    ]
    select = exp.Select(expressions=[day.copy(), *times]).from_(
        context.spine(leaf, base).subquery("days"), copy=False
    )
    timed, _ = split_time(context, leaf)
    conditions = context.window.holds(day, is_date=base >= Grain.DAY)
    conditions += [spine_condition(context, c, day, base.value, calendars) for c in timed]
    conditions += _only_starts(context, leaf.frame, keys, day, base)
    select = where_all(calendars.join_to(select, context), conditions)
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
            exp.alias_(edge, "edge"),
        ]
    )
    marked = marked.from_(select.subquery("all_days"), copy=False)
    picked = exp.Select(expressions=[column("s", "marked"), *(column(a, "marked") for a in aliases)])
    picked = picked.from_(marked.subquery("marked"), copy=False)
    same = exp.EQ(this=column("s", "marked"), expression=column("edge", "marked"))
    return picked.where(same, copy=False)


def _only_starts(
    context: Context, frame: Frame, keys: Sequence[tuple[str, Key]], day: exp.Expr, base: Grain
) -> list[exp.Expr]:
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
    tree = and_all(conditions)
    assert tree is not None
    return tree


def _with_custom_since(context: Context, select: exp.Select, day: str, base: Grain, grain: str) -> exp.Select:
    """Add the custom period that each day lies in, as column ``since``."""
    calendars = CalendarJoins()
    local = LocalTime(tree=column(day, "dated"), is_date=base >= Grain.DAY)
    value = calendars.value(context.model, local, grain)
    dated = exp.Select(
        expressions=[
            exp.Column(this=exp.Star(), table=exp.to_identifier("dated")),
            exp.alias_(value, "since"),
        ]
    )
    return calendars.join_to(dated.from_(select.subquery("dated"), copy=False), context)


def _inner_rows(
    context: Context, rows: Rows, leaves: Sequence[Numbered], dims: Sequence[tuple[str, Key]], base: Grain
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    """Rows by counted day and slice, as far aggregated as the aggregates allow; and how to finish them."""
    day = truncate(rows.metric_time(), base, week_start=context.model.settings.week_start).tree
    keys = [("d", day), *((alias, rows.value(key.path)) for alias, key in dims)]
    readings = []
    for number, leaf in leaves:
        _, other = split_time(context, leaf)
        value = None if leaf.expr is None else rows.own(leaf.expr)
        conditions = tuple(rows.condition(c) for c in other)
        readings.append(Reading(number=number, leaf=leaf, value=value, conditions=conditions))
    fixed = _input_window(context, rows, leaves[0][1].frame)
    if all(leaf.is_additive for _, leaf in leaves):
        return _additive(rows, keys, readings, fixed)
    if all(leaf.agg == "distinct" for _, leaf in leaves):
        return _distinct(rows, keys, readings, fixed)
    return _raw(rows, keys, readings, fixed)


def _input_window(context: Context, rows: Rows, frame: Frame) -> list[exp.Expr]:
    """Rows after the asked end can speak for no shown day; rows long before the start neither."""
    if frame.anchors or context.window.end is None:
        return []
    local = rows.metric_time()
    return Stretch(end=context.window.end).holds(local.tree, is_date=local.is_date)


def _additive(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    built = group_select(rows, keys, readings, fixed)
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        value, n = built.of_leaf[reading.number]
        combine[f"v{reading.number}"] = recombine(reading.leaf, column(value, "seen"))
        combine[f"n{reading.number}"] = _whole(exp.Sum(this=column(n, "seen")))
    return built.select, combine


def _distinct(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    counts = [_count_of(r) for r in readings]
    value = readings[0].value
    assert value is not None
    built = group_select(rows, [*keys, ("e", value)], counts, fixed)
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        _, n = built.of_leaf[reading.number]
        seen = exp.GT(this=column(n, "seen"), expression=exp.Literal.number(0))
        entity = exp.Case(ifs=[exp.If(this=seen, true=column("e", "seen"))])
        combine[f"v{reading.number}"] = exp.Count(this=exp.Distinct(expressions=[entity]))
        combine[f"n{reading.number}"] = _whole(exp.Sum(this=column(n, "seen")))
    return built.select, combine


def _count_of(reading: Reading) -> Reading:
    leaf = replace(reading.leaf, agg="count", expr=None)
    return Reading(number=reading.number, leaf=leaf, value=None, conditions=reading.conditions)


def _raw(
    rows: Rows,
    keys: Sequence[tuple[str, exp.Expr]],
    readings: Sequence[Reading],
    fixed: Sequence[exp.Expr],
) -> tuple[exp.Select, dict[str, exp.Expr]]:
    expressions = [exp.alias_(tree, alias) for alias, tree in keys]
    combine: dict[str, exp.Expr] = {}
    for reading in readings:
        condition = and_all([c.copy() for c in reading.conditions]) or exp.true()
        value = reading.value if reading.value is not None else exp.Literal.number(1)
        expressions.append(exp.alias_(value.copy(), f"x{reading.number}"))
        expressions.append(exp.alias_(condition, f"f{reading.number}"))
        flag = column(f"f{reading.number}", "seen")
        combine[f"v{reading.number}"] = aggregate(reading.leaf, column(f"x{reading.number}", "seen"), flag)
        combine[f"n{reading.number}"] = exp.Filter(
            this=exp.Count(this=exp.Star()), expression=exp.Where(this=flag.copy())
        )
    select = rows.read(exp.Select(expressions=expressions))
    return where_all(select, fixed), combine


def _whole(tree: exp.Expr) -> exp.Expr:
    return exp.Cast(this=tree, to=exp.DataType.build("BIGINT"))


def _pick(
    select: exp.Select, aliases: Sequence[str], of_leaf: dict[int, tuple[str, str]], frame: Frame
) -> exp.Select:
    """Let one of the daily values, or their mean, speak for each longer period."""
    names = [name for pair in of_leaf.values() for name in pair]
    keys = [column(a, "daily") for a in aliases]
    if frame.over_period == "average":
        values = [
            exp.alias_((exp.Avg if name.startswith("v") else exp.Max)(this=column(name, "daily")), name)
            for name in names
        ]
        outer = exp.Select(expressions=[*keys, *values]).from_(select.subquery("daily"), copy=False)
        return group_by_first(outer, len(keys))
    is_last = frame.over_period.startswith("last")
    order = exp.Order(expressions=[exp.Ordered(this=column("s", "daily"), desc=is_last)])
    place = exp.Window(this=exp.RowNumber(), partition_by=[k.copy() for k in keys], order=order)
    ranked = exp.Select(
        expressions=[*keys, *(column(n, "daily") for n in names), exp.alias_(place, "place")]
    ).from_(select.subquery("daily"), copy=False)
    outer = exp.Select(
        expressions=[*(column(a, "ranked") for a in aliases), *(column(n, "ranked") for n in names)]
    )
    outer = outer.from_(ranked.subquery("ranked"), copy=False)
    return outer.where(exp.EQ(this=column("place", "ranked"), expression=exp.Literal.number(1)), copy=False)
