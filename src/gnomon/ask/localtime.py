"""Time in SQL: into the reporting zone, cut to a grain, moved by a window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlglot import exp

from gnomon.ask.trees import data_type
from gnomon.base.errors import InternalError
from gnomon.base.time import DatePart, Grain, Window

__all__ = [
    "LocalTime",
    "TimeType",
    "as_date",
    "as_timestamp",
    "at_zone",
    "date_part",
    "interval",
    "local_time",
    "move",
    "truncate",
]


class TimeType(Enum):
    """How a time column is stored."""

    DATE = "date"
    NAIVE = "naive"
    ZONED = "zoned"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """A moment in the reporting zone.

    Attributes
    ----------
    tree : sqlglot expression
        DATE or naive TIMESTAMP on the wall clock of the reporting zone.
    instant : sqlglot expression or None
        The same as TIMESTAMPTZ where the zone is known: grains below a day are cut on it, so that
        the hour that a clock shows twice stays two hours.
    is_date : bool
        Whether ``tree`` is a DATE.
    """

    tree: exp.Expr
    instant: exp.Expr | None = None
    is_date: bool = False


_EPOCH = {"seconds": 1_000, "milliseconds": 1, "microseconds": 0.001}
_PARTS = {
    DatePart.CALENDAR_YEAR: "year",
    DatePart.QUARTER_OF_YEAR: "quarter",
    DatePart.MONTH_OF_YEAR: "month",
    DatePart.WEEK_OF_YEAR: "week",
    DatePart.DAY_OF_MONTH: "day",
    DatePart.DAY_OF_WEEK: "isodow",
    DatePart.DAY_OF_YEAR: "doy",
    DatePart.HOUR_OF_DAY: "hour",
}


def local_time(
    raw: exp.Expr, *, kind: TimeType, zone: str | None, epoch: str | None, reporting: str
) -> LocalTime:
    """Bring a stored time into the reporting zone."""
    if kind is TimeType.DATE:
        return LocalTime(tree=raw, is_date=True)
    if kind is TimeType.EPOCH:
        raw, kind, zone = _from_epoch(raw, epoch), TimeType.NAIVE, "UTC"
    if kind is TimeType.NAIVE and zone is None:
        return LocalTime(tree=raw)
    instant = raw if kind is TimeType.ZONED else at_zone(raw, zone or reporting)
    if kind is TimeType.NAIVE and zone == reporting:
        return LocalTime(tree=raw, instant=instant)
    return LocalTime(tree=at_zone(instant.copy(), reporting), instant=instant)


def _from_epoch(raw: exp.Expr, epoch: str | None) -> exp.Expr:
    if epoch is None:
        raise InternalError("A number is no time unless its epoch unit is known.")
    factor = _EPOCH[epoch]
    micros = exp.Mul(this=exp.Paren(this=raw), expression=exp.Literal.number(int(factor * 1_000)))
    cast = exp.Cast(this=micros, to=data_type("BIGINT"))
    return exp.Anonymous(this="make_timestamp", expressions=[cast])


def at_zone(tree: exp.Expr, zone: str) -> exp.Expr:
    """Read an instant on the clock of a zone, or the clock as an instant."""
    return exp.AtTimeZone(this=tree, zone=exp.Literal.string(zone))


def truncate(local: LocalTime, grain: Grain, *, week_start: int = 1) -> LocalTime:
    """Cut to the start of the period; days and longer become DATE.

    Parameters
    ----------
    week_start : int
        ISO weekday on which a week starts, 1 to 7.
    """
    if grain.is_subdaily:
        if local.instant is not None:
            cut = _cut_instant(local.tree, local.instant, grain)
            return LocalTime(tree=cut, instant=cut.copy())
        return LocalTime(tree=_trunc(as_timestamp(local), grain))
    day = local.tree if local.is_date else as_date(local.tree)
    if grain is Grain.DAY:
        return LocalTime(tree=day, is_date=True)
    if grain is Grain.WEEK and week_start != 1:
        shift = Window(count=week_start - 1, grain="day")
        moved = move(_trunc(move(day, shift, back=True), grain), shift, back=False)
        return LocalTime(tree=moved, is_date=True)
    return LocalTime(tree=as_date(_trunc(day, grain)), is_date=True)


def _cut_instant(tree: exp.Expr, instant: exp.Expr, grain: Grain) -> exp.Expr:
    """Go back from the instant to where its hour began; cut itself, an hour shown twice becomes its second showing."""
    since = exp.Paren(this=exp.Sub(this=tree.copy(), expression=_trunc(tree, grain)))
    return exp.Sub(this=instant.copy(), expression=since)


def as_timestamp(local: LocalTime) -> exp.Expr:
    """Cast a DATE to TIMESTAMP; a timestamp stays."""
    return exp.Cast(this=local.tree, to=data_type("TIMESTAMP")) if local.is_date else local.tree


def as_date(tree: exp.Expr) -> exp.Expr:
    """Cast to DATE."""
    return exp.Cast(this=tree, to=data_type("DATE"))


def _trunc(tree: exp.Expr, grain: Grain) -> exp.Expr:
    return exp.TimestampTrunc(this=tree.copy(), unit=exp.var(grain.value.upper()))


def interval(window: Window) -> exp.Expr:
    """Build an INTERVAL literal from a window of a standard grain."""
    count, grain = window.count, window.grain
    if grain == "quarter":
        count, grain = count * 3, "month"
    return exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(grain.upper()))


def move(tree: exp.Expr, window: Window, *, back: bool, keep_date: bool = True) -> exp.Expr:
    """Move a date by a window; past a month's end it stays on the last day."""
    join = exp.Sub if back else exp.Add
    moved = join(
        this=exp.Paren(this=tree) if isinstance(tree, exp.Binary) else tree, expression=interval(window)
    )
    return as_date(moved) if keep_date else moved


def date_part(local: LocalTime, part: DatePart) -> exp.Expr:
    """Take a part of the date; ``day_of_week`` is 1 (Monday) to 7."""
    tree = as_timestamp(local) if part is DatePart.HOUR_OF_DAY else local.tree
    return exp.Cast(
        this=exp.Extract(this=exp.var(_PARTS[part].upper()), expression=tree.copy()),
        to=data_type("BIGINT"),
    )
