"""Bring the tables of a store to what this version needs; two processes that try at once take turns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from gnomon.base.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["migrate", "revision_of"]

_FOLDER: Final = Path(__file__).parent / "migrations"
_VERSION_TABLE: Final = "gnomon_version"
_LOCK: Final = 7_240_163_559_018_441_931  # names the lock in Postgres; any number that nobody else takes


def migrate(engine: Engine) -> str:
    """Make or change tables until they are those of this version, and say which revision that is.

    All of it is one transaction under a lock: a process that comes second finds nothing left to do, and one
    that is killed leaves the tables as they were.

    Raises
    ------
    StoreError
        If a newer version of Gnomon wrote the tables.
    """
    scripts = _scripts()
    head = scripts.get_current_head() or ""
    if revision_of(engine) == head:
        return head
    with engine.connect().execution_options(is_write=True) as connection, connection.begin():
        _lock(connection)
        _upgrade(connection, scripts)
    return head


def revision_of(engine: Engine) -> str | None:
    """Say which revision the tables have; None where there are none."""
    with engine.connect() as connection, connection.begin():
        return _context(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"version_table": _VERSION_TABLE})


def _lock(connection: Connection) -> None:
    """Wait for the others; in SQLite the write transaction is the lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _upgrade(connection: Connection, scripts: ScriptDirectory) -> None:
    context = _context(connection)
    current = context.get_current_revision()
    known = [each.revision for each in scripts.walk_revisions()]
    if current is not None and current not in known:
        raise StoreError(
            f"The store has tables of revision {current}, this version of Gnomon knows up to {known[0]}. "
            f"Update Gnomon here.",
            code="STO-504",
        )
    waiting = list(scripts.iterate_revisions("head", current or "base"))
    for revision in reversed(waiting):
        with Operations.context(context):
            revision.module.upgrade()
        context.stamp(scripts, revision.revision)
