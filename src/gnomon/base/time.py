"""Grains, windows and the little calendar maths that needs no engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gnomon.base.errors import InputError, nearest_hint

__all__ = ["DatePart", "Grain", "Window", "check_zone", "parse_moment", "parse_window"]


class Grain(Enum):
    """Standard calendar grains, finest first.

    Examples
    --------
    >>> Grain.DAY < Grain.MONTH, Grain.HOUR.is_subdaily
    (True, True)
    """

    MILLISECOND = "millisecond"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """Position from the finest grain (0)."""
        return list(Grain).index(self)

    @property
    def is_subdaily(self) -> bool:
        """Whether a period of this grain is shorter than a day."""
        return self.rank < Grain.DAY.rank

    def __lt__(self, other: Grain) -> bool:
        return self.rank < other.rank

    def __le__(self, other: Grain) -> bool:
        return self.rank <= other.rank

    @classmethod
    def parse(cls, text: str) -> Grain:
        """Read a grain's name; plural and upper case are fine.

        Raises
        ------
        InputError
            If it is no grain.

        Examples
        --------
        >>> Grain.parse("Weeks")
        <Grain.WEEK: 'week'>
        """
        name = text.strip().lower().removesuffix("s")
        try:
            return cls(name)
        except ValueError:
            hint = nearest_hint(
                name, [g.value for g in cls], otherwise="Use day, week, month, quarter or year."
            )
            raise InputError(f"Unknown grain {text!r}. {hint}", code="ASK-203") from None


class DatePart(Enum):
    """Parts of a date that a question may group by: ``metric_time.day_of_week``.

    ``day_of_week`` follows ISO 8601: Monday is 1, Sunday is 7.
    """

    CALENDAR_YEAR = "calendar_year"
    QUARTER_OF_YEAR = "quarter_of_year"
    MONTH_OF_YEAR = "month_of_year"
    WEEK_OF_YEAR = "week_of_year"
    DAY_OF_MONTH = "day_of_month"
    DAY_OF_WEEK = "day_of_week"
    DAY_OF_YEAR = "day_of_year"
    HOUR_OF_DAY = "hour_of_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A length of time: a count of one grain, standard or custom.

    Attributes
    ----------
    count : int
        How many, >= 1.
    grain : str
        A :class:`Grain` value or the name of a calendar's custom grain.
    """

    count: int
    grain: str

    def __str__(self) -> str:
        plural = "" if self.count == 1 or self.standard is None else "s"
        return f"{self.count} {self.grain}{plural}"

    @property
    def standard(self) -> Grain | None:
        """The standard grain, or None for a custom one."""
        try:
            return Grain(self.grain)
        except ValueError:
            return None


_WINDOW = re.compile(r"^\s*(\d+)\s*([A-Za-z_][A-Za-z0-9_]*)\s*$")
_SHORT = {"min": "minute", "h": "hour", "d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


def parse_window(text: str) -> Window:
    """Read a window such as ``7 days``, ``28d`` or ``1 month``.

    Parameters
    ----------
    text : str
        A count and a grain; a grain that is not standard is kept as the name of a custom one.

    Raises
    ------
    InputError
        If it is no such thing or the count is zero.

    Examples
    --------
    >>> parse_window("28d"), str(parse_window("1 month"))
    (Window(count=28, grain='day'), '1 month')
    """
    match = _WINDOW.match(text)
    if match is None or int(match[1]) == 0:
        raise InputError(
            f"{text!r} is no window. Write a count and a grain, for example '7 days'.", code="ASK-204"
        )
    unit = match[2].lower()
    unit = _SHORT.get(unit, unit)
    singular = unit.removesuffix("s")
    known = {g.value for g in Grain}
    return Window(count=int(match[1]), grain=singular if singular in known else unit)


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse_moment(text: str) -> date:
    """Read a day, or a moment with its time of day.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> parse_moment("2024-05-01"), parse_moment("2024-05-01T12:00")
    (datetime.date(2024, 5, 1), datetime.datetime(2024, 5, 1, 12, 0))
    """
    try:
        return date.fromisoformat(text) if _DATE.match(text) else datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise InputError(
            f"{text!r} is no date. Write for example 2024-05-01 or 2024-05-01T12:00.", code="ASK-219"
        ) from None


def check_zone(name: str) -> str:
    """Return the name of an IANA time zone, or refuse it.

    Raises
    ------
    InputError
        If no such zone is known.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"Unknown time zone {name!r}. Use an IANA name such as 'Asia/Shanghai' or 'UTC'.", code="DEF-121"
        ) from None
    return name
