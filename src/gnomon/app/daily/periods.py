"""Which day a run is about, which days before it were missed, and what tells two runs of a day apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.records.run import Run

__all__ = [
    "CATCH_UP",
    "MOST_MISSED",
    "Missed",
    "day_of",
    "last_day",
    "missed_days",
    "moment_on",
    "name_period",
]

CATCH_UP: Final = "catch up"  # the step that stands for watching a day that was missed
MOST_MISSED: Final = 31


def last_day(now: datetime, zone: str) -> date:
    """Last day that is over in the reporting zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> last_day(datetime(2024, 5, 1, 22, tzinfo=UTC), "Asia/Shanghai")
    datetime.date(2024, 5, 1)
    """
    return now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)


def name_period(day: date, mark: str) -> str:
    """Name a run.

    Examples
    --------
    >>> name_period(date(2024, 5, 1), "a1b2c3"), day_of("2024-05-01 a1b2c3")
    ('2024-05-01 a1b2c3', datetime.date(2024, 5, 1))
    """
    return f"{day.isoformat()} {mark}"


def day_of(period: str) -> date:
    """Day of a run."""
    return date.fromisoformat(period.partition(" ")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Days that nobody watched.

    Attributes
    ----------
    days : tuple of date
        The oldest first.
    since : datetime or None
        When the last day before them was watched: what changed later is not told yet. In UTC.
    """

    days: tuple[date, ...] = ()
    since: datetime | None = None


def missed_days(runs: Iterable[Run], day: date) -> Missed:
    """Days since the last one that was watched; none where no day was ever watched.

    Days that an interrupted run caught up with already are among them: what they found is not told yet.

    Parameters
    ----------
    runs : iterable of Run
        Of the store.
    day : date
        The day that the run is about.
    """
    steps = ((day_of(run.period), step) for run in runs for step in run.steps)
    watched = [(at, step.done_at) for at, step in steps if step.name == "watch" and step.done_at is not None]
    if not watched or max(watched)[0] >= day:
        return Missed()
    last, since = max(watched)
    days = tuple(last + timedelta(days=i) for i in range(1, (day - last).days))
    return Missed(days=days[-MOST_MISSED:], since=since)


def moment_on(day: date, now: datetime, zone: str) -> datetime:
    """The moment at which a day would have been watched: the next day, at the time of day that it is now.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment_on(date(2024, 5, 1), datetime(2024, 5, 9, 6, 30, tzinfo=UTC), "UTC").isoformat()
    '2024-05-02T06:30:00+00:00'
    """
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(day + timedelta(days=1), local.timetz()).astimezone(now.tzinfo)
