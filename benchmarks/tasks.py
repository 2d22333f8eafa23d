"""Tasks that run in a process of their own: ``python -m benchmarks.tasks NAME FOLDER [REPEATS]``."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

import gnomon
from benchmarks.events import read_sql
from benchmarks.measured import emit, start_clock
from gnomon.app.project import Project

__all__ = ["DIMENSIONS", "main"]

DIMENSIONS = ("country", "platform", "surface", "category", "app_version", "is_new")
KEYS = {"period", *DIMENSIONS}
Sums = dict[str, object]


def forty(project: Project) -> list[str]:
    """Names of the forty metrics."""
    return [name for name in project.model.metrics if name != "monthly_users"]


def add_up(table: pa.Table, names: list[str]) -> Sums:
    """Sum each column, rows weighted by their keys, so that swapped rows show."""
    keys = [table.column(name).to_pylist() for name in table.column_names if name in KEYS]
    weights = [1 + zlib.crc32(" ".join(map(str, key)).encode()) % 7 for key in zip(*keys, strict=True)]
    return {
        name: sum(float(v or 0) * w for v, w in zip(table.column(name).to_pylist(), weights, strict=True))
        for name in names
    }


def ask_together(folder: Path) -> Sums:
    """Ask the forty metrics by day and each of six dimensions: six questions."""
    with gnomon.load(folder) as project:
        names = forty(project)
        project.engine.columns(_nothing(project))
        clock = start_clock()
        answers = {d: project.ask(names, by=d, grain="day").wide() for d in DIMENSIONS}
        taken = clock()
    return _end(taken, {d: add_up(t, names) for d, t in answers.items()})


def ask_singly(folder: Path) -> Sums:
    """Ask each metric by day and each dimension on its own: 240 questions."""
    with gnomon.load(folder) as project:
        names = forty(project)
        project.engine.columns(_nothing(project))
        clock = start_clock()
        answers = {d: {n: project.ask(n, by=d, grain="day").wide() for n in names} for d in DIMENSIONS}
        taken = clock()
    return _end(taken, {d: {n: add_up(t, [n])[n] for n, t in each.items()} for d, each in answers.items()})


def write_by_hand(folder: Path) -> Sums:
    """Run the hand-written SQL of the forty results, once for each dimension."""
    with gnomon.load(folder) as project:
        names, threads = forty(project), project.model.settings.threads
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {threads}")
        path = str(folder / "events.parquet")
        clock = start_clock()
        tables = {d: _fetch(connection, read_sql("indicators", dimension=d, path=path)) for d in DIMENSIONS}
        taken = clock()
    return _end(taken, {d: add_up(t, names) for d, t in tables.items()})


def ask_rolling(folder: Path) -> Sums:
    """Ask the users of the last 28 days for every day."""
    with gnomon.load(folder) as project:
        project.engine.columns(_nothing(project))
        clock = start_clock()
        table = project.ask("monthly_users", grain="day").wide()
        taken = clock()
    return _end(taken, add_up(table, ["monthly_users"]))


def roll_by_range(folder: Path) -> Sums:
    """Run the range join by hand."""
    return _roll(folder, "monthly_range")


def roll_by_gaps(folder: Path) -> Sums:
    """Run the gaps method by hand."""
    return _roll(folder, "monthly_gaps")


def _roll(folder: Path, name: str) -> Sums:
    with gnomon.load(folder) as project:
        threads = project.model.settings.threads
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {threads}")
        clock = start_clock()
        table = _fetch(connection, read_sql(name, path=str(folder / "events.parquet")))
        taken = clock()
    return _end(taken, add_up(table, ["monthly_users"]))


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return connection.sql(sql).to_arrow_table()


def _nothing(project: Project):  # noqa: ANN202 - a tree of the SQL library
    """The engine is open, as in a running process, before the clock starts."""
    return project.engine.relation(project.model.sources["events"].relation)


def _end(taken: tuple[float, float], found: Sums) -> Sums:
    emit(taken, found)
    return found


TASKS: dict[str, Callable[[Path], Sums]] = {
    "together": ask_together,
    "singly": ask_singly,
    "by_hand": write_by_hand,
    "rolling": ask_rolling,
    "rolling_range": roll_by_range,
    "rolling_gaps": roll_by_gaps,
}


def main(arguments: list[str]) -> None:
    """Run the task that is named first over the folder that is named second."""
    TASKS[arguments[0]](Path(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
