"""Rows of leases: one copy at a time, and a number that tells a copy that lost its lease from the one that has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from gnomon.store.database import insert_missing
from gnomon.store.errors import LeaseHeldError, StaleFenceError
from gnomon.store.tables import LEASE

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["drop_lease", "hold_fence", "renew_lease", "take_lease"]


def take_lease(connection: Connection, name: str, *, holder: str, seconds: float, now: datetime) -> int:
    """Take a lease that is free or over; each taking gets a higher number.

    Raises
    ------
    LeaseHeldError
        If another holder has it.
    """
    never = {"name": name, "holder": "", "fence": 0, "until": now}
    insert_missing(connection, LEASE, [never])
    held = _locked(connection, name)
    if held is not None and held.holder and held.until > now:
        raise LeaseHeldError(name, holder=held.holder, until=held.until)
    fence = 1 if held is None else held.fence + 1
    new = {"holder": holder, "fence": fence, "until": now + timedelta(seconds=seconds)}
    connection.execute(update(LEASE).where(LEASE.c.name == name).values(new))
    return fence


def renew_lease(connection: Connection, name: str, *, fence: int, seconds: float, now: datetime) -> None:
    """Hold a lease for longer; also one that ran out, where nobody took it meanwhile.

    Raises
    ------
    StaleFenceError
        If somebody did.
    """
    hold_fence(connection, name, fence)
    new = {"until": now + timedelta(seconds=seconds)}
    connection.execute(update(LEASE).where(LEASE.c.name == name).values(new))


def drop_lease(connection: Connection, name: str, *, fence: int) -> bool:
    """Give a lease back; false where it was lost already. Its number is kept, so that it only grows."""
    where = (LEASE.c.name == name) & (LEASE.c.fence == fence)
    return connection.execute(update(LEASE).where(where).values(holder="")).rowcount == 1


def hold_fence(connection: Connection, name: str, fence: int) -> None:
    """Make sure that this number is the newest until the transaction ends.

    Raises
    ------
    StaleFenceError
        If it is not.
    """
    held = _locked(connection, name)
    if held is None or held.fence != fence or not held.holder:
        raise StaleFenceError(name, fence=fence, current=0 if held is None else held.fence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lease:
    holder: str
    fence: int
    until: datetime


def _locked(connection: Connection, name: str) -> _Lease | None:
    row = connection.execute(select(LEASE).where(LEASE.c.name == name).with_for_update()).mappings().first()
    return None if row is None else _Lease(holder=row["holder"], fence=row["fence"], until=row["until"])
