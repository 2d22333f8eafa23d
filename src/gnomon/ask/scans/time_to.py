"""Scan of durations: the Kaplan-Meier curve of each group, and where it has fallen far enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

from sqlglot import exp

from gnomon.ask.aggregates import filtered
from gnomon.ask.complete import moment_known
from gnomon.ask.localtime import as_date
from gnomon.ask.scans.cases import as_ticks, days_between, length_between, passed, tell_backward
from gnomon.ask.scans.plain import Built, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.scans.ticks import DAY, SECOND, ticks_at
from gnomon.ask.trees import as_double, column, date_literal, divide, named
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.localtime import LocalTime
    from gnomon.ask.scans.plain import Numbered

__all__ = ["DurationRule", "DurationShare", "duration_scan"]

_UNITS: Final = {"seconds": SECOND, "minutes": 60 * SECOND, "hours": 3600 * SECOND, "days": DAY}
# Shares of n cases differ by 1 / n at least; rounding of sums of logarithms stays far below this.
_TIE: Final = 1e-11


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationRule:
    """Time from a start to an end of the same row; a row without an end is open."""

    word: ClassVar[str] = "time to an end"
    start: str
    end: str

    @property
    def matures(self) -> None:
        """Whether open cases may still change a value is told by the scan."""
        return

    @property
    def seen_by(self) -> tuple[str, ...]:
        """Times whose latest row tells how far the cases are known."""
        return (self.start, self.end)

    def __str__(self) -> str:
        return f"time from {self.start} to {self.end}, open cases censored"


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationShare:
    """Share of the cases that have ended, and the unit of the time until then."""

    p: float
    unit: str

    @property
    def left(self) -> exp.Expr:
        """Share that is still open then; decimal, as 1 - 0.9 is no 0.1 in floats."""
        return as_double(exp.Literal.number(str(1 - Decimal(repr(self.p)))))

    def __str__(self) -> str:
        return f"{100 * self.p:g} % in {self.unit}"


def duration_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Find the least time at which no more than a share 1 - p is still open [1]_.

    A case that is open at the moment known is at risk until then. A value is final when no case that is open
    could still end before it.

    References
    ----------
    .. [1] Kaplan & Meier (1958). Nonparametric estimation from incomplete observations. JASA 53(282).
       doi:10.1080/01621459.1958.10501452
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, DurationRule):
        raise InternalError("A scan of durations needs its rule.")
    aliases = [alias for alias, _ in keys]
    lasted = _lasted(context, leaf, rule, keys, window)
    reached = _with_reached(_curve(lasted, aliases), aliases, leaves)
    return _add_up(reached, aliases, leaves)


def _lasted(
    context: Context, leaf: Leaf, rule: DurationRule, keys: Sequence[tuple[str, Key]], window: Stretch
) -> exp.Select:
    """Count, for each group and duration, cases that ended and cases that were still open."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    known = moment_known(context, [leaf])
    start, end = rows.metric_time(), rows.time_of(rule.end)
    tell_backward(context, leaf, rule.start, rule.end)
    has_ended = exp.Coalesce(this=passed(end, known), expressions=[exp.false()])
    lasted, waited = length_between(start, end), _waited(context, start, end, known)
    duration = exp.Case(ifs=[exp.If(this=has_ended.copy(), true=lasted)], default=waited)
    outputs = [(alias, rows.value(key.path)) for alias, key in keys]
    outputs += [("duration", duration), ("has_ended", has_ended)]
    conditions = [*in_window(rows, window), *read_leaf(rows, 0, leaf).conditions]
    conditions.append(passed(start, known))
    select = rows.read(exp.Select(expressions=[named(tree, name) for name, tree in outputs]))
    select = where_all(select, conditions)
    names = [*(alias for alias, _ in keys), "duration"]
    every = exp.Count(this=exp.Star())
    ended = column("has_ended", "each_case")
    counted = exp.Select(
        expressions=[
            *(column(name, "each_case") for name in names),
            named(filtered(every, ended), "ended"),
            named(filtered(every.copy(), exp.Not(this=ended.copy())), "waiting"),
        ]
    ).from_(select.subquery("each_case", copy=False), copy=False)
    forward = exp.GTE(this=column("duration", "each_case"), expression=exp.Literal.number(0))
    return group_by_first(counted.where(forward, copy=False), len(names))


def _waited(context: Context, start: LocalTime, end: LocalTime, known: datetime | None) -> exp.Expr:
    """Microseconds from start to the moment known; where one of both is a day, to the last day known as a whole."""
    if known is None:
        return exp.Null()
    if start.is_date or end.is_date:
        last = (known - timedelta(days=1)).date()
        return days_between(date_literal(last), as_date(start.tree.copy()))
    is_instant = start.instant is not None and end.instant is not None
    zone = context.model.settings.timezone if is_instant else None
    return exp.Sub(this=exp.Literal.number(ticks_at(known, zone)), expression=as_ticks(start, end))


