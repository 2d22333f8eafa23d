"""Cases that open and close: which moments have passed, and how far two of them lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.localtime import as_date
from gnomon.ask.scans.rows import Rows
from gnomon.ask.scans.ticks import DAY, ticks_of
from gnomon.ask.trees import data_type, date_literal, named

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.localtime import LocalTime

__all__ = ["as_ticks", "days_between", "length_between", "passed", "tell_backward"]


def passed(local: LocalTime, known: datetime | None) -> exp.Expr:
    """Build the condition that a moment has passed, a day as a whole, when all before ``known`` is known."""
    if known is None:
        return exp.false()
    edge = known.date() if local.is_date else known
    return exp.LT(this=local.tree.copy(), expression=date_literal(edge))


def as_ticks(local: LocalTime, other: LocalTime) -> exp.Expr:
    """Build a moment that can be compared with another: both as instants, or both on the wall clock."""
    return ticks_of(local, is_instant=local.instant is not None and other.instant is not None)


def length_between(start: LocalTime, end: LocalTime) -> exp.Expr:
    """Microseconds from start to end; whole days where one of both is a day."""
    if start.is_date or end.is_date:
        return days_between(as_date(end.tree.copy()), as_date(start.tree.copy()))
    return exp.Sub(this=as_ticks(end, start), expression=as_ticks(start, end))


def days_between(later: exp.Expr, earlier: exp.Expr) -> exp.Expr:
    """Whole days from one day to another, in microseconds."""
    days = exp.DateDiff(this=later, expression=earlier, unit=exp.var("DAY"))
    return exp.Mul(this=exp.Cast(this=days, to=data_type("BIGINT")), expression=exp.Literal.number(DAY))


def tell_backward(context: Context, leaf: Leaf, start: str, end: str) -> None:
    """Note cases that end before they start: they are left out."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    length = length_between(rows.time_of(start), rows.time_of(end))
    look = rows.read(exp.Select(expressions=[named(exp.Count(this=exp.Star()), "rows")]))
    look = look.where(exp.LT(this=length, expression=exp.Literal.number(0)), copy=False)
    found = context.catalog.look(look, context.source_of(leaf))["rows"]
    if found:
        context.tell(
            f"Rows of {leaf.source!r} whose {end} lies before their {start} are left out of the time "
            f"from one to the other: {found}."
        )
