"""Rows of alerts: the outbox. An alert is saved with what it tells of, and sent from here, at least once."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select, update

from gnomon.records.alert import Alert
from gnomon.store.database import insert_missing
from gnomon.store.tables import ALERT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from gnomon.records.alert import AlertState

__all__ = [
    "CLAIM_SECONDS",
    "claim_alert",
    "find_alerts",
    "keep_alerts",
    "reword_alert",
    "settle_alert",
    "waiting_alerts",
]

CLAIM_SECONDS: Final = 300
_COLUMNS: Final = tuple(ALERT.c[f.name] for f in fields(Alert))


def keep_alerts(connection: Connection, alerts: Sequence[Alert]) -> None:
    """Put alerts into the outbox; of a key that is there already nothing is changed, sent or not."""
    insert_missing(connection, ALERT, [asdict(each) for each in alerts])


def find_alerts(
    connection: Connection,
    *,
    states: Sequence[AlertState] = (),
    incident: str | None = None,
    limit: int | None = None,
) -> tuple[Alert, ...]:
    """Read alerts, the newest first."""
    query = select(*_COLUMNS).order_by(ALERT.c.made_at.desc(), ALERT.c.key)
    if states:
        query = query.where(ALERT.c.state.in_(states))
    if incident is not None:
        query = query.where(ALERT.c.incident == incident)
    return _read(connection, query.limit(limit))


def waiting_alerts(connection: Connection, now: datetime) -> tuple[Alert, ...]:
    """Read what is due and nobody is sending, the oldest first; what was held and is due now counts too."""
    query = select(*_COLUMNS).where(_is_free(now)).order_by(ALERT.c.due_at, ALERT.c.made_at, ALERT.c.key)
    return _read(connection, query)


def claim_alert(connection: Connection, key: str, now: datetime) -> bool:
    """Take an alert for sending; false where another process has it.

    A claim ends by itself: an alert whose sender was killed is sent again by the next, at least once.
    """
    taken = {"claimed_until": now + timedelta(seconds=CLAIM_SECONDS), "attempts": ALERT.c.attempts + 1}
    outcome = connection.execute(update(ALERT).where((ALERT.c.key == key) & _is_free(now)).values(taken))
    return outcome.rowcount == 1


def reword_alert(connection: Connection, key: str, *, title: str, body: str, picture: bytes | None) -> bool:
    """Say an alert in other words while nobody has begun to send it; false where it is too late."""
    is_still = ALERT.c.state.in_(("waiting", "held")) & ALERT.c.claimed_until.is_(None)
    new: dict[str, Any] = {"title": title, "body": body}
    if picture is not None:
        new["picture"] = picture
    return connection.execute(update(ALERT).where((ALERT.c.key == key) & is_still).values(new)).rowcount == 1


def settle_alert(
    connection: Connection, key: str, *, state: AlertState, error: str, due_at: datetime | None, now: datetime
) -> bool:
    """Write down how sending went, and end the claim; what was sent stays sent."""
    new: dict[str, Any] = {"state": state, "error": error, "claimed_until": None, "settled_at": now}
    if due_at is not None:
        new["due_at"] = due_at
    where = (ALERT.c.key == key) & (ALERT.c.state != "sent")
    return connection.execute(update(ALERT).where(where).values(new)).rowcount == 1


def _is_free(now: datetime) -> ColumnElement[bool]:
    unclaimed = or_(ALERT.c.claimed_until.is_(None), ALERT.c.claimed_until <= now)
    return ALERT.c.state.in_(("waiting", "held")) & (ALERT.c.due_at <= now) & unclaimed


def _read(connection: Connection, query: Select[Any]) -> tuple[Alert, ...]:
    return tuple(Alert(**dict(row)) for row in connection.execute(query).mappings())
