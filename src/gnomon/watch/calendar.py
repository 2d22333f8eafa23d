"""Kinds of day: holidays of a country, their neighbours, and the project's own events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from gnomon.base.errors import QuestionError, nearest_hint

__all__ = ["EVENT", "HOLIDAY", "NEIGHBOUR", "ORDINARY", "list_special_days"]

ORDINARY: Final = 0
HOLIDAY: Final = 1
NEIGHBOUR: Final = 2
EVENT: Final = 3
_ONE: Final = timedelta(days=1)


def list_special_days(
    country: str | None, events: Iterable[date], *, first: date, last: date
) -> dict[date, int]:
    """Kind of every day that is not ordinary.

    Holidays come from the library ``holidays``, moving feasts included; weekend days that a country declares
    working days count as events, and so do the project's own days. The day before and after a holiday is a
    neighbour.

    Parameters
    ----------
    country : str, optional
        Code of two letters, with a subdivision after a dash if there is one: ``DE``, ``US-CA``.
    events : iterable of date
        The project's own days: launches, sales, migrations.

    Raises
    ------
    QuestionError
        ASK-297 if the country or its subdivision is not known.

    Examples
    --------
    >>> days = list_special_days("DE", [], first=date(2024, 12, 20), last=date(2025, 1, 5))
    >>> days[date(2024, 12, 25)], days[date(2024, 12, 24)], date(2024, 12, 22) in days
    (1, 2, False)
    """
    found: dict[date, int] = {}
    if country is not None:
        calendar = _open_calendar(country, range(first.year, last.year + 2))
        days = sorted(calendar)
        for day in days:
            found.setdefault(day - _ONE, NEIGHBOUR)
            found.setdefault(day + _ONE, NEIGHBOUR)
        found.update(dict.fromkeys(days, HOLIDAY))
        found.update(dict.fromkeys(getattr(calendar, "weekend_workdays", ()), EVENT))
    found.update(dict.fromkeys(events, EVENT))
    return found


def _open_calendar(country: str, years: range) -> Any:  # noqa: ANN401 - a class made by the library for each country
    import holidays

    code, _, part = country.upper().partition("-")
    known: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    if code not in known:
        hint = nearest_hint(code, known, otherwise="Use a code of two letters, such as DE.")
        raise QuestionError(f"Unknown country {country!r}. {hint}", code="ASK-297")
    if part and part not in known[code]:
        hint = nearest_hint(part, known[code], otherwise=f"{code} has {', '.join(known[code][:8])}.")
        raise QuestionError(f"Unknown subdivision {part!r} of {code}. {hint}", code="ASK-297")
    return holidays.country_holidays(code, subdiv=part or None, years=years)
