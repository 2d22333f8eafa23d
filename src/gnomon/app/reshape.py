"""Reshape an answer's rows: wide to tidy, with every integer and decimal kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from gnomon.base.errors import DataError, InternalError

if TYPE_CHECKING:
    from gnomon.records import Answer, MetricColumn

__all__ = ["long_table", "wide_table"]

_SAFE_INTEGER = 2**53
_INT64 = 2**63
_DIGITS = 38


def wide_table(answer: Answer, *, details: bool = False) -> pa.Table:
    """Keep keys, values with the ends of their intervals, and compared values; with details also counts and flags."""
    data = _arrow(answer)
    names = [k.name for k in answer.keys]
    for metric in answer.metrics:
        names += [metric.name, *_ends(metric), *(column for _, column in metric.comparisons)]
        if details:
            names += [metric.n_column, metric.complete_column]
    return data.select(names)


def long_table(answer: Answer) -> pa.Table:
    """Stack the metrics: keys, ``metric``, ``value``, ``n``, ``complete`` and compared values.

    Where some metric has an interval, ``low`` and ``high`` follow the value.

    A row in which a metric has no part (another metric brought it) is left out, so that a metric's rows are the
    same whether it is asked alone or with others.

    Raises
    ------
    DataError
        If the metrics' types have no common one that keeps every value whole; the wide shape does.
    """
    data = _arrow(answer)
    if not answer.metrics:
        return data
    kind = _common_type(data, [m.name for m in answer.metrics])
    return pa.concat_tables([_one_metric(answer, data, metric, kind) for metric in answer.metrics])


def _ends(metric: MetricColumn) -> list[str]:
    return [name for name in (metric.low_column, metric.high_column) if name]


def _arrow(answer: Answer) -> pa.Table:
    data = answer.data
    if not isinstance(data, pa.Table):
        raise InternalError(f"An answer holds a {type(data).__name__}, not an Arrow table.")
    return data


def _one_metric(answer: Answer, data: pa.Table, metric: MetricColumn, kind: pa.DataType) -> pa.Table:
    part = data.filter(data[metric.n_column].is_valid()) if answer.keys else data
    columns: dict[str, pa.ChunkedArray[Any] | pa.Array[Any]] = {k.name: part[k.name] for k in answer.keys}
    columns["metric"] = pa.array([metric.name] * part.num_rows, pa.string())
    value = _cast(part[metric.name], kind)
    columns["value"] = value
    if any(_ends(each) for each in answer.metrics):
        for end, name in (("low", metric.low_column), ("high", metric.high_column)):
            columns[end] = _cast(part[name], pa.float64()) if name else pa.nulls(part.num_rows, pa.float64())
    columns["n"] = part[metric.n_column]
    columns["complete"] = part[metric.complete_column]
    for name, column in metric.comparisons:
        compared = _cast(part[column], kind)
        columns[name] = compared
        if _is_number(kind):
            columns[f"{name}_change"] = _subtract(value, compared)
    return pa.table(list(columns.values()), names=list(columns))


def _subtract(left: pa.ChunkedArray[Any], right: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """Take the exact difference; beyond 64 bits it becomes a decimal."""
    kind = left.type
    if pa.types.is_floating(kind):
        return pc.subtract(left, right)
    scale = kind.scale if pa.types.is_decimal(kind) else 0
    wide = pa.decimal256(_DIGITS + 2, scale)
    change = pc.subtract(left.cast(wide), right.cast(wide))
    found = pc.min_max(change)
    edges = [v for edge in ("min", "max") if (v := found[edge].as_py()) is not None]
    if pa.types.is_integer(kind) and all(abs(int(v)) < _INT64 for v in edges):
        return change.cast(pa.int64())
    return change.cast(pa.decimal128(_DIGITS, scale))


def _cast(column: pa.ChunkedArray[Any], kind: pa.DataType) -> pa.ChunkedArray[Any]:
    if pa.types.is_floating(kind) and pa.types.is_integer(column.type):
        return column.cast(kind, safe=True)
    return column.cast(kind)


def _common_type(data: pa.Table, names: list[str]) -> pa.DataType:
    kinds: set[pa.DataType] = {data[n].type for n in names}
    real = [k for k in kinds if not pa.types.is_null(k)]
    if not real:
        return pa.float64()
    if len(set(real)) == 1:
        return real[0]
    if all(pa.types.is_integer(k) for k in real):
        return pa.int64()
    if all(_is_number(k) for k in real):
        _refuse_wide_integers(data, names)
        return pa.float64()
    shown = ", ".join(sorted(str(k) for k in kinds))
    raise DataError(f"These metrics have no common type ({shown}); take the wide shape.", code="DAT-312")


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _refuse_wide_integers(data: pa.Table, names: list[str]) -> None:
    for name in names:
        column = data[name]
        if pa.types.is_floating(column.type) or column.null_count == len(column):
            continue
        if pa.types.is_decimal(column.type) and column.type.scale > 0:
            continue
        edges = pc.min_max(column)
        largest = max(abs(int(edges[edge].as_py())) for edge in ("min", "max"))
        if largest > _SAFE_INTEGER:
            raise DataError(
                f"{name!r} holds {largest}, too large to stand beside decimals in one column; take the wide shape.",
                code="DAT-312",
            )
