"""The calendar of known events: those of the project's files, and those that people added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast, get_args

from gnomon.base.errors import InputError, QuestionError, nearest_hint
from gnomon.base.time import parse_moment
from gnomon.records.event import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnomon.define import Model
    from gnomon.store import Store

__all__ = ["ListedEvent", "add_event", "list_events", "read_kind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """An event and where it is kept.

    Attributes
    ----------
    kept_in : str
        ``file`` or ``store``.
    """

    event: Event
    kept_in: str


def list_events(model: Model, store: Store | None) -> tuple[ListedEvent, ...]:
    """List events by time."""
    kept = () if store is None else store.events()
    listed = [ListedEvent(event=each, kept_in="file") for each in model.events]
    listed += [ListedEvent(event=each, kept_in="store") for each in kept]
    return tuple(sorted(listed, key=lambda each: (each.event.start.isoformat(), each.event.name)))


def add_event(  # noqa: PLR0913 - the parts of an event
    store: Store,
    name: str,
    *,
    start: str,
    end: str | None = None,
    kind: str = "other",
    scope: Mapping[str, str] | None = None,
    note: str = "",
) -> Event:
    """Add an event.

    Parameters
    ----------
    start, end : str
        First and last day, both included, or exact moments of the reporting zone.

    Raises
    ------
    QuestionError
        INC-608 if a text is no date, or the end lies before the start.
    """
    first = _read(start)
    last = first if end is None else _read(end)
    if _compare(last) < _compare(first):
        raise QuestionError(f"The event ends ({end}) before it starts ({start}).", code="INC-609")
    event = Event(
        name=name,
        kind=read_kind(kind),
        start=first,
        end=last,
        scope=tuple(sorted((scope or {}).items())),
        note=note,
    )
    store.add_event(event)
    return event


def read_kind(text: str) -> EventKind:
    """Read the kind of an event.

    Raises
    ------
    QuestionError
        INC-610 if it is none.

    Examples
    --------
    >>> read_kind("launch")
    'launch'
    """
    known = cast("tuple[str, ...]", get_args(EventKind))
    if text not in known:
        hint = nearest_hint(text, known, otherwise=f"Take one of: {', '.join(known)}.")
        raise QuestionError(f"{text!r} is no kind of event. {hint}", code="INC-610")
    return cast("EventKind", text)


def _read(text: str) -> date:
    try:
        return parse_moment(text)
    except InputError as error:
        raise QuestionError(error.message, code="INC-608") from None


def _compare(moment: date) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return whole.replace(tzinfo=None)
