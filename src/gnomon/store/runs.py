"""Rows of runs: which steps of which period are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from gnomon.base.errors import InternalError
from gnomon.records.run import Run, RunStep
from gnomon.store.database import insert_missing
from gnomon.store.tables import RUN, RUN_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["begin_run", "find_run", "find_runs", "finish_step"]


def begin_run(
    connection: Connection, period: str, steps: Sequence[str], *, holder: str, now: datetime
) -> Run:
    """Begin a run or take up one that was begun; steps that it lacks are added at its end."""
    insert_missing(connection, RUN, [{"period": period, "begun_at": now, "holder": holder}])
    used = connection.execute(select(func.count()).where(RUN_STEP.c.run == period)).scalar_one()
    rows = [{"run": period, "name": name, "place": used + i, "note": ""} for i, name in enumerate(steps)]
    insert_missing(connection, RUN_STEP, rows)
    run = find_run(connection, period)
    if run is None:
        raise InternalError(f"The run {period} is not there right after it was begun.")
    return run


def finish_step(
    connection: Connection, period: str, step: str, *, note: str, seconds: float | None, now: datetime
) -> None:
    """Write down that a step is done; the first note stays."""
    where = (RUN_STEP.c.run == period) & (RUN_STEP.c.name == step) & RUN_STEP.c.done_at.is_(None)
    connection.execute(update(RUN_STEP).where(where).values(done_at=now, note=note, seconds=seconds))


def find_run(connection: Connection, period: str) -> Run | None:
    """Read the run of a period; None where it was never begun."""
    row = connection.execute(select(RUN).where(RUN.c.period == period)).first()
    return None if row is None else _read(connection, row.period, row.begun_at, row.holder)


def find_runs(connection: Connection, *, limit: int | None = None) -> tuple[Run, ...]:
    """Read runs, the newest period first."""
    rows = connection.execute(select(RUN).order_by(RUN.c.period.desc()).limit(limit)).all()
    return tuple(_read(connection, row.period, row.begun_at, row.holder) for row in rows)


def _read(connection: Connection, period: str, begun_at: datetime, holder: str) -> Run:
    query = select(RUN_STEP).where(RUN_STEP.c.run == period).order_by(RUN_STEP.c.place, RUN_STEP.c.name)
    steps = tuple(
        RunStep(name=row.name, done_at=row.done_at, seconds=row.seconds, note=row.note)
        for row in connection.execute(query)
    )
    return Run(period=period, begun_at=begun_at, holder=holder, steps=steps)
