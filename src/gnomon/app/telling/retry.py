"""Try again what was given up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gnomon.store import Store

__all__ = ["retry_failed"]


def retry_failed(store: Store, *, now: datetime) -> int:
    """Put messages that were given up back into the outbox, for one more try each; how many."""
    failed = store.alerts(states=("failed",))
    return sum(
        store.settle_alert(each.key, state="waiting", error=each.error, due_at=now, now=now)
        for each in failed
    )
