"""An answer: the numbers, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records.question import Question

__all__ = ["Answer", "ArrowTable", "Cost", "KeyColumn", "MetricColumn"]


class ArrowTable(Protocol):
    """The part of an Arrow table that records rely on (``pyarrow.Table`` has it)."""

    @property
    def num_rows(self) -> int:
        """Rows held."""
        ...

    @property
    def column_names(self) -> list[str]:
        """Names in order."""
        ...

    def to_pylist(self) -> list[dict[str, object]]:
        """Rows as mappings."""
        ...

    def to_pydict(self) -> dict[str, list[object]]:
        """Columns as lists."""
        ...

    def select(self, columns: Sequence[str]) -> ArrowTable:
        """Keep some columns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyColumn:
    """A column that tells rows apart.

    Attributes
    ----------
    name : str
        As asked: ``period``, ``country``, ``metric_time.month``.
    kind : str
        ``"time"`` or ``"category"``.
    grain : str or None
        Grain of a time column.
    """

    name: str
    kind: str
    label: str
    grain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricColumn:
    """A column of values, with what a reader must know of its metric.

    Attributes
    ----------
    version : str
        Hash of the metric and of all that it stands on.
    n_column, complete_column : str
        Companion columns of the data: rows or entities behind the value; whether the period is finished and loaded.
    rule : str
        How its rows are counted, in a sentence; empty where the kind says it all.
    low_column, high_column : str
        Columns of the ends of the value's interval; empty where it has none.
    comparisons : mapping-like tuple of (str, str)
        (comparison name, column that holds the value compared with).
    """

    name: str
    label: str
    description: str
    kind: str
    unit: str
    format: str
    direction: str
    version: str
    n_column: str
    complete_column: str
    rule: str = ""
    low_column: str = ""
    high_column: str = ""
    comparisons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an answer cost.

    Attributes
    ----------
    seconds : float
        Time in the engine.
    compile_seconds : float
        Time from question to SQL.
    rows_scanned, bytes_scanned : int or None
        Read by the engine; None where it does not tell.
    """

    seconds: float
    compile_seconds: float
    rows_scanned: int | None = None
    bytes_scanned: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows of a question and their provenance.

    Attributes
    ----------
    data : ArrowTable
        Wide: key columns, then for each metric its value, its ``n``, its ``complete`` and compared values.
    keys : tuple of KeyColumn
        Key columns in order.
    metrics : tuple of MetricColumn
        Value columns in order.
    sql : str
        What ran, in the engine's dialect.
    data_version : str
        Fingerprint of the state of the sources read.
    as_of : datetime
        The moment that counted as now (UTC).
    complete_through : datetime or None
        Earliest moment, over the metrics, up to which data is loaded (reporting zone, naive).
    notes : tuple of str
        What a reader should know: deprecated metrics, first and running periods.
    """

    question: Question
    data: ArrowTable
    keys: tuple[KeyColumn, ...]
    metrics: tuple[MetricColumn, ...]
    sql: str
    plan: str
    data_version: str
    as_of: datetime
    cost: Cost
    timezone: str
    complete_through: datetime | None = None
    notes: tuple[str, ...] = ()
