"""What every engine offers: SQL tree in, Arrow table out, and an honest word on exactness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, Self, TypeAlias

from sqlglot import exp

from gnomon.define.source import Relation

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "NO_PARAMETERS",
    "Ability",
    "Capabilities",
    "Column",
    "Engine",
    "EngineOptions",
    "NeutralType",
    "Result",
]

NeutralType: TypeAlias = Literal[
    "integer", "decimal", "float", "text", "boolean", "date", "timestamp", "timestamptz", "interval", "other"
]
NO_PARAMETERS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """How far one operation of an engine can be trusted.

    Attributes
    ----------
    level : {"exact", "approximate", "missing"}
        Approximate answers are always labelled; a missing operation is refused.
    error : str
        Size of the error where the level is approximate, with its source.
    """

    level: Literal["exact", "approximate", "missing"]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What an engine can do, operation by operation; the contract suite proves each "exact"."""

    distinct_count: Ability
    percentile_continuous: Ability
    percentile_discrete: Ability
    percentile_approximate: Ability
    asof_join: Ability
    filter_clause: Ability
    full_outer_join: Ability
    grouping_sets: Ability
    nulls_first: Ability
    time_zones: Ability
    memory_limit: Ability


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a relation.

    Attributes
    ----------
    engine_type : str
        Type in the engine's own words, such as ``DECIMAL(18,2)``.
    type : str
        The same in neutral words: see :data:`NeutralType`.
    """

    name: str
    engine_type: str
    type: NeutralType


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """Rows of one query and what they cost.

    Attributes
    ----------
    table : pyarrow.Table
        Sums of integers arrive as ``decimal128(38, 0)`` and keep every digit.
    seconds : float
        Wall time of the engine, waiting for a free session not included.
    rows_scanned : int or None
        Rows that the scans handed on, as the engine counts them; None when it does not say.
    bytes_scanned : int or None
        Bytes read from files; None when the engine does not say or read no file.
    sql : str
        The text that ran, in the engine's dialect.
    """

    table: pa.Table
    seconds: float
    rows_scanned: int | None
    bytes_scanned: int | None
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """How an engine is opened; every engine reads the same record.

    Attributes
    ----------
    project_dir : pathlib.Path
        Folder that relative paths start from.
    files : sequence of str
        Files and globs that the project declares; nothing else can be read.
    timezone : str
        IANA zone of the session.
    memory_limit : str or None
        Such as ``"4GB"``; None lets the engine take its default.
    threads : int or None
        None means one for each core.
    timeout_seconds : float or None
        Wall time that a query may take; None means no limit.
    result_limit_bytes : int
        Size that one answer may have in memory.
    sessions : int
        Queries that may run at once; more wait for their turn.
    """

    project_dir: Path
    files: Sequence[str] = ()
    timezone: str = "UTC"
    memory_limit: str | None = None
    threads: int | None = None
    timeout_seconds: float | None = None
    result_limit_bytes: int = 2 * 2**30
    sessions: int = 8


class Engine(Protocol):
    """Runs queries; one instance serves many threads.

    Every engine must pass :func:`gnomon.testing.engines.engine_checks`.

    Attributes
    ----------
    name : str
        Name in messages and records.
    dialect : str
        Name of the sqlglot dialect that trees are rendered in.
    capabilities : Capabilities
        What is exact, approximate or missing here.
    """

    name: ClassVar[str]
    dialect: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    @classmethod
    def open(cls, url: str, options: EngineOptions) -> Self:
        """Open the database that `url` points to."""
        ...

    def relation(self, ref: Relation) -> exp.Expr:
        """Turn a declared relation into something that can stand after FROM."""
        ...

    def columns(self, relation: exp.Expr) -> tuple[Column, ...]:
        """Name the columns of a table, a declared file or a query, without reading its rows."""
        ...

    def render(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """Write a tree in the engine's dialect."""
        ...

    def execute(self, tree: exp.Expr, params: Mapping[str, object] = NO_PARAMETERS) -> Result:
        """Run one query; ``exp.Placeholder(this=name)`` takes its value from `params`."""
        ...

    def interrupt(self) -> None:
        """Cancel every query that runs now, from any thread."""
        ...

    def close(self) -> None:
        """Cancel what runs and let go of the database; closing twice is fine."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