def _curve(lasted: exp.Select, aliases: Sequence[str]) -> exp.Select:
    """Build S(t) of each group: the share of ended cases where none was open, corrected by those that were.

    With r cases at risk at t, d that end and c still open then, S(t) is the product of (r - d) / r over all times
    up to t. The next r is r - d - c, so all factors without an open case cancel: S(t) = (r - d) / n times the product,
    over earlier times with c > 0, of (r - d) / (r - d - c). Without open cases it is one exact division.
    """
    count = exp.Add(this=column("ended", "lasted"), expression=column("waiting", "lasted"))
    at_risk = _over(exp.Sum(this=count), aliases, "lasted", is_descending=True)
    total = exp.Window(
        this=exp.Sum(this=exp.Paren(this=count.copy())), partition_by=_parts(aliases, "lasted")
    )
    risked = exp.Select(expressions=[_star("lasted"), named(at_risk, "at_risk"), named(total, "of_all")])
    risked = risked.from_(lasted.subquery("lasted", copy=False), copy=False)
    left = exp.Sub(this=column("at_risk", "risked"), expression=column("ended", "risked"))
    rest = exp.Sub(this=exp.Paren(this=left.copy()), expression=column("waiting", "risked"))
    factor = exp.Ln(this=divide(exp.Paren(this=left.copy()), exp.Paren(this=rest)))
    is_open = exp.GT(this=column("waiting", "risked"), expression=exp.Literal.number(0))
    logged = exp.Case(ifs=[exp.If(this=is_open, true=factor)])
    before = _over(exp.Sum(this=logged), aliases, "risked", is_descending=False, is_before=True)
    grown = exp.Exp(this=exp.Coalesce(this=before, expressions=[exp.Literal.number(0)]))
    share = divide(exp.Paren(this=left.copy()), column("of_all", "risked"))
    curve = exp.Select(
        expressions=[_star("risked"), named(exp.Mul(this=share, expression=grown), "still_open")]
    )
    return curve.from_(risked.subquery("risked", copy=False), copy=False)


def _with_reached(curve: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered]) -> exp.Select:
    """Add to each row the time at which its group has fallen far enough, for each leaf."""
    times: list[exp.Expr] = []
    for number, leaf in leaves:
        share = _share(leaf)
        limit = exp.Add(this=share.left, expression=exp.Literal.number(repr(_TIE)))
        is_low = exp.LTE(this=column("still_open", "curve"), expression=limit)
        ended = exp.GT(this=column("ended", "curve"), expression=exp.Literal.number(0))
        hit = exp.Case(
            ifs=[exp.If(this=exp.And(this=is_low, expression=ended), true=column("duration", "curve"))]
        )
        first = exp.Window(this=exp.Min(this=hit), partition_by=_parts(aliases, "curve"))
        times.append(named(first, f"t{number}"))
    select = exp.Select(expressions=[_star("curve"), *times])
    return select.from_(curve.subquery("curve", copy=False), copy=False)


def _add_up(reached: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered]) -> Built:
    calls: list[exp.Expr] = []
    of_leaf: dict[int, tuple[str, str]] = {}
    open_of: dict[int, str] = {}
    for number, leaf in leaves:
        time, waiting = column(f"t{number}", "reached"), column("waiting", "reached")
        unit = exp.Literal.number(_UNITS[_share(leaf).unit])
        value = exp.Div(this=as_double(exp.Min(this=time)), expression=unit, typed=False)
        count = exp.Sum(this=exp.Add(this=column("ended", "reached"), expression=waiting.copy()))
        sooner = exp.LT(this=column("duration", "reached"), expression=time.copy())
        may_change = exp.Coalesce(this=sooner, expressions=[exp.true()])
        still = exp.Sum(this=exp.Case(ifs=[exp.If(this=may_change, true=waiting.copy())]))
        none = exp.Literal.number(0)
        calls += [
            named(value, f"v{number}"),
            named(exp.Coalesce(this=count, expressions=[none]), f"n{number}"),
            named(exp.Coalesce(this=still, expressions=[none.copy()]), f"o{number}"),
        ]
        of_leaf[number], open_of[number] = (f"v{number}", f"n{number}"), f"o{number}"
    select = exp.Select(expressions=[*(column(a, "reached") for a in aliases), *calls])
    select = select.from_(reached.subquery("reached", copy=False), copy=False)
    return Built(select=group_by_first(select, len(aliases)), of_leaf=of_leaf, open_of=open_of)


def _share(leaf: Leaf) -> DurationShare:
    if not isinstance(leaf.part, DurationShare):
        raise InternalError("A time to an end needs a share.")
    return leaf.part


def _over(
    call: exp.Expr, aliases: Sequence[str], table: str, *, is_descending: bool, is_before: bool = False
) -> exp.Window:
    """Run an aggregate over the rows of a group up to this one by duration, or up to the one before it."""
    end = {"end": "1", "end_side": "PRECEDING"} if is_before else {"end": "CURRENT ROW", "end_side": None}
    return exp.Window(
        this=call,
        partition_by=_parts(aliases, table),
        order=exp.Order(expressions=[exp.Ordered(this=column("duration", table), desc=is_descending)]),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", **end),
    )


def _parts(aliases: Sequence[str], table: str) -> list[exp.Expr] | None:
    return [column(a, table) for a in aliases] or None


def _star(table: str) -> exp.Column:
    return exp.Column(this=exp.Star(), table=exp.to_identifier(table))
