"""Make the tables of the oracle cases: in memory, or one Parquet file each."""

from __future__ import annotations

from pathlib import Path

import duckdb

HERE = Path(__file__).parent


def connect():
    """Open DuckDB with every table in memory."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for statement in duckdb.extract_statements((HERE / "tables.sql").read_text(encoding="utf-8")):
        connection.execute(statement)
    return connection


def write_tables(folder):
    """Write every table to a Parquet file of its name."""
    folder.mkdir(parents=True)
    with connect() as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        for name in names:
            connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
