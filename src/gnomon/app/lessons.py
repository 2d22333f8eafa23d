"""What was learned from people's opinions, read from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.watch.lessons import EventsOn, Heard, Lesson, hush_known, read_lessons
from gnomon.watch.precision import measure_precision
from gnomon.watch.training import ExcludedPeriod, excluded_periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gnomon.define import Model
    from gnomon.records.anomaly import Anomaly
    from gnomon.records.event import Event
    from gnomon.store import Store
    from gnomon.watch.precision import Precision

__all__ = ["Learned", "list_lessons", "list_precision", "name_events", "pass_lessons", "read_learned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What opinions change in a watch.

    Attributes
    ----------
    factors : mapping of str to float
        By how much the p-value of a metric must be lower than the budget asks; 1 where nothing is said.
    excluded : tuple of ExcludedPeriod
        Days of series that nothing is learned from.
    lessons : tuple of Lesson
        Patterns that are not raised again.
    events_on : callable
        Names of the known events of a bucket.
    """

    factors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    excluded: tuple[ExcludedPeriod, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    events_on: EventsOn | None = None

    def hear(self, found: Sequence[Anomaly]) -> Heard:
        """Part anomalies into those to raise and those that people know already."""
        return hush_known(found, self.lessons, events_on=self.events_on)


def read_learned(model: Model, store: Store | None) -> Learned:
    """Read what was learned; nothing where there is no store."""
    if store is None:
        return Learned()
    said = store.feedback()
    names = name_events((*model.events, *store.events()))
    return Learned(
        factors={each.metric: each.p_factor for each in measure_precision(said) if each.p_factor < 1},
        excluded=excluded_periods(said),
        lessons=read_lessons(said, events_on=names),
        events_on=names,
    )


def list_lessons(model: Model, store: Store) -> tuple[Lesson, ...]:
    """List the patterns that are not raised again."""
    return read_learned(model, store).lessons


def list_precision(store: Store) -> tuple[Precision, ...]:
    """Count for each metric how many judged incidents were real."""
    return measure_precision(store.feedback())


def pass_lessons(model: Model, store: Store, found: Sequence[Anomaly]) -> Heard:
    """Part anomalies into those to raise and those that people know already."""
    return read_learned(model, store).hear(found)


def name_events(events: Iterable[Event]) -> Callable[[datetime], frozenset[str]]:
    """Make the function that names the events of a bucket's day."""
    table: dict[date, set[str]] = {}
    for event in events:
        first, last = (m.date() if isinstance(m, datetime) else m for m in (event.start, event.end))
        for day in range((last - first).days + 1):
            table.setdefault(first + timedelta(days=day), set()).add(event.name)
    return lambda at: frozenset(table.get(at.date(), ()))
