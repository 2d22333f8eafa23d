"""Times at which nobody is told: quiet hours of a day, and windows of maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

__all__ = ["Maintenance", "QuietHours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of every day in which only what is critical is told.

    Attributes
    ----------
    start, end : time
        In the reporting zone; an end before the start lies on the next day.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """A planned disturbance: what is out of the ordinary in it is recorded and not told.

    Attributes
    ----------
    start, end : datetime
        In the reporting zone, without a zone; the end is excluded.
    metrics : tuple of str
        Names; ``*`` stands for all.
    note : str
        For the reader.
    """

    start: datetime
    end: datetime
    metrics: tuple[str, ...] = ("*",)
    note: str = ""
