"""Rows of known events and of mutes: what people told the product about the time ahead."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from gnomon.base.errors import UnknownNameError
from gnomon.base.time import parse_moment
from gnomon.records.event import Event
from gnomon.records.mute import Mute
from gnomon.store.database import insert_missing, upsert
from gnomon.store.tables import EVENT, MUTE

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["add_event", "add_mute", "drop_event", "end_mute", "find_events", "find_mutes"]


def find_events(connection: Connection) -> tuple[Event, ...]:
    """Read events in order of time."""
    rows = connection.execute(select(EVENT).order_by(EVENT.c.start, EVENT.c.name)).mappings()
    return tuple(_read_event(dict(row)) for row in rows)


def add_event(connection: Connection, event: Event) -> None:
    """Keep an event; one of the same name and start is replaced."""
    row = {**asdict(event), "start": event.start.isoformat(), "end": event.end.isoformat()}
    upsert(connection, EVENT, [row])


def drop_event(connection: Connection, name: str, *, start: date | datetime | None) -> int:
    """Forget an event, or all of one name, and say how many.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    where = EVENT.c.name == name
    if start is not None:
        where &= EVENT.c.start == start.isoformat()
    dropped = connection.execute(delete(EVENT).where(where)).rowcount
    if not dropped:
        known = connection.execute(select(EVENT.c.name)).scalars().all()
        raise UnknownNameError.of("event", name, [each for each in known if each != name])
    return dropped


def find_mutes(connection: Connection, *, now: datetime | None) -> tuple[Mute, ...]:
    """Read mutes, the one that ends first first; with ``now``, those that are in force."""
    query = select(MUTE).order_by(MUTE.c.until, MUTE.c.id)
    if now is not None:
        query = query.where(MUTE.c.until > now)
    rows = connection.execute(query).mappings()
    return tuple(
        Mute(
            metric=row["metric"], where=row["slice"], until=row["until"], by=row["by_whom"],
            reason=row["reason"], made_at=row["made_at"],
        )
        for row in rows
    )  # fmt: skip


def add_mute(connection: Connection, mute: Mute) -> None:
    """Keep a mute; the same one twice is one."""
    row = {
        "id": mute.id,
        "metric": mute.metric,
        "slice": mute.where,
        "until": mute.until,
        "by_whom": mute.by,
        "reason": mute.reason,
        "made_at": mute.made_at,
    }
    insert_missing(connection, MUTE, [row])


def end_mute(connection: Connection, mute: str, *, now: datetime) -> None:
    """End a mute now; it stays in the history.

    Raises
    ------
    UnknownNameError
        If there is none with this id.
    """
    known = connection.execute(select(MUTE.c.id)).scalars().all()
    if mute not in known:
        raise UnknownNameError.of("mute", mute, known)
    connection.execute(update(MUTE).where((MUTE.c.id == mute) & (MUTE.c.until > now)).values(until=now))


def _read_event(row: dict[str, Any]) -> Event:
    row["start"], row["end"] = parse_moment(row["start"]), parse_moment(row["end"])
    return Event(**row)
