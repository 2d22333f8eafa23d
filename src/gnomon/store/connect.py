"""Open the database of a store: SQLite in WAL mode, or Postgres through psycopg."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from gnomon.base.errors import InputError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["BUSY_SECONDS", "connect", "hide_password"]

BUSY_SECONDS: Final = 30
_DRIVERS: Final = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def connect(url: str) -> Engine:
    """Make the engine of SQLAlchemy for an address; nothing is opened yet but the folder of a file made.

    Parameters
    ----------
    url : str
        ``sqlite:///path`` or ``postgresql+psycopg://user@host/database``.

    Raises
    ------
    InputError
        If it is no such address.
    StoreError
        If the driver is not installed or the folder cannot be made.
    """
    address = _read(url)
    try:
        engine = create_engine(address, pool_pre_ping=address.get_backend_name() != "sqlite")
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{address.drivername} needs the package {error.name}. Install gnomon-metrics[postgres].",
            code="STO-502",
        ) from error
    if engine.dialect.name == "sqlite":
        _make_folder(address.database)
        _prepare_sqlite(engine)
    return engine


def hide_password(url: str) -> str:
    """Write an address so that it may be shown.

    Examples
    --------
    >>> hide_password("postgresql+psycopg://ada:secret@db/state")
    'postgresql+psycopg://ada:***@db/state'
    """
    return make_url(url).render_as_string(hide_password=True)


def _read(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    driver = None if address is None else _DRIVERS.get(address.drivername.partition("+")[0])
    if address is None or driver is None or (address.database or "") in {"", ":memory:"}:
        raise InputError(
            f"{url.partition(':')[0]!r} begins no address of a store. Write sqlite:///.gnomon/state.db, with the path "
            f"of a file, or postgresql+psycopg://user@host/database.",
            code="STO-501",
        )
    return address.set(drivername=driver)


def _make_folder(database: str | None) -> None:
    folder = Path(database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} of the store cannot be made: {error.strerror}.", code="STO-503"
        ) from error


def _prepare_sqlite(engine: Engine) -> None:
    """Let us begin transactions ourselves: the driver begins them late, and readers would become writers."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own connection
        del record
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # an alert that was saved outlives a power cut
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
