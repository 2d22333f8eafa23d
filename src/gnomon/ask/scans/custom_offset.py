"""Offsets in periods of a calendar: each day looks at the same day of an earlier custom period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, calendar_of
from gnomon.ask.scans.periods import spine_condition
from gnomon.ask.scans.plain import where_all
from gnomon.ask.trees import column, data_type, named
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Frame
    from gnomon.define.project import Calendar

__all__ = ["custom_spine", "is_custom_offset"]


def is_custom_offset(frame: Frame) -> bool:
    """Whether a frame moves by periods of a calendar."""
    return any(a.back is not None and a.back.standard is None for a in frame.anchors)


def custom_spine(
    context: Context, frame: Frame, keys: Sequence[tuple[str, Key]], timed: Sequence[exp.Expr]
) -> exp.Select:
    """Build one row a day: ``origin`` (the day looked at), ``s`` (the day it is shown at) and the time keys.

    The k-th day of a period is shown at the k-th day of the period that lies the offset later; where that one is
    shorter, the day is shown at no day and stays under a null period.

    Raises
    ------
    QuestionError
        If the frame does anything else as well.
    """
    if len(frame.anchors) != 1 or frame.is_cumulative or frame.anchors[0].back is None:
        raise QuestionError(f"An offset in custom periods cannot be combined: {frame}.", code="ASK-233")
    window = frame.anchors[0].back
    calendar = calendar_of(context.model, window.grain)
    if calendar.grain is not Grain.DAY:
        raise QuestionError(f"An offset of {window} needs a calendar with one row a day.", code="ASK-233")
    mapped = _map_days(context, calendar, window.grain, window.count)
    calendars = CalendarJoins()
    day = column("s", "mapped")
    words = {key.word for _, key in keys if key.is_metric_time}
    if words == {window.grain}:
        times = [(alias, column("label", "mapped")) for alias, key in keys if key.is_metric_time]
    else:
        times = [
            (alias, context.key_from_period(key, day, Grain.DAY.value, calendars))
            for alias, key in keys
            if key.is_metric_time
        ]
    columns = [day, column("origin", "mapped"), *(named(tree, alias) for alias, tree in times)]
    select = exp.Select(expressions=columns).from_(mapped.subquery("mapped", copy=False), copy=False)
    conditions = context.window.holds(day, is_date=True)
    conditions += [spine_condition(context, c, day.copy(), Grain.DAY.value, calendars) for c in timed]
    return where_all(calendars.join_to(select, context.catalog), conditions)


def _map_days(context: Context, calendar: Calendar, grain: str, count: int) -> exp.Select:
    day = exp.Cast(this=column(calendar.column, "cal"), to=data_type("DATE"))
    label = column(calendar.grains[grain], "cal")
    days = exp.Select(expressions=[named(day, "d"), named(label, "p")]).distinct(copy=False)
    days = days.from_(context.catalog.relation(calendar.relation, "cal"), copy=False)
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=[column("p", "days")],
        order=exp.Order(expressions=[exp.Ordered(this=column("d", "days"))]),
    )
    numbered = exp.Select(expressions=[column("d", "days"), column("p", "days"), named(place, "k")])
    numbered = numbered.from_(days.subquery("days", copy=False), copy=False)
    later = _later_periods(days, count)
    first, last, k = column("first", "later"), column("last", "later"), column("k", "numbered")
    step = exp.Paren(this=exp.Sub(this=k, expression=exp.Literal.number(1)))
    target = exp.Cast(
        this=exp.Add(this=first, expression=exp.Cast(this=step, to=data_type("INT"))),
        to=data_type("DATE"),
    )
    inside = exp.Case(ifs=[exp.If(this=exp.LTE(this=target, expression=last), true=target.copy())])
    select = exp.Select(
        expressions=[
            named(column("d", "numbered"), "origin"),
            named(inside, "s"),
            named(column("label", "later"), "label"),
        ]
    ).from_(numbered.subquery("numbered", copy=False), copy=False)
    on = exp.EQ(this=column("p", "numbered"), expression=column("p", "later"))
    return select.join(later.subquery("later", copy=False), on=on, join_type="left", copy=False)


def _later_periods(days: exp.Select, count: int) -> exp.Select:
    """For each custom period, the first and last day and the label of the one ``count`` periods later."""
    edges = exp.Select(
        expressions=[
            column("p", "days"),
            named(exp.Min(this=column("d", "days")), "first"),
            named(exp.Max(this=column("d", "days")), "last"),
        ]
    ).from_(days.copy().subquery("days", copy=False), copy=False)
    edges = edges.group_by(column("p", "days"), copy=False)

    def lead(name: str) -> exp.Expr:
        call = exp.Lead(this=column(name, "edges"), offset=exp.Literal.number(count))
        return exp.Window(
            this=call, order=exp.Order(expressions=[exp.Ordered(this=column("first", "edges"))])
        )

    return exp.Select(
        expressions=[
            column("p", "edges"),
            named(lead("first"), "first"),
            named(lead("last"), "last"),
            named(lead("p"), "label"),
        ]
    ).from_(edges.subquery("edges", copy=False), copy=False)
