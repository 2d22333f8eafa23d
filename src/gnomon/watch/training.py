"""What people's opinions change in what is learned from: periods at fault, and days of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.records.event import Event
from gnomon.records.incident import Opinion
from gnomon.watch.buckets import end_bucket
from gnomon.watch.lessons import last_opinions

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.records.anomaly import Slice
    from gnomon.records.incident import Feedback, Incident

__all__ = ["ExcludedPeriod", "enter_calendar", "excluded_periods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedPeriod:
    """Buckets of a series that nothing is learned from: their data was at fault.

    Attributes
    ----------
    start, end : datetime
        In the reporting zone, without a zone; the end is excluded.
    incident : str
        Id of the incident that says so.
    """

    metric: str
    where: Slice
    start: datetime
    end: datetime
    incident: str


def excluded_periods(said: Iterable[tuple[Incident, Feedback]]) -> tuple[ExcludedPeriod, ...]:
    """Read the periods that people called data faults, one for each series of each incident."""
    return tuple(
        ExcludedPeriod(
            metric=metric,
            where=where,
            start=min(a.start for a in incident.anomalies if (a.metric, a.where) == (metric, where)),
            end=max(
                end_bucket(a.start, a.grain)
                for a in incident.anomalies
                if (a.metric, a.where) == (metric, where)
            ),
            incident=incident.id,
        )
        for incident, feedback in last_opinions(said)
        if feedback.opinion is Opinion.DATA_FAULT
        for metric, where in incident.series
    )


def enter_calendar(incident: Incident, feedback: Feedback) -> Event | None:
    """Make the entry of the calendar for an incident that was expected; None for other opinions.

    It covers the days of the incident and the slice that leads it, and is named after the reason.
    """
    if feedback.opinion is not Opinion.EXPECTED:
        return None
    scope = tuple((dim, value) for dim, value in incident.where if value is not None)
    return Event(
        name=feedback.reason.strip() or f"expected ({incident.id})",
        kind="other",
        start=incident.began.date(),
        end=incident.last.date(),
        scope=scope,
        note=f"incident {incident.id}, said by {feedback.by}",
    )
