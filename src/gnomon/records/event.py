"""A known event: something that people planned or that the calendar says, in time and segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

__all__ = ["Event", "EventKind"]

EventKind = Literal[
    "holiday", "release", "experiment", "campaign", "launch", "sale", "maintenance", "incident", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something known that may move a metric.

    Attributes
    ----------
    name : str
        What it is called.
    kind : str
        What sort of thing it is.
    start, end : date or datetime
        First and last day (both included), or exact moments in the reporting zone.
    scope : tuple of (str, str)
        Dimension and value pairs that it touches; empty for everything. Several values of one dimension
        are several pairs.
    note : str
        For the reader.
    """

    name: str
    kind: EventKind
    start: date | datetime
    end: date | datetime
    scope: tuple[tuple[str, str], ...] = ()
    note: str = ""
