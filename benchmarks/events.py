"""Generated events: made once for each number of rows, in a cache folder outside the project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from string import Template

import duckdb

__all__ = ["HERE", "prepare_project", "read_sql"]

HERE = Path(__file__).resolve().parent


def prepare_project(rows: int, *, threads: int) -> Path:
    """Make the events unless they are there, lay the definitions beside them and return the folder.

    Parameters
    ----------
    rows : int
        Events, a multiple of four.
    threads : int
        Threads that queries may use.
    """
    folder = _cache() / f"events_{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    events = folder / "events.parquet"
    if not events.exists():
        fresh = folder / "events.part"
        with duckdb.connect() as connection:
            script = read_sql("events", sessions=str(rows // 4), path=str(fresh))
            for statement in connection.extract_statements(script):
                connection.execute(statement)
        fresh.rename(events)
    shutil.copy(HERE / "project" / "metrics.yml", folder)
    settings = (HERE / "project" / "gnomon.toml").read_text(encoding="utf-8")
    (folder / "gnomon.toml").write_text(f"{settings}\n[limits]\nthreads = {threads}\n", encoding="utf-8")
    return folder


def read_sql(name: str, **values: str) -> str:
    """Read a file of `sql/` with its places filled in."""
    return Template((HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")).substitute(values)


def _cache() -> Path:
    told = os.environ.get("GNOMON_BENCHMARK_CACHE")
    return Path(told) if told else Path.home() / ".cache" / "gnomon-benchmarks"
