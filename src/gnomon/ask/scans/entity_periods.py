"""What scans share that reduce rows to entities in periods of one fixed grain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.complete import speaking_period
from gnomon.ask.context import Stretch
from gnomon.ask.moments import next_start
from gnomon.ask.trees import column, named
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.calendars import CalendarJoins
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.rows import Rows

__all__ = ["entity_key", "known_rows", "period_keys", "refuse_pace", "shown_stretch"]


def entity_key(rows: Rows, entity: str) -> exp.Expr:
    """Build the key of an entity of the source, or of one that a join leads to."""
    own = rows.source.entity(entity)
    if own is not None:
        return rows.own(own.expr)
    return rows.value(tuple(part for part in entity.replace("__", ".").split(".") if part))


def known_rows(*trees: exp.Expr) -> list[exp.Expr]:
    """Build the conditions that some values are there: without an entity or a time nothing can be told."""
    return [exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null())) for tree in trees]


def refuse_pace(context: Context, pace: Grain, word: str) -> None:
    """Refuse time keys that are not periods of the one grain, or lie across them.

    Raises
    ------
    QuestionError
        With the grain to ask by.
    """
    times = [key for key in context.keys if key.is_metric_time]
    if times and (context.finest != pace.value or not context.is_nested):
        asked = ", ".join(key.word or "" for key in times)
        raise QuestionError(
            f"This {word} is told by {pace.value}; it has no value by {asked}. Ask with grain={pace.value!r}.",
            code="ASK-237",
            where="grain",
        )


def shown_stretch(context: Context, leaf: Leaf, pace: Grain, window: Stretch) -> Stretch:
    """Periods that are shown: those of the window, or without a time key one whole period that speaks for all."""
    if context.finest is not None:
        return window
    start = speaking_period(context, [leaf], pace, window)
    return Stretch(start=start, end=next_start(start, pace))


def period_keys(
    context: Context,
    keys: Sequence[tuple[str, Key]],
    pace: Grain,
    table: str,
    period: str,
    calendars: CalendarJoins,
) -> list[exp.Expr]:
    """Build the key columns from the period column of a table, and its slices."""
    at = column(period, table)
    return [
        named(context.key_from_period(key, at, pace.value, calendars), alias)
        if key.is_metric_time
        else column(alias, table)
        for alias, key in keys
    ]
