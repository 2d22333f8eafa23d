"""The typed shapes of an answer: series over time and cubes over dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.records import Cube, Series

if TYPE_CHECKING:
    from gnomon.records import Answer, MetricColumn

__all__ = ["cube_of", "series_of"]


def series_of(answer: Answer, metric: str | None) -> tuple[Series, ...]:
    """Split an answer into one series a slice, in order of appearance.

    Raises
    ------
    QuestionError
        If time was not asked for.
    """
    column = _metric(answer, metric)
    time = next((k for k in answer.keys if k.kind == "time" and k.grain), None)
    if time is None or time.grain is None:
        raise QuestionError("A series needs time: ask with a grain.", code="ASK-250")
    dims = [k.name for k in answer.keys if k is not time]
    slices: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in answer.data.to_pylist():
        if row[time.name] is not None and row[column.n_column] is not None:
            slices.setdefault(tuple(row[d] for d in dims), []).append(row)
    return tuple(
        _series(column, time.name, time.grain, tuple(zip(dims, key, strict=True)), rows)
        for key, rows in slices.items()
    )


def _series(
    column: MetricColumn,
    time: str,
    grain: str,
    where: tuple[tuple[str, object], ...],
    rows: list[dict[str, Any]],
) -> Series:
    ordered = sorted(rows, key=lambda r: r[time])
    return Series(
        metric=column.name,
        grain=grain,
        time=np.array(
            [
                np.datetime64(r[time].replace(tzinfo=None) if hasattr(r[time], "tzinfo") else r[time], "us")
                for r in ordered
            ]
        ),
        value=_floats([r[column.name] for r in ordered]),
        n=np.array([r[column.n_column] for r in ordered], dtype=np.int64),
        complete=np.array([r[column.complete_column] for r in ordered], dtype=np.bool_),
        slice=where,
    )


def cube_of(answer: Answer, metric: str | None) -> Cube:
    """Read an answer without time as cells.

    Raises
    ------
    QuestionError
        If time was asked for, or no dimension was.
    """
    column = _metric(answer, metric)
    if not answer.keys or any(k.kind == "time" for k in answer.keys):
        raise QuestionError(
            "A cube needs dimensions and no time: ask with by= and without a grain.", code="ASK-250"
        )
    names = tuple(k.name for k in answer.keys)
    rows = [r for r in answer.data.to_pylist() if r[column.n_column] is not None]
    return Cube(
        metric=column.name,
        dimensions=names,
        cells=tuple(tuple(r[n] for n in names) for r in rows),
        value=_floats([r[column.name] for r in rows]),
        n=np.array([r[column.n_column] for r in rows], dtype=np.int64),
        total=None,
    )


def _floats(values: list[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)


def _metric(answer: Answer, name: str | None) -> MetricColumn:
    if name is None and len(answer.metrics) == 1:
        return answer.metrics[0]
    for column in answer.metrics:
        if column.name == name:
            return column
    raise UnknownNameError.of("metric", str(name), [m.name for m in answer.metrics])
