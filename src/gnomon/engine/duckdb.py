"""DuckDB: the engine that comes with Gnomon, locked down to declared files and one query a call."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Mapping
from tempfile import mkdtemp
from types import TracebackType
from typing import ClassVar, Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb
from sqlglot import exp

from gnomon.define.source import FileRef, QueryRef, Relation, TableRef
from gnomon.engine.duckdb_fetch import describe_query, run_query
from gnomon.engine.duckdb_files import DeclaredFiles, file_relation
from gnomon.engine.duckdb_session import MEMORY, open_sessions
from gnomon.engine.duckdb_types import neutral_type
from gnomon.engine.errors import EngineUrlError, ParameterError
from gnomon.engine.gate import check_query
from gnomon.engine.protocol import NO_PARAMETERS, Ability, Capabilities, Column, Engine, EngineOptions, Result
from gnomon.engine.runner import QueryRunner

__all__ = ["DuckDBEngine"]

_EXACT: Final = Ability(level="exact")
_CAPABILITIES: Final = Capabilities(
    distinct_count=_EXACT,
    percentile_continuous=_EXACT,
    percentile_discrete=_EXACT,
    percentile_approximate=Ability(level="approximate", error="t-digest; no bound is promised"),
    asof_join=_EXACT,
    filter_clause=_EXACT,
    full_outer_join=_EXACT,
    grouping_sets=_EXACT,
    nulls_first=_EXACT,
    time_zones=_EXACT,
    memory_limit=_EXACT,
)


class DuckDBEngine:
    """Runs queries in a DuckDB that can reach nothing but the declared files.

    Parameters
    ----------
    database : str
        ``":memory:"`` or the absolute path of a database file.
    options : EngineOptions
        Limits, zone and declared files.
    is_read_only : bool
        Whether the database file is opened for reading only.
    """

    name: ClassVar[str] = "duckdb"
    dialect: ClassVar[str] = "duckdb"
    capabilities: ClassVar[Capabilities] = _CAPABILITIES

    def __init__(self, database: str, options: EngineOptions, *, is_read_only: bool = True) -> None:
        self._limit_bytes = options.result_limit_bytes
        self._files = DeclaredFiles.of(options.files, project_dir=options.project_dir)
        self._spill_dir = mkdtemp(prefix="gnomon-spill-")
        # An engine that nobody closed takes its folder along when it goes.
        self._remove_spill = weakref.finalize(self, shutil.rmtree, self._spill_dir, ignore_errors=True)
        try:
            self._sessions = open_sessions(
                database,
                is_read_only=is_read_only,
                spill_dir=self._spill_dir,
                files=self._files,
                options=options,
            )
        except BaseException:
            self._remove_spill()
            raise
        self._runner = QueryRunner(
            self._sessions.cursors,
            stop_session=duckdb.DuckDBPyConnection.interrupt,
            timeout_seconds=options.timeout_seconds,
        )

    @classmethod
    def open(cls, url: str, options: EngineOptions) -> Self:
        """Open ``duckdb:///:memory:`` or ``duckdb:///path[?read_only=false]``.

        A path starts at the project folder; a fourth slash makes it absolute.

        Raises
        ------
        EngineUrlError
            If the address cannot be read.
        EngineOpenError
            If the database does not open.
        """
        parts = urlsplit(url)
        if parts.netloc:
            raise EngineUrlError(
                f"{url!r} has two slashes before its path. Write duckdb:///{parts.netloc}{parts.path}."
            )
        location = unquote(parts.path).removeprefix("/") or MEMORY
        database = location if location == MEMORY else str((options.project_dir / location).absolute())
        return cls(database, options, is_read_only=_read_only(url, parts.query))

    def relation(self, ref: Relation) -> exp.Expr:
        """Turn a table, file or query into something that can stand after FROM.

        Raises
        ------
        RefusedAccessError
            If the project does not declare the file.
        """
        match ref:
            case TableRef(parts=parts):
                return _table(parts)
            case FileRef(path=path):
                return file_relation(self._files.resolve(path))
            case QueryRef(tree=tree):
                return exp.Subquery(this=tree.copy())

    def columns(self, relation: exp.Expr) -> tuple[Column, ...]:
        """Name the columns of a relation; binds the query, reads no rows."""
        source = exp.Subquery(this=relation.copy()) if isinstance(relation, exp.Query) else relation.copy()
        if isinstance(source, exp.Subquery) and not source.alias:
            source = exp.alias_(source, "relation", table=True)
        tree = exp.select("*").from_(source).limit(0)
        sql = self._admit(tree)
        described = self._runner.run(lambda cursor: describe_query(cursor, sql))
        return tuple(Column(name=n, engine_type=t, type=neutral_type(t)) for n, t in described)

    def render(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """Write a tree as DuckDB SQL.

        Examples
        --------
        >>> from pathlib import Path
        >>> with DuckDBEngine(":memory:", EngineOptions(project_dir=Path())) as engine:
        ...     engine.render(exp.select("day").from_("plays"))
        'SELECT day FROM plays'
        """
        return tree.sql(dialect=self.dialect, pretty=pretty)

    def execute(self, tree: exp.Expr, params: Mapping[str, object] = NO_PARAMETERS) -> Result:
        """Run one query.

        Parameters
        ----------
        tree : sqlglot expression
            One SELECT, set operation or WITH.
        params : mapping
            A value for each ``exp.Placeholder(this=name)`` of the tree.

        Raises
        ------
        EngineError
            See :mod:`gnomon.engine.errors`.
        """
        wanted = {p.name for p in tree.find_all(exp.Placeholder)}
        if wanted != set(params):
            raise ParameterError(
                f"The query takes the values {sorted(wanted)}, and {sorted(params)} were given."
            )
        sql = self._admit(tree)
        return self._runner.run(lambda cursor: run_query(cursor, sql, params, limit_bytes=self._limit_bytes))

    def interrupt(self) -> None:
        """Cancel every query that runs or waits."""
        self._runner.stop_all()

    def close(self) -> None:
        """Cancel what runs, close the database, remove what was spilled to disk."""
        self._runner.close()
        self._sessions.close()
        self._remove_spill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _admit(self, tree: exp.Expr) -> str:
        check_query(tree, is_declared_read=self._files.is_read)
        return self.render(tree, pretty=True)  # written once: what ran is what a person reads


def _read_only(url: str, query: str) -> bool:
    options = parse_qs(query, keep_blank_values=True)
    value = options.pop("read_only", ["true"])[-1]
    if options or value not in ("true", "false"):
        raise EngineUrlError(
            f"{url!r} has an option that is not known. The only one is read_only=true or read_only=false."
        )
    return value == "true"


def _table(parts: tuple[str, ...]) -> exp.Table:
    names = [exp.to_identifier(part, quoted=True) for part in parts]
    return exp.Table(**dict(zip(("this", "db", "catalog"), reversed(names), strict=False)))


_IS_ENGINE: Final[type[Engine]] = DuckDBEngine  # the type checker proves that the protocol is kept
