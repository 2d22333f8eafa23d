"""Rows of incidents: find, save, merge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from gnomon.base.errors import UnknownNameError
from gnomon.store.codec import read_incident, write_incident
from gnomon.store.database import upsert
from gnomon.store.errors import AmbiguousIdError, StoreConflictError
from gnomon.store.merge import merge_incident
from gnomon.store.tables import INCIDENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from gnomon.records.incident import Incident, IncidentState

__all__ = ["find_incident", "find_incidents", "merge_incidents", "save_incident"]


def find_incidents(
    connection: Connection,
    *,
    states: Sequence[IncidentState] = (),
    metric: str | None = None,
    since: datetime | None = None,
    changed_since: datetime | None = None,
    limit: int | None = None,
) -> tuple[Incident, ...]:
    """Read incidents, those that were seen last first."""
    query = select(INCIDENT.c.body, INCIDENT.c.version).order_by(
        INCIDENT.c.last.desc(), INCIDENT.c.began.desc(), INCIDENT.c.id
    )
    if states:
        query = query.where(INCIDENT.c.state.in_([state.value for state in states]))
    if since is not None:
        query = query.where(INCIDENT.c.last >= since)
    if changed_since is not None:
        query = query.where(INCIDENT.c.changed_at >= changed_since)
    rows = connection.execute(query)
    found = (read_incident(body, version=version) for body, version in rows)
    about = (each for each in found if metric is None or metric in {name for name, _ in each.series})
    return (
        tuple(each for _, each in zip(range(limit), about, strict=False))
        if limit is not None
        else tuple(about)
    )


def find_incident(connection: Connection, prefix: str) -> Incident:
    """Read the one incident whose id begins like this.

    Raises
    ------
    UnknownNameError
        If there is none.
    AmbiguousIdError
        If there are several.
    """
    query = select(INCIDENT.c.id, INCIDENT.c.body, INCIDENT.c.version).order_by(INCIDENT.c.id)
    rows = connection.execute(query.where(INCIDENT.c.id.startswith(prefix, autoescape=True)))
    found = {row[0]: read_incident(row[1], version=row[2]) for row in rows} if prefix else {}
    if prefix in found:
        return found[prefix]
    if len(found) > 1:
        raise AmbiguousIdError(prefix, list(found)[:4])
    if not found:
        known = (
            connection.execute(select(INCIDENT.c.id).order_by(INCIDENT.c.last.desc()).limit(500))
            .scalars()
            .all()
        )
        raise UnknownNameError.of("incident", prefix, known)
    return next(iter(found.values()))


def save_incident(connection: Connection, incident: Incident, *, now: datetime) -> Incident:
    """Save what a person did; refused where the incident changed after it was read.

    Raises
    ------
    StoreConflictError
        If it did.
    """
    new = replace(incident, version=incident.version + 1)
    row = _row(new, now)
    if incident.version == 0:
        known = connection.execute(select(INCIDENT.c.id).where(INCIDENT.c.id == incident.id)).first()
        if known is not None:
            raise StoreConflictError(incident.id)
        connection.execute(INCIDENT.insert(), row)
        return new
    where = (INCIDENT.c.id == incident.id) & (INCIDENT.c.version == incident.version)
    if connection.execute(update(INCIDENT).where(where).values(row)).rowcount != 1:
        raise StoreConflictError(incident.id)
    return new


def merge_incidents(connection: Connection, found: Sequence[Incident], *, now: datetime) -> None:
    """Save what a run found, with what people did meanwhile; what is the same as before is not touched."""
    ids = [each.id for each in found]
    query = (
        select(INCIDENT.c.id, INCIDENT.c.body, INCIDENT.c.version)
        .where(INCIDENT.c.id.in_(ids))
        .with_for_update()
    )
    stored = {row[0]: read_incident(row[1], version=row[2]) for row in connection.execute(query)}
    changed: list[dict[str, Any]] = []
    for each in found:
        old = stored.get(each.id)
        new = each if old is None else merge_incident(old, each)
        if old is None or write_incident(new) != write_incident(old):
            changed.append(_row(replace(new, version=1 if old is None else old.version + 1), now))
    upsert(connection, INCIDENT, changed)


def _row(incident: Incident, now: datetime) -> dict[str, Any]:
    return {
        "id": incident.id,
        "version": incident.version,
        "metric": incident.metric,
        "state": incident.state.value,
        "severity": incident.severity.value,
        "began": incident.began,
        "last": incident.last,
        "changed_at": now,
        "body": write_incident(incident),
    }
