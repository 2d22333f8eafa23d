"""Scan of sessions: rows of one entity are cut where a gap lies between them, then sessions are summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.aggregates import aggregate, filtered
from gnomon.ask.complete import moment_known
from gnomon.ask.context import Stretch
from gnomon.ask.leaf import Leaf
from gnomon.ask.moments import shift_back
from gnomon.ask.scans.plain import Built, group_by_first, in_window, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.scans.ticks import SECOND, span_ticks, ticks_at, ticks_of
from gnomon.ask.trees import all_of, as_double, column, data_type, divide, named
from gnomon.base.errors import InternalError
from gnomon.define.expressions import render

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.scans.plain import Numbered
    from gnomon.base.time import Window
    from gnomon.define.source import Source

__all__ = ["SessionMeasure", "SessionRule", "session_scan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRule:
    """Rows of an entity that pass ``rows`` are one session while less than ``gap`` lies between them."""

    word: ClassVar[str] = "session metric"
    is_elapsed: ClassVar[bool] = True
    entity: str
    gap: Window
    rows: tuple[exp.Expr, ...]

    @property
    def matures(self) -> None:
        """Whether a session has begun is known at once; open ones are told by the scan."""
        return

    def __str__(self) -> str:
        where = f" where {' and '.join(render(c) for c in self.rows)}" if self.rows else ""
        return f"sessions by {self.entity}, {self.gap} apart{where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMeasure:
    """What is said of sessions."""

    measure: str
    summarize: str
    p: float

    @property
    def needs_end(self) -> bool:
        """Whether a session must be over before it can be told."""
        return self.measure in {"length", "rows"}

    def __str__(self) -> str:
        return f"{self.summarize} of {self.measure}" if self.needs_end else self.measure


def session_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Make sessions once for all leaves and sum them up by the keys of their first row.

    Whether a row begins a session depends on the rows of the ``gap`` before it alone, so no more is read back
    before the window; where lengths are asked, sessions are followed beyond its end.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, SessionRule):
        raise InternalError("A session scan needs its rule.")
    aliases = [alias for alias, _ in keys]
    is_long = any(_measure(each).needs_end for _, each in leaves)
    rows = _session_rows(context, leaf, rule, keys, window, is_long=is_long)
    rows = _begun(rows, rule)
    if is_long:
        rows = _followed(rows)
    is_over = _is_over(context, leaf, rule)
    calls: list[exp.Expr] = []
    open_of: dict[int, str] = {}
    for number, each in leaves:
        value, count = _told(each, is_over)
        calls += [named(value, f"v{number}"), named(count, f"n{number}")]
        if _measure(each).needs_end:
            still = filtered(exp.Count(this=exp.Star()), exp.Not(this=exp.Paren(this=is_over.copy())))
            calls.append(named(still, f"o{number}"))
            open_of[number] = f"o{number}"
    select = exp.Select(expressions=[*(column(a, "sessions") for a in aliases), *calls])
    select = select.from_(rows.subquery("sessions", copy=False), copy=False)
    select = where_all(select, [column("begins", "sessions"), column("is_asked", "sessions")])
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    return Built(select=group_by_first(select, len(aliases)), of_leaf=of_leaf, open_of=open_of)


def _measure(leaf: Leaf) -> SessionMeasure:
    if not isinstance(leaf.part, SessionMeasure):
        raise InternalError("A session metric needs a measure.")
    return leaf.part


def _session_rows(
    context: Context,
    leaf: Leaf,
    rule: SessionRule,
    keys: Sequence[tuple[str, Key]],
    window: Stretch,
    *,
    is_long: bool,
) -> exp.Select:
    """Rows that sessions are made of, with the keys and conditions that hold for a session which begins there."""
    source = context.source_of(leaf)
    rows = Rows(context, source, context.time_of(leaf))
    is_instant = context.is_zoned(leaf)
    columns = [(alias, rows.value(key.path)) for alias, key in keys]
    columns.append(("who", rows.value(_dotted(rule.entity))))
    columns.append(("happened", ticks_of(rows.metric_time(), is_instant=is_instant)))
    columns += [(f"tie{i}", tree) for i, tree in enumerate(_tie_breaks(rows, source))]
    asked = all_of(*in_window(rows, window), *(rows.condition(c) for c in leaf.filters))
    columns.append(("is_asked", exp.Coalesce(this=asked, expressions=[exp.false()])))
    present = [
        exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null()))
        for name, tree in columns
        if name in {"who", "happened"}
    ]
    # Clocks may be put forward or back between a row and the one before it.
    spare = timedelta(days=1 if is_instant else 0)
    start = None if window.start is None else shift_back(window.start, rule.gap) - spare
    read = in_window(rows, Stretch(start=start, end=None if is_long else window.end))
    conditions = [*read, *present, *(rows.condition(c) for c in rule.rows)]
    select = rows.read(exp.Select(expressions=[named(tree, alias) for alias, tree in columns]))
    return where_all(select, conditions)


def _tie_breaks(rows: Rows, source: Source) -> list[exp.Expr]:
    """Order of rows of one moment, the same whatever is asked: by the key, else by all that can be asked of a row."""
    if source.primary_key:
        return [column(name, rows.alias) for name in source.primary_key]
    single = [rows.own(e.expr) for e in source.entities if e.kind.is_single]
    if single:
        return single[:1]
    return [
        *(rows.own(e.expr) for e in source.entities),
        *(rows.own(d.expr) for d in source.dimensions if not d.is_time),
    ]


def _order(rows: exp.Select, table: str) -> exp.Order:
    """By moment, then ties; the keys come last, for joined names that ties do not settle."""
    names = [e.alias for e in rows.expressions]
    ties = [n for n in names if n.startswith("tie")]
    rest = [n for n in names if n not in {"who", "happened", *ties}]
    return exp.Order(
        expressions=[exp.Ordered(this=column(n, table), nulls_first=True) for n in ("happened", *ties, *rest)]
    )


def _begun(rows: exp.Select, rule: SessionRule) -> exp.Select:
    """Tell which rows begin a session."""
    order = _order(rows, "row_of")
    before = exp.Window(
        this=exp.Lag(this=column("happened", "row_of")), partition_by=[column("who", "row_of")], order=order
    )
    marked = exp.Select(expressions=[_star("row_of"), named(before, "before")])
    marked = marked.from_(rows.subquery("row_of", copy=False), copy=False)
    apart = exp.Sub(this=column("happened", "marked"), expression=column("before", "marked"))
    is_far = exp.GTE(this=apart, expression=exp.Literal.number(span_ticks(rule.gap)))
    begins = exp.Coalesce(this=is_far, expressions=[exp.true()])
    # Ties are settled by the same order again where sessions are numbered.
    place = exp.Window(
        this=exp.RowNumber(), partition_by=[column("who", "row_of")], order=_order(rows, "row_of")
    )
    marked = marked.select(named(place, "place"), copy=False)
    select = exp.Select(expressions=[_star("marked"), named(begins, "begins")])
    return select.from_(marked.subquery("marked", copy=False), copy=False)


def _followed(rows: exp.Select) -> exp.Select:
    """Tell for each row the last moment of its session and how many rows it has."""
    number = exp.Window(
        this=exp.Sum(this=exp.Cast(this=column("begins", "begun"), to=data_type("BIGINT"))),
        partition_by=[column("who", "begun")],
        order=exp.Order(expressions=[exp.Ordered(this=column("place", "begun"), nulls_first=True)]),
        spec=exp.WindowSpec(
            kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW", end_side=None
        ),
    )
    numbered = exp.Select(expressions=[_star("begun"), named(number, "session")])
    numbered = numbered.from_(rows.subquery("begun", copy=False), copy=False)
    same = [column("who", "numbered"), column("session", "numbered")]
    last = exp.Window(this=exp.Max(this=column("happened", "numbered")), partition_by=same)
    count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[part.copy() for part in same])
    select = exp.Select(expressions=[_star("numbered"), named(last, "last"), named(count, "row_count")])
    return select.from_(numbered.subquery("numbered", copy=False), copy=False)


def _is_over(context: Context, leaf: Leaf, rule: SessionRule) -> exp.Expr:
    """Build the condition that the gap after a session's last row has passed at the moment known."""
    known = moment_known(context, [leaf])
    if known is None:
        return exp.false()
    zone = context.model.settings.timezone if context.is_zoned(leaf) else None
    latest = ticks_at(known, zone) - span_ticks(rule.gap)
    return exp.LTE(this=column("last", "sessions"), expression=exp.Literal.number(latest))


def _told(leaf: Leaf, is_over: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Build what a leaf tells of sessions, and of how many (of entities, where it is told for each)."""
    part = _measure(leaf)
    every = exp.Count(this=exp.Star())
    if part.measure == "count":
        return every, every.copy()
    if part.measure == "per_entity":
        people = exp.Count(this=exp.Distinct(expressions=[column("who", "sessions")]))
        return divide(every, people), people.copy()
    value: exp.Expr = column("row_count", "sessions")
    if part.measure == "length":
        ticks = exp.Paren(
            this=exp.Sub(this=column("last", "sessions"), expression=column("happened", "sessions"))
        )
        value = exp.Div(this=as_double(ticks), expression=exp.Literal.number(SECOND), typed=False)
    inner = Leaf(source=leaf.source, agg=part.summarize, expr=None, time=leaf.time, p=part.p)
    return aggregate(inner, value, is_over), filtered(every, is_over)


def _star(table: str) -> exp.Column:
    return exp.Column(this=exp.Star(), table=exp.to_identifier(table))


def _dotted(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("__", ".").split(".") if part)
