"""Run one admitted query on one DuckDB session and bring its rows home as Arrow."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import duckdb

from gnomon.engine.duckdb_errors import translate_error, translate_stream_error
from gnomon.engine.duckdb_profile import read_scan_cost
from gnomon.engine.duckdb_session import IS_DUCKDB_2
from gnomon.engine.duckdb_types import is_lossy
from gnomon.engine.errors import LossyTypeError, RefusedQueryError, ResultLimitError
from gnomon.engine.protocol import Result

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["describe_query", "run_query"]


def describe_query(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, str]]:
    """Return the name and DuckDB type of each column of a query."""
    try:
        found = cursor.execute(_statement(cursor, sql)).description
    except duckdb.Error as error:
        raise translate_error(error, sql=sql) from error
    return [(str(column[0]), str(column[1])) for column in found]


def run_query(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object], *, limit_bytes: int
) -> Result:
    """Run a query and take every row, up to a size.

    Raises
    ------
    EngineError
        Whatever DuckDB says, in our words.
    """
    start = time.perf_counter()
    try:
        table = _read_all(_open_reader(cursor, sql, params), limit_bytes=limit_bytes)
    except duckdb.Error as error:
        raise translate_error(error, sql=sql) from error
    except OSError as error:  # what goes wrong after the first rows comes through Arrow
        raise translate_stream_error(error, sql=sql) from error
    seconds = time.perf_counter() - start
    cost = read_scan_cost(cursor.get_profiling_information())
    return Result(table=table, seconds=seconds, rows_scanned=cost.rows, bytes_scanned=cost.bytes, sql=sql)


def _statement(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Let DuckDB's own parser say that the text is one query and nothing else."""
    statements = cursor.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise RefusedQueryError(f"This is not one query: {sql[:400]}")
    return statements[0]


def _open_reader(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object]
) -> pa.RecordBatchReader:
    """Start a query, by the way that each version offers without a second copy of the rows."""
    statement = _statement(cursor, sql)
    # 2.0 warns about Arrow from execute(); 1.5 keeps no profile of sql() and rewrites its text.
    found: Any = (
        cursor.sql(statement, params=dict(params)) if IS_DUCKDB_2 else cursor.execute(statement, dict(params))
    )
    for column in found.description:
        if is_lossy(str(column[1])):
            raise LossyTypeError(
                f"The column {column[0]!r} has the type {column[1]}, which loses digits outside DuckDB. "
                "Cast it to HUGEINT, DECIMAL(38, 0) or VARCHAR."
            )
    return found.to_arrow_reader()


def _read_all(reader: pa.RecordBatchReader, *, limit_bytes: int) -> pa.Table:
    """Collect the batches; rows outside DuckDB are not under its memory limit, so they are counted here."""
    import pyarrow as pa

    batches: list[pa.RecordBatch] = []
    size = 0
    with reader:  # a reader left open would block its session
        for batch in reader:
            size += batch.nbytes
            if size > limit_bytes:
                raise ResultLimitError(
                    f"The answer is larger than {limit_bytes / 2**20:,.0f} MiB. Ask for a coarser grain or "
                    "fewer dimensions, or raise `result_limit_bytes`."
                )
            batches.append(batch)
        return pa.Table.from_batches(batches, schema=reader.schema)
