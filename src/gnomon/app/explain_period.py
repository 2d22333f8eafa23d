"""The days of an explanation: the period in question, and those that it is held against."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from gnomon.base.errors import QuestionError, nearest_hint
from gnomon.records.investigation import Period

__all__ = ["BASELINES", "Baseline", "Subject", "place_baseline", "read_period"]

BASELINES: Final = ("expected", "previous", "last_week", "last_year")
Name = Literal["expected", "previous", "last_week", "last_year", "window"]
_WEEKS: Final = 4
_YEAR: Final = timedelta(days=364)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a period is held against.

    Attributes
    ----------
    name : str
        ``"window"`` for days given by their dates.
    windows : tuple of Period
        Their mean is the baseline; nearest first.
    """

    name: Name
    windows: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is looked into.

    Attributes
    ----------
    name : str
        Metric.
    expected : float or None
        The baseline's value, where the caller knows it.
    """

    name: str
    period: Period
    baseline: Baseline
    expected: float | None = None


def read_period(text: str | date | tuple[date, date]) -> Period:
    """Read a day, a range of days, an ISO week or a month.

    Raises
    ------
    QuestionError
        ASK-330 when it is none of these.

    Examples
    --------
    >>> str(read_period("2026-W05")), str(read_period("2026-02")), str(read_period("2026-01-03..2026-01-04"))
    ('2026-01-26 to 2026-02-01', '2026-02-01 to 2026-02-28', '2026-01-03 to 2026-01-04')
    """
    if isinstance(text, tuple):
        return _ordered(*text)
    if isinstance(text, datetime):
        return Period(start=text.date(), end=text.date())
    if isinstance(text, date):
        return Period(start=text, end=text)
    first, dots, last = text.partition("..")
    try:
        ends = (_day(first), _day(last)) if dots else _named(text.strip())
    except ValueError:
        raise QuestionError(
            f"{text!r} is no period. Write a day (2026-01-20), days (2026-01-20..2026-01-26), a week (2026-W04) or a "
            "month (2026-01).",
            code="ASK-330",
            where="period",
        ) from None
    return _ordered(*ends)


def _ordered(start: date, end: date) -> Period:
    if end < start:
        raise QuestionError(
            f"A period from {start} to {end} has no days; write the earlier first.",
            code="ASK-331",
            where="period",
        )
    return Period(start=start, end=end)


def _day(text: str) -> date:
    return date.fromisoformat(text.strip())


def _named(text: str) -> tuple[date, date]:
    if re.fullmatch(r"\d{4}-W\d{2}", text):
        start = date.fromisoformat(f"{text}-1")
        return start, start + timedelta(days=6)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        start = date.fromisoformat(f"{text}-01")
        days = calendar.monthrange(start.year, start.month)[1]
        return start, start.replace(day=days)
    day = _day(text)
    return day, day


def place_baseline(name: str, period: Period) -> Baseline:
    """Find the days that a period is held against.

    Parameters
    ----------
    name : str
        One of `BASELINES`, or days written ``A..B``.

    Raises
    ------
    QuestionError
        ASK-332 when it is neither, or overlaps the period.

    Examples
    --------
    >>> day = Period(start=date(2026, 1, 20), end=date(2026, 1, 20))
    >>> [str(w) for w in place_baseline("previous", day).windows]
    ['2026-01-19']
    >>> [str(w) for w in place_baseline("expected", day).windows]
    ['2026-01-13', '2026-01-06', '2025-12-30', '2025-12-23']
    """
    if ".." in name:
        window = read_period(name)
        if window.end >= period.start and window.start <= period.end:
            raise QuestionError(
                f"The baseline {window} and the period {period} share days.", code="ASK-332", where="baseline"
            )
        return Baseline(name="window", windows=(window,))
    days = (period.end - period.start).days + 1
    match name.replace("-", "_"):
        case "previous":
            return Baseline(name="previous", windows=(_moved(period, timedelta(days=days)),))
        case "last_week":
            return Baseline(name="last_week", windows=(_moved(period, timedelta(days=7 * -(-days // 7))),))
        case "last_year":
            return Baseline(name="last_year", windows=(_moved(period, _YEAR),))
        case "expected":
            step = timedelta(days=7 * -(-days // 7))
            windows = tuple(_moved(period, step * (1 + w)) for w in range(_WEEKS))
            return Baseline(name="expected", windows=windows)
        case _:
            hint = nearest_hint(name, BASELINES, otherwise=f"Use {', '.join(BASELINES)} or days A..B.")
            raise QuestionError(f"Unknown baseline {name!r}. {hint}", code="ASK-333", where="baseline")


def _moved(period: Period, back: timedelta) -> Period:
    return Period(start=period.start - back, end=period.end - back)
