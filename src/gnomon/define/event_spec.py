"""What a user may write about events: what people planned, in time and segment."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gnomon.define.spec import ManyText, Strict
from gnomon.records.event import Event

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["EventYaml"]


class EventYaml(Strict):
    """Body of an event."""

    name: Annotated[str, Field(min_length=1)]
    kind: Literal[
        "holiday", "release", "experiment", "campaign", "launch", "sale", "maintenance", "incident", "other"
    ] = "other"
    start: str
    end: str | None = None
    scope: dict[str, ManyText] = Field(default_factory=dict)
    note: str = ""

    def to_event(self, entry: Entry) -> Event | None:
        """Read its days; without an end it lasts one day."""
        start = entry.moment(self.start, "start")
        end = start if self.end is None else entry.moment(self.end, "end")
        if start is None or end is None:
            return None
        if _day(end) < _day(start):
            message = f"The event ends ({self.end}) before it starts ({self.start})."
            entry.report(message, "DEF-116", "end", about=[("start",), ("end",)])
            return None
        pairs = tuple((name, value) for name, values in self.scope.items() for value in values)
        return Event(name=self.name, kind=self.kind, start=start, end=end, scope=pairs, note=self.note)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
