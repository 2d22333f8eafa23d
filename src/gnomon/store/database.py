"""Transactions that read and that write, with the database's faults in our own words."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from gnomon.base.errors import GnomonError, StoreError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sqlalchemy import Connection, Engine, Table
    from sqlalchemy.dialects.postgresql import Insert as InsertPostgres
    from sqlalchemy.dialects.sqlite import Insert as InsertSqlite

__all__ = ["insert_into", "insert_missing", "reading", "told", "upsert", "writing"]


@contextlib.contextmanager
def told() -> Generator[None]:
    """Turn what the database says into an error of ours."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"The store cannot be reached: {_words(error)}.", code="STO-503") from error
    except SQLAlchemyError as error:
        if isinstance(error.__cause__, GnomonError):
            raise error.__cause__ from None
        raise StoreError(f"The store failed: {_words(error)}.", code="STO-500") from error


@contextlib.contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """Read one consistent state."""
    with told(), engine.connect() as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """Write all or nothing; in SQLite the lock is taken at the beginning, so that what was read still holds."""
    with told(), engine.connect().execution_options(is_write=True) as connection, connection.begin():
        yield connection


def insert_into(connection: Connection, table: Table) -> InsertPostgres | InsertSqlite:
    """Begin an insert that knows what to do on a conflict, in the dialect of the connection."""
    return insert_postgres(table) if connection.dialect.name == "postgresql" else insert_sqlite(table)


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; of a key that is there already the old row stays as it is."""
    if rows:
        connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; of a key that is there already the new row replaces the old one."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = insert_into(connection, table)
    new = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), rows)


def _words(error: SQLAlchemyError) -> str:
    original = getattr(error, "orig", None)
    return str(original or error).strip().splitlines()[0].rstrip(".")
