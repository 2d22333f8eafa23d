"""Known events, ranked by how near they lie and how far they touch what moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import exp

from gnomon.records.event import Event
from gnomon.records.investigation import BaseRate, RankedEvent
from gnomon.records.localisation import Segment

__all__ = ["rank_events"]

_FADES = 3.0
_AFTER = 0.5
_ENDED = 0.8
_OPEN = 0.5
_LEAST = 0.05


def rank_events(
    events: Sequence[Event], onset: date, segments: Sequence[Segment], quiet_weeks: Sequence[date]
) -> tuple[RankedEvent, ...]:
    """Rank events by closeness in time times overlap with the named segments, best first; far ones are left out.

    Parameters
    ----------
    events : sequence of Event
    onset : date
        First day of the change.
    segments : sequence of Segment
        What was named; none when the change is everywhere.
    quiet_weeks : sequence of date
        First days of past weeks in which the metric was as usual: how often they too had such an event is the base
        rate.

    Examples
    --------
    >>> release = Event(name="9.13.0", kind="release", start=date(2026, 1, 19), end=date(2026, 1, 19))
    >>> ranked = rank_events([release], date(2026, 1, 20), [], [date(2026, 1, 5)])
    >>> ranked[0].days, ranked[0].base_rate.with_event
    (1, 0)
    """
    found: list[RankedEvent] = []
    for event in events:
        overlap = _overlap(event, segments)
        score = _closeness(event, onset) * overlap
        if score >= _LEAST:
            rate = _base_rate(event, events, quiet_weeks)
            days = (onset - _day(event.start)).days
            found.append(RankedEvent(event=event, score=score, days=days, overlap=overlap, base_rate=rate))
    return tuple(sorted(found, key=lambda r: (-r.score, r.event.name)))


def _closeness(event: Event, onset: date) -> float:
    """One on the day on which an event begins, less with every day after it; its end counts nearly as much."""
    since = (onset - _day(event.start)).days
    ended = abs((onset - _day(event.end)).days - 1)
    begun = exp(-since / _FADES) if since >= 0 else _AFTER * exp(since)
    return max(begun, _ENDED * exp(-ended) if event.end != event.start else 0.0)


def _overlap(event: Event, segments: Sequence[Segment]) -> float:
    if not segments:
        return _OPEN if event.scope else 1.0
    if not event.scope:
        return _OPEN
    return max(_match(event, segment) for segment in segments)


def _match(event: Event, segment: Segment) -> float:
    """One where scope and segment name the same values; a dimension that only one of them names halves it."""
    scope: dict[str, set[str]] = {}
    for name, value in event.scope:
        scope.setdefault(name, set()).add(value)
    held = {name.rpartition(".")[2]: str(value) for name, value in segment.where}
    share = 1.0
    for name in scope.keys() | held.keys():
        if name in scope and name in held:
            share *= float(held[name] in scope[name])
        else:
            share *= _OPEN
    return share


def _base_rate(event: Event, events: Sequence[Event], quiet_weeks: Sequence[date]) -> BaseRate | None:
    if not quiet_weeks:
        return None
    starts = [_day(one.start) for one in events if one.kind == event.kind and one.scope == event.scope]
    week = timedelta(days=7)
    return BaseRate(
        with_event=sum(any(begin <= start < begin + week for start in starts) for begin in quiet_weeks),
        quiet=len(quiet_weeks),
    )


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
