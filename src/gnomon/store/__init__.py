"""The product's own state: incidents, alerts, verdicts, events, runs and the question log, in SQLite or Postgres."""

from __future__ import annotations

from gnomon.store.connect import connect, hide_password
from gnomon.store.errors import AmbiguousIdError, LeaseHeldError, StaleFenceError, StoreConflictError
from gnomon.store.migrate import migrate, revision_of
from gnomon.store.store import RUN_LEASE, Store, open_store

__all__ = [
    "RUN_LEASE",
    "AmbiguousIdError",
    "LeaseHeldError",
    "StaleFenceError",
    "Store",
    "StoreConflictError",
    "connect",
    "hide_password",
    "migrate",
    "open_store",
    "revision_of",
]
