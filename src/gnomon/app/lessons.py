"""What was learned from people's opinions, read from the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.watch.lessons import hush_known, read_lessons
from gnomon.watch.precision import measure_precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gnomon.define import Model
    from gnomon.records.anomaly import Anomaly
    from gnomon.records.event import Event
    from gnomon.store import Store
    from gnomon.watch.lessons import Heard, Lesson
    from gnomon.watch.precision import Precision

__all__ = ["list_lessons", "list_precision", "name_events", "pass_lessons"]


def list_lessons(model: Model, store: Store) -> tuple[Lesson, ...]:
    """List the patterns that are not raised again."""
    return read_lessons(store.feedback(), events_on=name_events((*model.events, *store.events())))


def list_precision(store: Store) -> tuple[Precision, ...]:
    """Count for each metric how many judged incidents were real."""
    return measure_precision(store.feedback())


def pass_lessons(model: Model, store: Store, found: Sequence[Anomaly]) -> Heard:
    """Part anomalies into those to raise and those that people know already."""
    names = name_events((*model.events, *store.events()))
    return hush_known(found, read_lessons(store.feedback(), events_on=names), events_on=names)


def name_events(events: Iterable[Event]) -> Callable[[datetime], frozenset[str]]:
    """Make the function that names the events of a bucket's day."""
    table: dict[date, set[str]] = {}
    for event in events:
        first, last = (m.date() if isinstance(m, datetime) else m for m in (event.start, event.end))
        for day in range((last - first).days + 1):
            table.setdefault(first + timedelta(days=day), set()).add(event.name)
    return lambda at: frozenset(table.get(at.date(), ()))
