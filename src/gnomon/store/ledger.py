"""Who works and what is done: leases and runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from gnomon.store import leases, runs
from gnomon.store.database import reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from gnomon.records.run import Run

__all__ = ["RUN_LEASE", "Ledger"]

RUN_LEASE: Final = "run"


class Ledger:
    """Leases and runs of one project; a context manager. Each method is one transaction.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        Of a database whose tables are those of this version.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin_run(
        self, period: str, steps: Sequence[str], *, holder: str = "", now: datetime | None = None
    ) -> Run:
        """Begin the run of a period, or take up the one that was begun: it tells which steps are done."""
        with writing(self._engine) as connection:
            return runs.begin_run(connection, period, steps, holder=holder, now=now or _now())

    def finish_step(  # noqa: PLR0913 - what a step leaves behind
        self,
        period: str,
        step: str,
        *,
        fence: int,
        note: str = "",
        seconds: float | None = None,
        lease: str = RUN_LEASE,
        now: datetime | None = None,
    ) -> None:
        """Write down that a step is done.

        Raises
        ------
        StaleFenceError
            If another copy took the lease since.
        """
        with writing(self._engine) as connection:
            leases.hold_fence(connection, lease, fence)
            runs.finish_step(connection, period, step, note=note, seconds=seconds, now=now or _now())

    def run(self, period: str) -> Run | None:
        """Read the run of a period; None where it was never begun."""
        with reading(self._engine) as connection:
            return runs.find_run(connection, period)

    def runs(self, limit: int | None = None) -> tuple[Run, ...]:
        """Read runs, the newest period first."""
        with reading(self._engine) as connection:
            return runs.find_runs(connection, limit=limit)

    def take_lease(self, name: str, *, holder: str, seconds: float, now: datetime | None = None) -> int:
        """Take a lease and get its number, which every write under it must show.

        Raises
        ------
        LeaseHeldError
            If another holder has it.
        """
        with writing(self._engine) as connection:
            return leases.take_lease(connection, name, holder=holder, seconds=seconds, now=now or _now())

    def renew_lease(self, name: str, *, fence: int, seconds: float, now: datetime | None = None) -> None:
        """Hold a lease for longer.

        Raises
        ------
        StaleFenceError
            If another holder took it.
        """
        with writing(self._engine) as connection:
            leases.renew_lease(connection, name, fence=fence, seconds=seconds, now=now or _now())

    def drop_lease(self, name: str, *, fence: int) -> bool:
        """Give a lease back; false where it was lost already."""
        with writing(self._engine) as connection:
            return leases.drop_lease(connection, name, fence=fence)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _now() -> datetime:
    return datetime.now(UTC)
