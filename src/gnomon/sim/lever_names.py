"""Names of the levers, each with what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["LEVERS"]

LEVERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # delivery, of every table that clients send
        "late_share": "share of rows that land one to three days after their own day",
        "twice_share": "share of rows that are delivered twice",
        "lost_share": "share of rows that never arrive",
        # people
        "activity": "chance that a user is active on a day",
        "sessions_per_day": "mean sessions of an active user after the first",
    }
)
