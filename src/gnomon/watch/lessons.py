"""Lessons: what people said of incidents, as rules that can be listed and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gnomon.records.anomaly import name_slice
from gnomon.records.incident import Opinion
from gnomon.watch.severity import measure_share

if TYPE_CHECKING:
    from gnomon.records.anomaly import Anomaly, Slice
    from gnomon.records.incident import Feedback, Incident

__all__ = ["EventsOn", "Heard", "Lesson", "hush_known", "last_opinions", "read_lessons"]

EventsOn = Callable[[datetime], frozenset[str]]
_NO_ALARM: Final = frozenset({Opinion.NOT_AN_ANOMALY, Opinion.EXPECTED})
_ALIKE: Final = 1.5  # the same step that makes a known incident louder
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One pattern that is not raised again.

    Attributes
    ----------
    incident : str
        Id of the incident that it was learned from; taking the opinion back takes the lesson back.
    kinds, sides
        Of its anomalies.
    size : float
        Largest departure that was judged, as a share of the level; up to half more is alike.
    weekdays, monthdays : frozenset of int
        On which it happened, weekdays from 0 for Monday on; the same weekday or the same day of a month is alike.
    hours : frozenset of int
        Empty for days and longer.
    events : frozenset of str
        Names of known events of these days; the same event is alike on any day.
    """

    incident: str
    opinion: Opinion
    metric: str
    where: Slice
    kinds: frozenset[str]
    sides: frozenset[int]
    size: float
    weekdays: frozenset[int]
    monthdays: frozenset[int]
    hours: frozenset[int]
    events: frozenset[str]
    by: str
    reason: str
    at: datetime

    def covers(self, anomaly: Anomaly, events: frozenset[str] = frozenset()) -> bool:
        """Whether an anomaly is the same pattern again."""
        return (
            (anomaly.metric, anomaly.where) == (self.metric, self.where)
            and anomaly.kind in self.kinds
            and anomaly.side in self.sides
            and measure_share(anomaly) <= _ALIKE * self.size
            and self._is_time(anomaly.start, events)
        )

    def _is_time(self, start: datetime, events: frozenset[str]) -> bool:
        if self.events & events:
            return True
        is_day = start.weekday() in self.weekdays or start.day in self.monthdays
        return is_day and (not self.hours or start.hour in self.hours)

    @property
    def text(self) -> str:
        """The rule in words."""
        days = ", ".join(_WEEKDAYS[day] for day in sorted(self.weekdays))
        dates = ", ".join(str(day) for day in sorted(self.monthdays))
        known = f" or with {', '.join(sorted(self.events))}" if self.events else ""
        what = f"{self.metric}, {name_slice(self.where)}: {' or '.join(sorted(self.kinds))}"
        return f"{what} by up to {_ALIKE * self.size:.0%}, on {days}, on day {dates} of a month{known}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Anomalies after the lessons.

    Attributes
    ----------
    raised : tuple of Anomaly
        Those that no lesson covers.
    known : tuple of (Anomaly, Lesson)
        Those that are not raised, each with the first lesson that covers it.
    """

    raised: tuple[Anomaly, ...]
    known: tuple[tuple[Anomaly, Lesson], ...]


def last_opinions(said: Iterable[tuple[Incident, Feedback]]) -> tuple[tuple[Incident, Feedback], ...]:
    """Keep the last opinion on each incident; what was taken back is left out."""
    last: dict[str, tuple[Incident, Feedback]] = {}
    for incident, feedback in sorted(said, key=lambda pair: pair[1].at):
        last[incident.id] = (incident, feedback)
    return tuple(pair for pair in last.values() if pair[1].opinion is not Opinion.WITHDRAWN)


def read_lessons(
    said: Iterable[tuple[Incident, Feedback]], *, events_on: EventsOn | None = None
) -> tuple[Lesson, ...]:
    """Read the patterns that people called expected or no anomaly, one for each series of each incident.

    Parameters
    ----------
    events_on : callable, optional
        Names of the known events and holidays of a bucket.
    """
    return tuple(
        _learn(incident, feedback, metric, where, events_on)
        for incident, feedback in last_opinions(said)
        if feedback.opinion in _NO_ALARM
        for metric, where in incident.series
    )


def _learn(
    incident: Incident, feedback: Feedback, metric: str, where: Slice, events_on: EventsOn | None
) -> Lesson:
    own = [a for a in incident.anomalies if (a.metric, a.where) == (metric, where)]
    is_short = any(a.start.hour or a.start.minute or "hour" in a.grain or "minute" in a.grain for a in own)
    names = [events_on(a.start) for a in own] if events_on is not None else []
    return Lesson(
        incident=incident.id,
        opinion=feedback.opinion,
        metric=metric,
        where=where,
        kinds=frozenset(a.kind for a in own),
        sides=frozenset(a.side for a in own),
        size=max(map(measure_share, own)),
        weekdays=frozenset(a.start.weekday() for a in own),
        monthdays=frozenset(a.start.day for a in own),
        hours=frozenset(a.start.hour for a in own) if is_short else frozenset(),
        events=frozenset[str]().union(*names),
        by=feedback.by,
        reason=feedback.reason,
        at=feedback.at,
    )


def hush_known(
    found: Sequence[Anomaly], lessons: Sequence[Lesson], *, events_on: EventsOn | None = None
) -> Heard:
    """Part anomalies into those to raise and those that people know already."""
    table: dict[tuple[str, Slice], list[Lesson]] = {}
    for lesson in lessons:
        table.setdefault((lesson.metric, lesson.where), []).append(lesson)
    raised: list[Anomaly] = []
    known: list[tuple[Anomaly, Lesson]] = []
    for each in found:
        names = frozenset[str]() if events_on is None else events_on(each.start)
        own = table.get((each.metric, each.where), ())
        lesson = next((lesson for lesson in own if lesson.covers(each, names)), None)
        if lesson is None:
            raised.append(each)
        else:
            known.append((each, lesson))
    return Heard(raised=tuple(raised), known=tuple(known))
