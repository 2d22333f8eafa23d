"""Which periods a report may be of, and by when it is to be published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gnomon.base.errors import InputError

__all__ = ["dsa_publish_by", "read_dsa_period", "read_year", "refuse_unfinished"]

_HALVES = (((1, 1), (6, 30)), ((7, 1), (12, 31)), ((1, 1), (12, 31)))
_FIRST_YEAR, _LAST_YEAR = 2018, 9998


def read_dsa_period(start: date, end: date) -> tuple[date, date]:
    """Check that two days are the first and last of a half-year or a calendar year.

    Raises
    ------
    InputError
        If they are not; the text names the nearest.

    Examples
    --------
    >>> read_dsa_period(date(2026, 1, 1), date(2026, 6, 30))[1].isoformat()
    '2026-06-30'
    """
    ends = ((start.month, start.day), (end.month, end.day))
    if start.year != end.year or ends not in _HALVES:
        year = start.year
        raise InputError(
            f"{start} to {end} is no reporting period. Take a half-year ({year}-01-01 to {year}-06-30, "
            f"{year}-07-01 to {year}-12-31) or a calendar year ({year}-01-01 to {year}-12-31).",
            code="INP-030",
        )
    return start, end


def read_year(year: int) -> tuple[date, date]:
    """Give the first and last day of a calendar year.

    Raises
    ------
    InputError
        If there were no such requests in that year.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError(f"{year} is no year of a report. Give a year such as 2026.", code="INP-030")
    return date(year, 1, 1), date(year, 12, 31)


def dsa_publish_by(end: date) -> date:
    """Give the last day of the second month after a period.

    Examples
    --------
    >>> dsa_publish_by(date(2026, 12, 31)).isoformat()
    '2027-02-28'
    """
    month = end.month + 3
    year, month = end.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) - timedelta(days=1)


def refuse_unfinished(end: date, now: datetime, zone: str) -> None:
    """Refuse a period whose last day is not over.

    Raises
    ------
    InputError
        If it is still running, or yet to come.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    if end >= today:
        raise InputError(
            f"The period ends on {end} and today is {today}: what is not over cannot be reported. "
            f"Ask again from {end + timedelta(days=1)} on.",
            code="INP-031",
        )
