"""Periods and comparisons in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

__all__ = [
    "compared_period",
    "name_comparison",
    "name_moment",
    "name_period",
    "name_period_short",
    "place_period",
]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_STEPS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
_LONG_AGO = {"last_week": 7, "last_4_weeks": 28, "last_year": 364}


def name_period_short(period: date, grain: str) -> str:
    """Name a period without its year where a reader can do without.

    Examples
    --------
    >>> name_period_short(datetime(2022, 5, 8), "day"), name_period_short(datetime(2022, 4, 1), "quarter")
    ('Sun 8 May', 'Q2 2022')
    """
    day = f"{_DAYS[period.weekday()]} {period.day} {_MONTHS[period.month - 1]}"
    names = {
        "year": f"{period.year}",
        "quarter": f"Q{(period.month - 1) // 3 + 1} {period.year}",
        "month": f"{_MONTHS[period.month - 1]} {period.year}",
        "week": f"week of {day}",
        "day": day,
        "hour": f"{period:%H:%M} on {day}",
        "minute": f"{period:%H:%M} on {day}",
        "second": f"{period:%H:%M:%S} on {day}",
        "millisecond": f"{period:%H:%M:%S} on {day}",
    }
    return names.get(grain, f"{grain.replace('_', ' ')} from {day}")


def name_period(period: date, grain: str) -> str:
    """Name a period in full.

    Examples
    --------
    >>> name_period(datetime(2022, 5, 8), "day"), name_period(datetime(2022, 5, 1), "month")
    ('Sun 8 May 2022', 'May 2022')
    """
    short = name_period_short(period, grain)
    return short if grain in _MONTHS_IN else f"{short} {period.year}"


def place_period(period: date, grain: str) -> str:
    """Say when, as a sentence needs it.

    Examples
    --------
    >>> place_period(datetime(2022, 5, 2), "week"), place_period(datetime(2022, 5, 8, 14), "hour")
    ('in the week of Mon 2 May 2022', 'at 14:00 on Sun 8 May 2022')
    """
    name = name_period(period, grain)
    if grain in _MONTHS_IN:
        return f"in {name}"
    if grain == "day":
        return f"on {name}"
    return f"at {name}" if grain in {"hour", "minute", "second", "millisecond"} else f"in the {name}"


def name_comparison(comparison: str, grain: str) -> str:
    """Name what a value is held against.

    Examples
    --------
    >>> name_comparison("last_week", "day"), name_comparison("previous", "month")
    ('same weekday last week', 'month before')
    """
    is_day = grain == "day"
    names = {
        "previous": f"{grain.replace('_', ' ')} before",
        "last_week": "same weekday last week" if is_day else "week before",
        "last_4_weeks": "same weekday 4 weeks before" if is_day else "4 weeks before",
        "last_year": "same weekday last year" if is_day else "year before",
        "window": "compared window",
    }
    return names.get(comparison, comparison.replace("_", " "))


def compared_period(period: datetime, comparison: str, grain: str) -> datetime | None:
    """Find the start of the period that one is held against; None where no rule gives it.

    Examples
    --------
    >>> compared_period(datetime(2022, 5, 8), "last_week", "day")
    datetime.datetime(2022, 5, 1, 0, 0)
    >>> compared_period(datetime(2022, 1, 1), "previous", "quarter")
    datetime.datetime(2021, 10, 1, 0, 0)
    """
    if comparison == "last_year" and grain in _MONTHS_IN:
        return _months_before(period, 12)
    if comparison == "previous" and grain in _MONTHS_IN:
        return _months_before(period, _MONTHS_IN[grain])
    if comparison == "previous":
        step = _STEPS.get(grain)
        return None if step is None else period - step
    days = _LONG_AGO.get(comparison)
    return None if days is None or grain not in _STEPS else period - timedelta(days=days)


def name_moment(moment: datetime) -> str:
    """Name the last day that lies wholly before a moment at midnight, or the moment itself.

    Examples
    --------
    >>> name_moment(datetime(2022, 5, 9)), name_moment(datetime(2022, 5, 9, 14, 30))
    ('Sun 8 May 2022', 'Mon 9 May 2022, 14:30')
    """
    is_midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    if is_midnight:
        return name_period(moment - timedelta(days=1), "day")
    return f"{name_period(moment, 'day')}, {moment:%H:%M}"


def _months_before(period: datetime, months: int) -> datetime:
    index = period.year * 12 + period.month - 1 - months
    return period.replace(year=index // 12, month=index % 12 + 1)
