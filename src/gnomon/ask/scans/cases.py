"""Cases that open and close: which moments have passed, and how two of them are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.scans.ticks import ticks_of
from gnomon.ask.trees import date_literal

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.ask.localtime import LocalTime

__all__ = ["as_ticks", "passed"]


def passed(local: LocalTime, known: datetime | None) -> exp.Expr:
    """Build the condition that a moment has passed, a day as a whole, when all before ``known`` is known."""
    if known is None:
        return exp.false()
    edge = known.date() if local.is_date else known
    return exp.LT(this=local.tree.copy(), expression=date_literal(edge))


def as_ticks(local: LocalTime, other: LocalTime) -> exp.Expr:
    """Build a moment that can be compared with another: both as instants, or both on the wall clock."""
    return ticks_of(local, is_instant=local.instant is not None and other.instant is not None)
