"""Make the tables of the oracle cases: in memory, or one Parquet file each."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path

import duckdb

import gnomon

HERE = Path(__file__).parent
PROJECTS = ("project", "sunday", "outage")


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


@contextmanager
def open_projects(root):
    """Copy the projects to a folder, write their tables beside them, and open each."""
    opened = {}
    for name in PROJECTS:
        shutil.copytree(HERE / name, root / name)
        write_tables(root / name / "data")
        opened[name] = gnomon.load(root / name)
    try:
        yield opened
    finally:
        for project in opened.values():
            project.close()
