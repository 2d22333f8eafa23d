"""Open DuckDB with every door shut but the declared files, and prepare its sessions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
from sqlglot import exp

from gnomon.base.time import check_zone
from gnomon.engine.duckdb_files import DeclaredFiles
from gnomon.engine.errors import EngineOpenError
from gnomon.engine.protocol import EngineOptions

__all__ = ["IS_DUCKDB_2", "MEMORY", "Sessions", "open_sessions"]

IS_DUCKDB_2: Final = int(duckdb.__version__.split(".")[0]) >= 2  # noqa: PLR2004 - a version, not a quantity
MEMORY: Final = ":memory:"
_MEMORY_SHARE: Final = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """An open database and its prepared connections.

    Attributes
    ----------
    root : duckdb.DuckDBPyConnection
        Holds the database open; runs no query.
    cursors : tuple of duckdb.DuckDBPyConnection
        One for each query that may run at once.
    """

    root: duckdb.DuckDBPyConnection
    cursors: tuple[duckdb.DuckDBPyConnection, ...]

    def close(self) -> None:
        """Close every connection."""
        for connection in (*self.cursors, self.root):
            connection.close()


def open_sessions(
    database: str, *, is_read_only: bool, spill_dir: str, files: DeclaredFiles, options: EngineOptions
) -> Sessions:
    """Open `database`, lock it down and prepare its sessions.

    The order matters: extensions and folders are settled first, then the outside world is shut off,
    then the sessions are made, and last the configuration is locked, after which nothing can undo it.

    Raises
    ------
    EngineOpenError
        If the database does not open or a setting is refused.
    """
    zone = check_zone(options.timezone)
    config = _start_settings(spill_dir, options)
    root = _connect(config)
    try:
        catalog = None if database == MEMORY else _attach(root, Path(database), is_read_only=is_read_only)
        if IS_DUCKDB_2:
            # Over partitioned files 2.0.1 loses the filter in one of the two sides, and sums rows that were left out.
            _set(root, "disabled_optimizers", exp.Literal.string("window_self_join"), scope="GLOBAL")
        # Footers of files are read once; DuckDB reads them again where a file has changed since.
        _set(root, "parquet_metadata_cache", exp.true(), scope="GLOBAL")
        _set(root, "TimeZone", exp.Literal.string(zone), scope="GLOBAL")
        _set(root, "allowed_paths", _strings(files.paths()))
        _set(root, "allowed_directories", _strings(files.folders()))
        _set(root, "enable_external_access", exp.false())
        cursors = tuple(_prepare(root.cursor(), catalog) for _ in range(options.sessions))
        _set(root, "lock_configuration", exp.true())
    except duckdb.Error as error:
        root.close()
        raise EngineOpenError(f"DuckDB refused a setting: {error}") from error
    except EngineOpenError:
        root.close()
        raise
    return Sessions(root=root, cursors=cursors)


def _connect(config: Mapping[str, str | bool | int]) -> duckdb.DuckDBPyConnection:
    """Start an instance of our own; one opened by its path is shared in the process, settings and all."""
    try:
        return duckdb.connect(MEMORY, config=dict(config))
    except duckdb.Error as error:
        raise EngineOpenError(f"DuckDB refused a setting: {error}") from error


def _attach(root: duckdb.DuckDBPyConnection, database: Path, *, is_read_only: bool) -> exp.Identifier:
    """Attach a database file under the name of its file, and return that name."""
    name = exp.to_identifier(database.stem, quoted=True)
    this = exp.alias_(exp.Literal.string(str(database)), name)
    options = [exp.AttachOption(this=exp.var("READ_ONLY"))] if is_read_only else []
    try:
        root.execute(exp.Attach(this=this, expressions=options).sql("duckdb"))
    except duckdb.Error as error:
        raise EngineOpenError(_explain_open(database, error, is_read_only=is_read_only)) from error
    return name


def _start_settings(spill_dir: str, options: EngineOptions) -> Mapping[str, str | bool | int]:
    settings: dict[str, str | bool | int] = {
        "temp_directory": spill_dir,
        "python_enable_replacements": False,  # else a table name could reach a Python variable
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "preserve_insertion_order": False,
        "ieee_floating_point_ops": False,  # x / 0 is null on both versions, never infinity
    }
    if IS_DUCKDB_2:
        settings["error_on_division_by_zero"] = False
    memory_limit = options.memory_limit or _default_memory()
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    if options.threads is not None:
        settings["threads"] = options.threads
    return settings


def _default_memory() -> str | None:
    """70 % of the memory of the machine; None, which is DuckDB's own 80 %, where that is not known."""
    if not hasattr(os, "sysconf"):
        return None
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{int(total * _MEMORY_SHARE) // 2**20}MiB"


def _set(connection: duckdb.DuckDBPyConnection, name: str, value: exp.Expr, *, scope: str = "") -> None:
    pair = exp.EQ(this=exp.column(name), expression=value)
    item = exp.SetItem(this=pair, kind=scope) if scope else exp.SetItem(this=pair)
    connection.execute(exp.Set(expressions=[item]).sql("duckdb"))


def _strings(values: tuple[str, ...]) -> exp.Expr:
    return exp.Array(expressions=[exp.Literal.string(value) for value in values])


def _prepare(cursor: duckdb.DuckDBPyConnection, catalog: exp.Identifier | None) -> duckdb.DuckDBPyConnection:
    """Choose the catalog and switch on silent profiling: both belong to the session, and before the lock."""
    if catalog is not None:
        cursor.execute(exp.Use(this=exp.Table(this=catalog.copy())).sql("duckdb"))
    _set(cursor, "enable_profiling", exp.Literal.string("no_output"))
    return cursor


def _explain_open(database: Path, error: duckdb.Error, *, is_read_only: bool) -> str:
    text = str(error)
    if is_read_only and not database.exists():
        return (
            f"There is no database file {str(database)!r}. Check `engine` in gnomon.toml; "
            "the path starts at the project folder."
        )
    if "Could not set lock" in text:
        return f"Another process holds {str(database)!r}: {text}. Close it, or give Gnomon a copy."
    return f"DuckDB cannot open {str(database)!r}: {text}"
