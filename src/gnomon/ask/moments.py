"""Calendar maths on plain moments of the reporting zone's wall clock."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta

from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain, Window

__all__ = ["as_moment", "is_whole_number", "next_start", "shift", "shift_back", "start_of"]

_FIXED = {"millisecond": 1e-3, "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SHORT: dict[str, Callable[[datetime], datetime]] = {
    "millisecond": lambda m: m.replace(microsecond=m.microsecond // 1000 * 1000),
    "second": lambda m: m.replace(microsecond=0),
    "minute": lambda m: m.replace(second=0, microsecond=0),
    "hour": lambda m: m.replace(minute=0, second=0, microsecond=0),
}
_LONG: dict[str, Callable[[datetime], datetime]] = {
    "day": lambda day: day,
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def as_moment(value: date) -> datetime:
    """Turn a date into its midnight.

    Examples
    --------
    >>> as_moment(date(2022, 4, 25))
    datetime.datetime(2022, 4, 25, 0, 0)
    """
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def shift(moment: datetime, window: Window, *, times: int = 1) -> datetime:
    """Move a moment by a window; past a month's end it stays on the last day.

    Raises
    ------
    QuestionError
        If the window is of a custom grain, or leads out of the years 1 to 9999.

    Examples
    --------
    >>> shift(datetime(2024, 1, 31), Window(count=1, grain="month"))
    datetime.datetime(2024, 2, 29, 0, 0)
    """
    if window.grain not in _FIXED and window.grain not in _MONTHS:
        raise QuestionError(f"{window} is not a standard length of time.", code="ASK-231")
    try:
        return _shifted(moment, window, window.count * times)
    except (OverflowError, ValueError):
        direction = "after" if times > 0 else "before"
        raise QuestionError(
            f"{window} {direction} {moment.isoformat(sep=' ')} is no date: the calendar holds the years 1 to 9999. "
            "Ask for a shorter window, or one farther from its ends.",
            code="ASK-244",
        ) from None


def _shifted(moment: datetime, window: Window, count: int) -> datetime:
    if window.grain in _FIXED:
        return moment + timedelta(seconds=_FIXED[window.grain] * count)
    month = moment.year * 12 + moment.month - 1 + _MONTHS[window.grain] * count
    year, month = month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def shift_back(moment: datetime, window: Window) -> datetime:
    """Move a moment back by a window."""
    return shift(moment, window, times=-1)


def start_of(moment: datetime, grain: str, week_start: int = 1) -> datetime:
    """Cut a moment to the start of its period.

    Parameters
    ----------
    week_start : int
        ISO weekday on which a week starts, 1 to 7.

    Raises
    ------
    QuestionError
        If the grain is custom.

    Examples
    --------
    >>> start_of(datetime(2024, 2, 15, 13), "quarter")
    datetime.datetime(2024, 1, 1, 0, 0)
    """
    if grain in _SHORT:
        return _SHORT[grain](moment)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == "week":
        past = (day.isoweekday() - week_start) % 7
        return shift_back(day, Window(count=past, grain="day")) if past else day
    if grain not in _LONG:
        raise QuestionError(f"The start of a {grain} needs its calendar.", code="ASK-231")
    return _LONG[grain](day)


def next_start(moment: datetime, grain: Grain) -> datetime:
    """Start of the period after one that starts at ``moment``."""
    return shift(moment, Window(count=1, grain=grain.value))


def is_whole_number(window: Window, grain: Grain) -> bool:
    """Whether a length of time is always as long as some periods of a grain of weeks or longer.

    Examples
    --------
    >>> is_whole_number(Window(count=28, grain="day"), Grain.WEEK)
    True
    >>> is_whole_number(Window(count=8, grain="week"), Grain.MONTH)
    False
    """
    lengths = {"day": 1, "week": 7} if grain is Grain.WEEK else _MONTHS
    return window.grain in lengths and window.count * lengths[window.grain] % lengths[grain.value] == 0
