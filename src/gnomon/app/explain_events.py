"""The events that are held against a change: those that are given, and public holidays of the countries in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gnomon.explain.rank_events import rank_events
from gnomon.records.event import Event

if TYPE_CHECKING:
    from gnomon.app.explain_total import History
    from gnomon.explain.cube import DailyCube
    from gnomon.records.investigation import RankedEvent
    from gnomon.records.localisation import Segment

__all__ = ["find_events"]

_COUNTRY: Final = "country"
_WEEK: Final = 7
_MOST_WEEKS: Final = 40
_CALM: Final = 3.0


def find_events(
    given: Iterable[Event],
    onset: date,
    segments: tuple[Segment, ...],
    cube: DailyCube | None,
    history: History | None,
) -> tuple[RankedEvent, ...]:
    """Rank given events and holidays against the first day of a change.

    Parameters
    ----------
    cube : DailyCube or None
        Values of its dimension ``country`` that are codes of ISO 3166 bring their holidays.
    history : History or None
        The metric by day, for the base rate.
    """
    first = history.days[0] if history is not None and history.days else onset
    listed = [*given, *_list_holidays(cube, first, onset + timedelta(days=_WEEK))]
    return rank_events(listed, onset, segments, _find_quiet_weeks(history, onset))


def _list_holidays(cube: DailyCube | None, first: date, last: date) -> list[Event]:
    place = (
        next((n for n in cube.names if n.rpartition(".")[2] == _COUNTRY), None) if cube is not None else None
    )
    if cube is None or place is None:
        return []
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    found: list[Event] = []
    for value in cube.labels[cube.names.index(place)]:
        if not isinstance(value, str) or value not in known:
            continue
        calendar: Any = holidays.country_holidays(value, years=range(first.year, last.year + 1))
        for day, name in sorted(calendar.items()):
            if first <= day <= last:
                found.append(
                    Event(
                        name=f"{name} ({value})",
                        kind="holiday",
                        start=day,
                        end=day,
                        scope=((_COUNTRY, value),),
                    )
                )
    return found


def _find_quiet_weeks(history: History | None, onset: date) -> list[date]:
    """First days of the weeks before the onset in which the metric stayed near the median of its weeks."""
    if history is None:
        return []
    by_day = dict(zip(history.days, history.values.tolist(), strict=True))
    starts = [onset - timedelta(days=_WEEK * week) for week in range(2, _MOST_WEEKS + 2)]
    means: dict[date, float] = {}
    for start in starts:
        values = [by_day.get(start + timedelta(days=i), np.nan) for i in range(_WEEK)]
        if not np.isnan(values).any():
            means[start] = float(np.mean(values))
    if not means:
        return []
    middle = float(np.median(list(means.values())))
    wobble = 1.4826 * float(np.median([abs(mean - middle) for mean in means.values()]))
    return sorted(start for start, mean in means.items() if abs(mean - middle) <= _CALM * wobble)
