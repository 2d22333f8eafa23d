"""Copy a world that was made into a database file."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gnomon.base.errors import InputError
from gnomon.base.files import whole_file
from gnomon.engine.duckdb_maker import DuckDBMaker
from gnomon.sim import Table

__all__ = ["find_database", "load_tables", "new_database"]

_SCHEME = "duckdb"


def find_database(url: str) -> Path:
    """Read the path of a new database file from an address such as ``duckdb:///world.duckdb``.

    Raises
    ------
    InputError
        If the address is of another engine, names no file, or the file exists.

    Examples
    --------
    >>> find_database("duckdb:///new_world.duckdb").name
    'new_world.duckdb'
    """
    parts = urlsplit(url)
    location = unquote(parts.path).removeprefix("/")
    if parts.scheme != _SCHEME or parts.netloc or parts.query or location in ("", ":memory:"):
        raise InputError(
            f"{url!r} names no DuckDB file. Write for example duckdb:///world.duckdb; "
            "other engines load the Parquet files themselves.",
            code="SIM-805",
        )
    path = Path(location).absolute()
    if path.exists():
        raise InputError(f"{path} exists. Name a new database file; nothing was written.", code="SIM-805")
    return path


@contextmanager
def new_database(path: Path | None) -> Generator[Path | None]:
    """Give a path to write to, which takes its place when all went well; None stays None."""
    if path is None:
        yield None
        return
    with whole_file(path) as draft:
        draft.unlink()  # DuckDB makes the file itself and refuses an empty one
        try:
            yield draft
        finally:
            draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)  # what a full disk cut off


def load_tables(maker: DuckDBMaker, database: Path, folder: Path, tables: Iterable[Table]) -> None:
    """Copy every stored table of a folder into a database file; the day of a folder becomes the column ``day``."""
    for table in tables:
        if table.is_stored:
            files = f"{table.name}/*/*.parquet" if table.time is not None else f"{table.name}.parquet"
            maker.load(database, table.name, str(folder / files))
    maker.detach()
