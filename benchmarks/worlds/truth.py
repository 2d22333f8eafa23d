"""What was done to a world: its events, with days, tables and segment, read from ``truth.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

__all__ = ["AFTER", "TrueEvent", "World", "read_world"]

AFTER = timedelta(days=8)  # what an event leaves behind: late rows, a level that has to be found again


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEvent:
    """One injection.

    Attributes
    ----------
    first, last : date
        Days that it touches, both included.
    segment : dict of str to list of str
        Empty for everybody.
    tables : frozenset of str
        Tables that it changes.
    """

    name: str
    lever: str
    value: float
    is_fault: bool
    first: date
    last: date
    segment: dict[str, list[str]]
    tables: frozenset[str]

    def reaches(self, day: date) -> bool:
        """Whether a day is one of its own or of those in which it may still be felt."""
        return self.first <= day <= self.last + AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A world: where its tables are, its days, and its events by time."""

    folder: Path
    first: date
    last: date
    events: tuple[TrueEvent, ...]


def read_world(folder: Path) -> World:
    """Read what a scenario did to a world."""
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    events = [_read_event(one) for one in told["injections"]]
    first = date.fromisoformat(told["world"]["start"])
    return World(
        folder=folder,
        first=first,
        last=first + timedelta(days=told["world"]["days"] - 1),
        events=tuple(sorted(events, key=lambda event: (event.first, event.name))),
    )


def _read_event(told: dict[str, Any]) -> TrueEvent:
    (change,) = told["changes"]  # drawn incidents change one lever
    return TrueEvent(
        name=str(told["name"]),
        lever=change["lever"],
        value=float(change["value"]),
        is_fault=told["touches"] == "data",
        first=date.fromisoformat(str(told["from"])),
        last=date.fromisoformat(str(told["until"])) - timedelta(days=1),
        segment=change["segment"],
        tables=frozenset(told["tables"]),
    )
