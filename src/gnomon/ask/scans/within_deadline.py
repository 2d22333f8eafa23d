"""Scan of deadlines: of the cases that are due, those closed by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.aggregates import filtered
from gnomon.ask.complete import moment_known
from gnomon.ask.localtime import as_date
from gnomon.ask.scans.cases import as_ticks, length_between, passed, tell_backward
from gnomon.ask.scans.plain import Built, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import divide, named
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.localtime import LocalTime
    from gnomon.ask.scans.plain import Numbered

__all__ = ["DeadlineRule", "deadline_scan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """Cases that are due, and whether they were closed by then."""

    word: ClassVar[str] = "share within a deadline"
    opened: str
    closed: str

    @property
    def matures(self) -> None:
        """A case is judged at the moment it is due."""
        return

    @property
    def seen_by(self) -> tuple[str, ...]:
        """Times whose latest row tells how far the cases are known."""
        return (self.opened, self.closed)

    def __str__(self) -> str:
        return f"closed by the due moment: {self.opened} to {self.closed}"


def deadline_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Count cases by the period in which they are due; without those not yet due or closed before opened."""
    (number, leaf), *more = leaves
    rule = leaf.rule
    if not isinstance(rule, DeadlineRule) or more:
        raise InternalError("A scan of deadlines holds one share.")
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    due = rows.metric_time()
    closed = rows.time_of(rule.closed)
    every = exp.Count(this=exp.Star())
    in_time = filtered(every, _is_in_time(closed, due))
    outputs = [(alias, rows.value(key.path)) for alias, key in keys]
    outputs += [(f"v{number}", divide(in_time, every.copy())), (f"n{number}", every.copy())]
    conditions = [*in_window(rows, window), *read_leaf(rows, number, leaf).conditions]
    conditions.append(passed(due, moment_known(context, [leaf])))
    if leaf.after is not None or rule.opened != leaf.time:
        tell_backward(context, leaf, rule.opened, rule.closed)
        conditions.append(_is_forward(rows.time_of(rule.opened), closed))
    select = rows.read(exp.Select(expressions=[named(tree, name) for name, tree in outputs]))
    select = group_by_first(where_all(select, conditions), len(keys))
    return Built(select=select, of_leaf={number: (f"v{number}", f"n{number}")})


def _is_in_time(closed: LocalTime, due: LocalTime) -> exp.Expr:
    """Whether a case is closed no later than due; where one of both is a day, on the due day at the latest."""
    if closed.is_date or due.is_date:
        return exp.LTE(this=as_date(closed.tree), expression=as_date(due.tree.copy()))
    return exp.LTE(this=as_ticks(closed, due), expression=as_ticks(due, closed))


def _is_forward(opened: LocalTime, closed: LocalTime) -> exp.Expr:
    """Whether a case is open, or closed no earlier than it opened."""
    length = exp.Coalesce(this=length_between(opened, closed), expressions=[exp.Literal.number(0)])
    return exp.GTE(this=length, expression=exp.Literal.number(0))
