"""Comparisons: how far back the earlier window lies, and where it must stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.ask.calendars import standard_grain
from gnomon.ask.context import Stretch
from gnomon.ask.leaf import Formula, Lag
from gnomon.ask.moments import as_moment, next_start, shift_back, start_of
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.ask.leaf import Leaf
    from gnomon.records.question import Comparison

__all__ = ["earlier_window", "lag_of", "lagged"]

_DAYS = {"last_week": 7, "last_4_weeks": 28, "last_year": 364}


def lag_of(comparison: Comparison, *, finest: str | None, window: Stretch, week_start: int = 1) -> Lag:
    """Work out the shift of a comparison at the question's grain.

    Parameters
    ----------
    week_start : int
        ISO weekday on which a week starts, 1 to 7.

    Raises
    ------
    QuestionError
        If the comparison does not fit the grain.
    """
    grain = standard_grain(finest)
    if finest is not None and grain is None:
        raise QuestionError(f"Comparisons need a standard grain; {finest} is a custom one.", code="ASK-240")
    if comparison.name == "window":
        return _explicit(comparison, grain, window, week_start)
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


def _explicit(comparison: Comparison, grain: Grain | None, window: Stretch, week_start: int) -> Lag:
    """Compare the first period with the first one of another window, the second with the second, and so on."""
    start, end = comparison.start, comparison.end
    if start is None or end is None or window.start is None:
        raise QuestionError(
            "An explicit comparison needs its own start and end, and the question a start.", code="ASK-241"
        )
    first, stop = as_moment(start), as_moment(end)
    if not isinstance(end, datetime):
        stop = next_start(stop, Grain.DAY)
    if grain is not None and grain >= Grain.DAY:
        first = start_of(first, grain.value, week_start)
        stop = next_start(start_of(stop - timedelta(microseconds=1), grain.value, week_start), grain)
    if stop <= first:
        raise QuestionError(f"The compared window ends ({end}) before it starts ({start}).", code="ASK-212")
    shift = _distance(first, window.start, grain)
    if grain is not None and window.end is not None:
        _refuse_uneven(grain, asked=window, other=Stretch(start=first, end=stop))
    return Lag(shift=shift, start=first, end=stop)


def _distance(first: datetime, start: datetime, grain: Grain | None) -> Window:
    """How far one window starts before another, in months where their periods are months or longer."""
    if grain is not None and grain > Grain.WEEK:
        return Window(count=_months(start) - _months(first), grain="month")
    apart = start - first
    if grain is not None and grain < Grain.DAY and apart % timedelta(days=1):
        raise QuestionError(
            f"By {grain.value}, the compared window must start at the same time of day.", code="ASK-240"
        )
    return Window(count=apart.days, grain="day")


def _months(moment: datetime) -> int:
    return moment.year * 12 + moment.month


def _refuse_uneven(grain: Grain, *, asked: Stretch, other: Stretch) -> None:
    counts = [_count(stretch, grain) for stretch in (asked, other)]
    if counts[0] != counts[1]:
        words = [f"{count} {grain.value}{'' if count == 1 else 's'}" for count in counts]
        raise QuestionError(
            f"The window asked has {words[0]}, the compared one {words[1]}: period by period they do not fit. "
            "Give both as many, or ask without a grain to compare the totals.",
            code="ASK-240",
            where="compare",
        )


def _count(stretch: Stretch, grain: Grain) -> int:
    """Count the periods of a stretch that has both ends."""
    if stretch.start is None or stretch.end is None:
        return 0
    if grain > Grain.WEEK:
        months = _months(stretch.end) - _months(stretch.start)
        return months // {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]
    length = next_start(stretch.start, grain) - stretch.start
    return -(-(stretch.end - stretch.start) // length)


def lagged(formula: Formula, lag: Lag, *, effective: Callable[[Leaf], datetime | None]) -> Formula:
    """Copy a formula so that its leaves look at the earlier window, cut where the running period stands now."""

    def move(leaf: Leaf) -> Leaf:
        now = effective(leaf)
        cut = None if now is None or lag.start is not None else shift_back(now, lag.shift)
        return replace(leaf, lag=replace(lag, cut=cut))

    return replace(formula, leaves=tuple(move(leaf) for leaf in formula.leaves))


def earlier_window(window: Stretch, lag: Lag) -> Stretch:
    """Window that a comparison of one looks at."""
    if lag.start is not None or lag.end is not None:
        return Stretch(start=lag.start, end=lag.end)
    start, end = window.start, window.end
    moved = Stretch(
        start=None if start is None else shift_back(start, lag.shift),
        end=None if end is None else shift_back(end, lag.shift),
    )
    if lag.cut is not None and (moved.end is None or lag.cut < moved.end):
        return Stretch(start=moved.start, end=lag.cut)
    return moved
