"""Buckets as whole numbers, so that neighbours differ by one, and how long a series must rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Final

from gnomon.watch.grains import read_grain

__all__ = ["QUIET_BUCKETS", "end_bucket", "number_bucket", "rest_buckets", "week_buckets"]

QUIET_BUCKETS: Final = 2
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - buckets are wall-clock times of the reporting zone
_WEEK: Final = 7 * 86_400


def number_bucket(start: datetime, grain: str) -> int:
    """Count the bucket that begins at a moment; the next one has the next number.

    Examples
    --------
    >>> number_bucket(datetime(2024, 3, 1), "month") - number_bucket(datetime(2024, 1, 1), "month")
    2
    """
    length, months = _length(grain)
    if length is None:
        return (start.year * 12 + start.month - 1) // months
    return (start - _EPOCH) // length


def end_bucket(start: datetime, grain: str) -> datetime:
    """Say where the bucket ends that begins at a moment.

    Examples
    --------
    >>> end_bucket(datetime(2024, 12, 1), "month")
    datetime.datetime(2025, 1, 1, 0, 0)
    """
    length, months = _length(grain)
    if length is not None:
        return start + length
    count = start.year * 12 + start.month - 1 + months
    return start.replace(year=count // 12, month=count % 12 + 1)


def week_buckets(grain: str) -> int:
    """Count the buckets of a week, at least one.

    Examples
    --------
    >>> week_buckets("day"), week_buckets("hour"), week_buckets("month")
    (7, 168, 1)
    """
    length, _ = _length(grain)
    return 1 if length is None else max(1, _WEEK // int(length.total_seconds()))


def rest_buckets(grain: str, *, quiet: int = QUIET_BUCKETS) -> int:
    """Longest gap between anomalies of a series that are one incident: until it has recovered, and a week.

    Examples
    --------
    >>> rest_buckets("day")
    9
    """
    return quiet + week_buckets(grain)


@cache
def _length(grain: str) -> tuple[timedelta | None, int]:
    found = read_grain(grain)
    return (timedelta(seconds=found.seconds) if found.seconds else None), found.months
