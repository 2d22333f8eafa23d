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
        # people; the first three see the columns of a sign-up and its moment, not a day
        "lifetime": "how long users of a channel stay before they lapse (scale of a power law); no time",
        "bot_share": "share of sign-ups that are automated",
        "spam_share": "share of sign-ups that send spam",
        "day_factor": "how lively a country is on a day",
        "activity": "chance that a user opens the app on a day",
        "sessions_per_day": "mean sessions of an active user after the first",
        "views_per_session": "mean plays of a session",
        # plays
        "play_failure": "share of play attempts that fail",
        "startup_ms": "median time to the first frame",
        "stall_share": "share of plays that stall",
        "quick_skip": "share of unfinished plays that end within a few seconds",
        "completion": "chance that a play reaches its end, before what its length does",
        "watch": "median milliseconds of an unfinished, unskipped play",
        "video_age": "logarithm of the oldest age in days that feeds show",
        "popularity": "how uneven the plays of a day's videos are",
        "low_quality_share": "share of videos of low quality",
    }
)
