"""What the loop needs of those who tell people: compose messages, and send what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from gnomon.app.project import Project
    from gnomon.app.watching.judge import Judged
    from gnomon.records.alert import Alert
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["Teller"]


class Teller(Protocol):
    """Composes and sends; the loop saves what it composes together with what was found."""

    def compose(
        self,
        project: Project,
        store: Store,
        *,
        known: Sequence[Incident],
        found: Sequence[Incident],
        now: datetime,
        judged: Judged | None = None,
    ) -> tuple[Alert, ...]:
        """Say what changed: one message for each change that is worth it and each channel that wants it."""
        ...

    def sum_up(
        self, project: Project, *, incidents: Sequence[Incident], days: Sequence[date], now: datetime
    ) -> tuple[Alert, ...]:
        """Say in one message a channel what happened on days that were watched late."""
        ...

    def send(self, project: Project, store: Store, *, now: datetime) -> str:
        """Send what is due, and say how many were sent and what failed."""
        ...
