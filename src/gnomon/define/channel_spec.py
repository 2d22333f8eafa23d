"""What a user may write about telling people in ``gnomon.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from gnomon.base.errors import nearest_hint
from gnomon.define.channels import Channel, NoticeSettings
from gnomon.define.spec import ManyText, Strict
from gnomon.records.incident import Severity
from gnomon.records.quiet import Maintenance, QuietHours

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["ChannelToml", "MaintenanceToml", "QuietToml", "make_notices"]

_HOURS: Final = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_UNITS: Final = ("minute", "hour", "day")
_FOUR_HOURS: Final = "4 hours"


class ChannelToml(Strict):
    """Where messages go, and which."""

    url: Annotated[str, Field(min_length=1)]
    severity: Literal["low", "medium", "high", "critical"] = "medium"
    escalate_to: str = ""
    escalate_after: str = _FOUR_HOURS

    def to_channel(self, entry: Entry, name: str, known: Mapping[str, ChannelToml]) -> Channel:
        """Make the record: the other channel is known, the time is read."""
        if self.escalate_to:
            _check_other(self.escalate_to, name, known, entry)
        return Channel(
            name=name,
            url=self.url,
            severity=Severity(self.severity),
            escalate_to=self.escalate_to,
            escalate_after=_read_wait(self.escalate_after, entry),
        )


class QuietToml(Strict):
    """Hours of every day in which only what is critical is told."""

    hours: str

    def to_quiet(self, entry: Entry) -> QuietHours | None:
        """Read the hours."""
        match = _HOURS.fullmatch(self.hours)
        ends = match.groups() if match is not None else ("24", "0", "24", "0")  # hours that no day has
        try:
            first, second = time(int(ends[0]), int(ends[1])), time(int(ends[2]), int(ends[3]))
        except ValueError:
            message = f"{self.hours!r} are no hours of a day. Write two times, for example 22:00-08:00."
            entry.report(message, "DEF-116", "hours")
            return None
        return QuietHours(start=first, end=second)


class MaintenanceToml(Strict):
    """A planned disturbance."""

    start: datetime | date
    end: datetime | date
    metrics: ManyText = Field(default_factory=lambda: ["*"])
    note: str = ""

    def to_maintenance(self, entry: Entry) -> Maintenance:
        """Make the record; a day alone as the end is included."""
        start, end = _moment(self.start), _moment(self.end)
        if not isinstance(self.end, datetime):
            end += timedelta(days=1)
        if start.tzinfo is not None or end.tzinfo is not None:
            message = "Times of maintenance are those of the reporting zone. Leave the offset out."
            entry.report(message, "DEF-116", "end" if start.tzinfo is None else "start")
            start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
        elif end <= start:
            message = f"The window ends ({end}) before it starts ({start})."
            entry.report(message, "DEF-116", "end", about=[("start",), ("end",)])
        return Maintenance(start=start, end=end, metrics=tuple(self.metrics), note=self.note)


def make_notices(
    entry: Entry,
    *,
    channels: Mapping[str, ChannelToml],
    quiet: QuietToml | None,
    maintenance: Sequence[MaintenanceToml],
) -> NoticeSettings:
    """Make the record of all that is said about telling people."""
    made = {
        name: body.to_channel(entry.below("channels", name), name, channels)
        for name, body in channels.items()
    }
    windows = [
        body.to_maintenance(entry.below("maintenance", place)) for place, body in enumerate(maintenance)
    ]
    return NoticeSettings(
        channels=MappingProxyType(made),
        quiet=None if quiet is None else quiet.to_quiet(entry.below("quiet")),
        maintenance=tuple(windows),
    )


def _check_other(other: str, name: str, known: Mapping[str, ChannelToml], entry: Entry) -> None:
    """Report a channel that does not exist, and one that leads back to where it came from."""
    if other not in known:
        shown = ", ".join(sorted(known.keys() - {name}))
        otherwise = f"Known: {shown}." if shown else "There is no other channel yet."
        hint = nearest_hint(other, known, otherwise=otherwise)
        entry.report(f"Unknown channel {other!r}. {hint}", "DEF-123", "escalate_to")
        return
    seen = [name]
    while other and other in known and other not in seen:
        seen.append(other)
        other = known[other].escalate_to
    if other == name:
        way = " → ".join((*seen, name))
        message = f"Escalations go in a circle: {way}. Let the last channel end it."
        entry.report(message, "DEF-124", "escalate_to")


def _read_wait(text: str, entry: Entry) -> timedelta:
    window = entry.window(text, "escalate_after")
    if window is not None and window.grain in _UNITS:
        return timedelta(**{f"{window.grain}s": window.count})
    if window is not None:
        message = f"{text!r} is no time to wait. Write minutes, hours or days, for example '4 hours'."
        entry.report(message, "DEF-116", "escalate_after")
    return timedelta(hours=4)


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a wall-clock time of the reporting zone
