"""Rows that are missing, or came late: days and hours that other tables have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gnomon.explain.gate.profile import Profile, find_usual
from gnomon.records.investigation import DataFinding

__all__ = ["find_missing_rows"]

_ENOUGH = 20
_NEARLY_NONE = 0.3
_OTHERS_ARE_THERE = 0.7
_BUSY_HOUR = 20
_LEAST_HOURS = 1
_DAYS = 42
_NEVER_BELOW = 0.2


def find_missing_rows(profile: Profile, days: range) -> Iterator[DataFinding]:
    """Days without rows or nearly so while tables about the same entities have theirs, and hours without any.

    What stops a product stops all of its tables; what stops one table alone is on the way into the warehouse.
    """
    for day in days:
        usual = find_usual(profile.rows, days.start, day)
        if not usual >= _ENOUGH:
            continue
        share = float(profile.rows[day]) / usual
        if share < _NEARLY_NONE and _others_are_there(profile, days.start, day):
            yield _finding(profile, day, usual, share)
        elif share >= _NEARLY_NONE:
            yield from _find_hours(profile, days.start, day, usual)


def _others_are_there(profile: Profile, first: int, day: int) -> bool:
    shares = [
        rows[day] / usual for rows in profile.siblings.values() if (usual := find_usual(rows, first, day)) > 0
    ]
    return not shares or max(shares) > _OTHERS_ARE_THERE


def _finding(profile: Profile, day: int, usual: float, share: float) -> DataFinding:
    rows = float(profile.rows[day])
    when = profile.days[day]
    others = f", while {', '.join(profile.siblings)} came as ever" if profile.siblings else ""
    rule = "late rows" if rows else "missing rows"
    text = (
        f"{profile.source} has {rows:,.0f} rows on {when}, where {usual:,.0f} are usual{others}: "
        "they were lost, or are not loaded yet."
    )
    return DataFinding(
        rule=rule,
        source=profile.source,
        text=text,
        first=when,
        last=when,
        before=usual,
        after=rows,
        reach=share - 1,
    )


def _find_hours(profile: Profile, first: int, day: int, usual: float) -> Iterator[DataFinding]:
    if not profile.hours.size:
        return
    common = np.array([find_usual(profile.hours[:, hour], first, day) for hour in range(24)])
    least = profile.hours[max(0, first - _DAYS) : first].min(axis=0)
    is_steady = least >= _NEVER_BELOW * common  # rows that come in bursts leave hours empty by themselves
    gone = np.flatnonzero((profile.hours[day] == 0) & (common >= _BUSY_HOUR) & is_steady)
    if len(gone) < _LEAST_HOURS:
        return
    when = profile.days[day]
    lost = float(common[gone].sum())
    listed = ", ".join(f"{hour}:00" for hour in gone)
    yield DataFinding(
        rule="missing rows",
        source=profile.source,
        text=f"{profile.source} has no rows on {when} in the hours {listed}, where {lost:,.0f} are usual.",
        first=when,
        last=when,
        before=lost,
        after=0.0,
        reach=-lost / usual,
    )
