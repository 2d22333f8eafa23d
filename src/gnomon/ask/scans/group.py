"""Group leaves that can share a scan, and build each group's SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, standard_grain
from gnomon.ask.comparisons import earlier_window
from gnomon.ask.context import Context, Key, Stretch
from gnomon.ask.localtime import move
from gnomon.ask.moments import as_moment
from gnomon.ask.scans.distinct import distinct_scan
from gnomon.ask.scans.framed import framed_scan
from gnomon.ask.scans.gaps import has_stays
from gnomon.ask.scans.lookup import lookup_scan
from gnomon.ask.scans.periods import spine_condition, split_time
from gnomon.ask.scans.plain import Built, Numbered, key_alias, plain_scan, where_all
from gnomon.ask.scans.ruled import ruled_scan
from gnomon.ask.scans.total import total_scan
from gnomon.ask.trees import column, date_literal, named
from gnomon.base.errors import InternalError, QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.leaf import Frame, Lag, Leaf

__all__ = ["Scan", "build_scan", "group_leaves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Leaves that read the same rows in one pass.

    Attributes
    ----------
    how : str
        plain, lookup, framed or total.
    """

    name: str
    how: str
    leaves: tuple[Numbered, ...]

    @property
    def leaf(self) -> Leaf:
        """One of the leaves: all agree on source, time, frame and lag."""
        return self.leaves[0][1]


def group_leaves(context: Context, leaves: Sequence[Leaf]) -> tuple[Scan, ...]:
    """Group leaves by what they must have in common to be read together."""
    groups: dict[tuple[object, ...], list[Numbered]] = {}
    for number, leaf in enumerate(leaves):
        groups.setdefault((_how(context, leaf.frame), *_shared(context, leaf)), []).append((number, leaf))
    return tuple(
        Scan(name=f"scan_{i}", how=str(key[0]), leaves=tuple(members))
        for i, (key, members) in enumerate(groups.items())
    )


def _how(context: Context, frame: Frame) -> str:
    if frame.is_plain:
        return "plain"
    if context.finest is None:
        _refuse_parts(context, frame)
        return "total"
    if frame.is_cumulative:
        return "framed"
    return "lookup" if _is_lookup(context, frame) else "framed"


def _refuse_parts(context: Context, frame: Frame) -> None:
    if any(key.is_metric_time for key in context.keys):
        raise QuestionError(
            f"Parts of a date alone do not say which day a metric with a frame ({frame}) speaks for; add a grain.",
            code="ASK-236",
        )


def _is_lookup(context: Context, frame: Frame) -> bool:
    """Whether each asked period looks at one earlier period as a whole."""
    grain = standard_grain(context.finest)
    if grain is None:
        return False
    for anchor in frame.anchors:
        word = anchor.back.grain if anchor.back else anchor.start_of
        moved = standard_grain(word)
        if moved is None or not grain <= moved:
            return False
        if grain is Grain.WEEK and anchor.start_of:
            return False
    return context.is_nested or not _moves_by_days(frame)


def _moves_by_days(frame: Frame) -> bool:
    """Whether every day looks back equally far; else the asked time columns must lie inside each other.

    Raises
    ------
    QuestionError
        If the offset is of months or to a start: part of a period has no one counterpart in another.
    """
    spans = [standard_grain(anchor.back.grain) if anchor.back else None for anchor in frame.anchors]
    if all(span is not None and span <= Grain.WEEK for span in spans):
        return True
    raise QuestionError(
        f"A metric that looks at other periods ({frame}) needs time keys that lie inside each other: "
        "ask by one grain, without parts of it.",
        code="ASK-240",
    )


def _shared(context: Context, leaf: Leaf) -> tuple[object, ...]:
    how = _how(context, leaf.frame)
    shared: tuple[object, ...] = (leaf.source, leaf.time, leaf.after, leaf.frame, leaf.lag)
    if leaf.rule is not None:
        return (*shared, leaf.rule, leaf.filters)
    if leaf.agg == "distinct":
        # A distinct count keeps every value it has seen; mixed with sums it makes the whole pass slow.
        shared = (*shared, "distinct", leaf.expr)
    if how == "plain" and leaf.lag is None:
        return shared
    timed, _ = split_time(context, leaf)
    if how == "framed" and has_stays(leaf, context.base_grain(leaf)):
        return (*shared, timed, leaf.filters)
    if how == "framed" and leaf.frame.is_cumulative and leaf.frame.over_period not in {"first", "last"}:
        # Which day speaks for a longer period depends on the days that the leaf's own rows reach.
        shared = (*shared, leaf.filters)
    mode = "distinct" if leaf.agg == "distinct" else "additive" if leaf.is_additive else "raw"
    return (*shared, timed, mode if how == "framed" else "")


