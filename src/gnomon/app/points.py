"""Cells of an answer as plain points that figures take."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gnomon.base.errors import DataError, InternalError
from gnomon.records.report import SeriesPoint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.records import Answer

__all__ = ["as_moment", "as_number", "series_points"]


def series_points(answer: Answer, metric: str, comparison: str) -> Iterable[SeriesPoint]:
    """Yield one point a period, in order of time.

    Parameters
    ----------
    answer : Answer
        Over time only.
    comparison : str
        Name of a comparison that was asked; empty for none.
    """
    time = next(k.name for k in answer.keys if k.kind == "time")
    column = next(m for m in answer.metrics if m.name == metric)
    compared = dict(column.comparisons).get(comparison, "")
    rows = [r for r in answer.data.to_pylist() if r[time] is not None and r[column.n_column] is not None]
    for row in sorted(rows, key=lambda r: as_moment(r[time])):
        yield SeriesPoint(
            period=as_moment(row[time]),
            value=as_number(row[metric]),
            compared=as_number(row.get(compared)),
            n=_as_count(row[column.n_column]),
            is_complete=bool(row[column.complete_column]),
            low=as_number(row.get(column.low_column)),
            high=as_number(row.get(column.high_column)),
        )


def as_moment(value: Any) -> datetime:  # noqa: ANN401 - a cell of a table
    """Take the start of a period as a naive moment.

    Raises
    ------
    DataError
        If the period is a label of a calendar, which has no place on a line of time.
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise DataError(
        f"The period {value!r} is a label, not a date, so a line cannot show it. Use a grain whose column holds dates.",
        code="DAT-311",
    )


def as_number(value: Any) -> int | float | None:  # noqa: ANN401 - a cell of a table
    """Take a cell as a number; what is unknown (null, nan) is None.

    Examples
    --------
    >>> as_number(Decimal("12")), as_number(Decimal("1.5")), as_number(float("nan"))
    (12, 1.5, None)
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - only nan differs from itself
        return None
    return value if isinstance(value, (int, float)) else None


def _as_count(value: object) -> int:
    if not isinstance(value, int):
        raise InternalError(f"A count of rows is {value!r}, not a whole number.")
    return value
