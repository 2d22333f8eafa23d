"""Times that no column holds: a time of the source, moved on by a length such as a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.localtime import LocalTime, at_zone, move
from gnomon.define.source import Dimension

if TYPE_CHECKING:
    from gnomon.base.time import Window

__all__ = ["LaterTime", "later", "later_time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTime(Dimension):
    """A time dimension that lies ``after`` another; its name is one that nobody can ask for.

    Attributes
    ----------
    base : Dimension
        The one that the source holds.
    after : Window
        How much later; calendar lengths keep the time of day.
    """

    base: Dimension
    after: Window


def later_time(base: Dimension, after: Window) -> LaterTime:
    """Build the time that lies after another."""
    return LaterTime(
        name=f"{base.name} + {after}",
        expr=base.expr,
        grain=base.grain,
        location=base.location,
        base=base,
        after=after,
    )


def later(local: LocalTime, after: Window, *, reporting: str) -> LocalTime:
    """Move a moment on: days and longer on the wall clock, past a month's end to its last day; hours as they elapse."""
    is_elapsed = after.standard is not None and after.standard.is_subdaily
    if is_elapsed and local.instant is not None:
        instant = _moved(local.instant, after)
        return LocalTime(tree=at_zone(instant, reporting), instant=instant.copy())
    tree = _moved(local.tree, after, keep_date=local.is_date)
    instant = None if local.instant is None else at_zone(tree.copy(), reporting)
    return LocalTime(tree=tree, instant=instant, is_date=local.is_date)


def _moved(tree: exp.Expr, after: Window, *, keep_date: bool = False) -> exp.Expr:
    return exp.Paren(this=move(exp.Paren(this=tree.copy()), after, back=False, keep_date=keep_date))
