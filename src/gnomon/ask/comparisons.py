"""Comparisons: how far back the earlier window lies, and where it must stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.ask.calendars import standard_grain
from gnomon.ask.leaf import Formula, Lag
from gnomon.ask.moments import as_moment, shift_back
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.ask.context import Stretch
    from gnomon.ask.leaf import Leaf
    from gnomon.records.question import Comparison

__all__ = ["lag_of", "lagged"]

_DAYS = {"last_week": 7, "last_4_weeks": 28, "last_year": 364}


def lag_of(comparison: Comparison, *, finest: str | None, window: Stretch) -> Lag:
    """Work out the shift of a comparison at the question's grain.

    Raises
    ------
    QuestionError
        If the comparison does not fit the grain.
    """
    grain = standard_grain(finest)
    if finest is not None and grain is None:
        raise QuestionError(f"Comparisons need a standard grain; {finest} is a custom one.", code="ASK-240")
    if comparison.name == "window":
        return _explicit(comparison, grain, window)
    if comparison.name == "previous":
        return Lag(shift=_length(window) if grain is None else Window(count=1, grain=grain.value))
    if grain is None or grain <= Grain.DAY:
        return Lag(shift=Window(count=_DAYS[comparison.name], grain="day"))
    if grain is Grain.WEEK:
        return Lag(shift=Window(count=_DAYS[comparison.name] // 7, grain="week"))
    if comparison.name == "last_year":
        return Lag(shift=Window(count=12, grain="month"))
    raise QuestionError(
        f"{comparison.name!r} compares the same weekday; by {grain.value} use 'previous' or 'last_year'.",
        code="ASK-240",
    )


def _length(window: Stretch) -> Window:
    if window.start is None or window.end is None:
        raise QuestionError(
            "Comparing a total with the previous one needs a start and an end (or a grain).", code="ASK-241"
        )
    return Window(count=max((window.end - window.start).days, 1), grain="day")


def _explicit(comparison: Comparison, grain: Grain | None, window: Stretch) -> Lag:
    start, end = comparison.start, comparison.end
    if start is None or end is None or window.start is None:
        raise QuestionError(
            "An explicit comparison needs its own start and end, and the question a start.", code="ASK-241"
        )
    first, stop = as_moment(start), as_moment(end)
    if not isinstance(end, datetime):
        stop += timedelta(days=1)
    days = (window.start - first).days
    if grain is not None and grain > Grain.WEEK:
        raise QuestionError("An explicit comparison window needs a grain of a week or finer.", code="ASK-240")
    if grain is Grain.WEEK and days % 7:
        raise QuestionError("By week, the compared window must lie whole weeks earlier.", code="ASK-240")
    return Lag(shift=Window(count=days, grain="day"), start=first, end=stop)


def lagged(formula: Formula, lag: Lag, *, effective: Callable[[Leaf], datetime | None]) -> Formula:
    """Copy a formula so that its leaves look at the earlier window, cut where the running period stands now."""

    def move(leaf: Leaf) -> Leaf:
        now = effective(leaf)
        cut = None if now is None or lag.start is not None else shift_back(now, lag.shift)
        return replace(leaf, lag=replace(lag, cut=cut))

    return replace(formula, leaves=tuple(move(leaf) for leaf in formula.leaves))
