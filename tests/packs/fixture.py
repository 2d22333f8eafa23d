"""The tiny world of the packs: tables made by the SQL beside this file, laid out as the canonical schema says."""

from __future__ import annotations

from pathlib import Path

import duckdb

__all__ = ["HELPERS", "write_world"]

TABLES = Path(__file__).parent / "tables"
ORDER = ("growth", "content", "experience", "social")  # later ones read these
HELPERS = ("habits",)
LANDED = "day"
NOT_LANDED = ("holidays", "costs")  # their `day` is what the row speaks of


def write_world(folder: Path) -> Path:
    """Write all tables as Parquet: events in a folder for each day of landing, the others as one file."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for module in (*ORDER, *sorted({p.stem for p in TABLES.glob("*.sql")} - set(ORDER))):
            connection.execute((TABLES / f"{module}.sql").read_text(encoding="utf-8"))
        for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            if name not in HELPERS:
                _write_table(connection, name, folder)
    return folder


def _write_table(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    columns = [row[0] for row in connection.execute(f'describe "{name}"').fetchall()]
    if LANDED in columns and name not in NOT_LANDED:
        target, options = folder / name, f"format parquet, partition_by ({LANDED})"
    else:
        target, options = folder / f"{name}.parquet", "format parquet"
    connection.execute(f"copy \"{name}\" to '{target.as_posix()}' ({options})")