def build_scan(context: Context, scan: Scan) -> Built:
    """Build a group's SQL; its key columns are named k0, k1, … in the question's order."""
    keys = [(key_alias(i), key) for i, key in enumerate(context.keys)]
    lag = scan.leaf.lag
    if lag is None:
        return _build(context, scan, keys, context.window)
    if context.finest is None:
        earlier = context.moved(earlier_window(context.window, lag))
        return _build(earlier, scan, keys, earlier.window)
    return _build_lagged(context, scan, keys, lag)


def _build(context: Context, scan: Scan, keys: Sequence[tuple[str, Key]], window: Stretch) -> Built:
    match scan.how:
        case "plain":
            return _core(context, scan.leaves, keys, window)
        case "lookup":
            return lookup_scan(context, scan.leaves, keys, _core)
        case "framed":
            _refuse_special(scan.leaf)
            return framed_scan(context, scan.leaves, keys)
        case _:
            return total_scan(context, scan.leaves, keys, _core)


def _core(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    leaf = leaves[0][1]
    if leaf.rule is not None:
        return ruled_scan(context, leaves, keys, window)
    if leaf.agg == "distinct":
        return distinct_scan(context, leaves, keys, window)
    return plain_scan(context, leaves, keys, window)


def _untimed(context: Context, scan: Scan) -> list[Numbered]:
    """Leaves without their conditions on time, which hold for the shown period."""
    return [(number, replace(leaf, filters=split_time(context, leaf)[1])) for number, leaf in scan.leaves]


def _refuse_special(leaf: Leaf) -> None:
    if leaf.rule is not None:
        raise QuestionError(
            f"A {leaf.rule.word} cannot be looked at over other days at this grain: {leaf.frame}. "
            "Ask by a grain no longer than the offset.",
            code="ASK-235",
        )


def _build_lagged(context: Context, scan: Scan, keys: Sequence[tuple[str, Key]], lag: Lag) -> Built:
    """Read the earlier window and show each period at the later one that it is compared with."""
    grain = context.finest
    if grain is None:
        raise InternalError("A lag over periods needs a grain.")
    period = ("p", Key(name="p", path=("metric_time", grain), word=grain))
    dims = [(alias, key) for alias, key in keys if not key.is_metric_time]
    window = earlier_window(context.window, lag)
    earlier = context.moved(window)
    inner = _build(
        earlier,
        Scan(name=scan.name, how=scan.how, leaves=tuple(_untimed(context, scan))),
        [period, *dims],
        window,
    )
    standard = standard_grain(grain)
    is_date = standard is None or standard >= Grain.DAY
    shown = move(column("p", "earlier"), lag.shift, back=False, keep_date=is_date)
    calendars = CalendarJoins()
    names = inner.names()
    trees = [
        (
            alias,
            context.key_from_period(key, shown, grain, calendars)
            if key.is_metric_time
            else column(alias, "earlier"),
        )
        for alias, key in keys
    ]
    select = exp.Select(
        expressions=[*(named(t, a) for a, t in trees), *(column(n, "earlier") for n in names)]
    )
    select = select.from_(inner.select.subquery("earlier", copy=False), copy=False)
    timed, _ = split_time(context, scan.leaf)
    conditions = [spine_condition(context, c, shown.copy(), grain, calendars) for c in timed]
    last = context.bounds(scan.leaf).last
    if last is not None:
        conditions.append(
            exp.LTE(this=shown.copy(), expression=date_literal(last if is_date else as_moment(last)))
        )
    return Built(
        select=where_all(calendars.join_to(select, context.catalog), conditions),
        of_leaf=inner.of_leaf,
        open_of=inner.open_of,
    )
