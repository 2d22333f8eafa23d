"""Decompose a change in anybody's table over one dimension."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, cast

from gnomon.app.localise import pair_columns, read_numbers
from gnomon.app.read_frame import check_columns, read_frame

if TYPE_CHECKING:
    import pyarrow as pa

    from gnomon.records.explanation import Explanation

__all__ = ["decompose"]


def decompose(
    frame: object, by: str, *, before: str | tuple[str, str], after: str | tuple[str, str]
) -> Explanation:
    """Take a change apart over one dimension, so that contributions sum to it.

    A sum is split by the segments' differences; a ratio into each segment's own rate and its weight, without a
    rest. Shares are of the net change, or of all movement where most of that cancels.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file
        Rows of the same segment are added up; null is a segment of its own.
    by : str
        Dimension.
    before, after : str or (str, str)
        Columns of a sum, or (numerator, denominator) of a ratio.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownNameError
        When a column does not exist.
    QuestionError
        ASK-290 when a sum stands beside a ratio.
    DataError
        DAT-320 when the frame cannot be read, DAT-323 when a value is missing or infinite.

    Examples
    --------
    >>> table = {"country": ["DE", "FR"], "last": [10, 20], "now": [16, 19]}
    >>> [(c.name, c.amount) for c in decompose(table, "country", before="last", after="now").contributions]
    [('DE', 6.0), ('FR', -1.0)]
    """
    from gnomon.explain.decompose.ratio import Fraction, decompose_ratio
    from gnomon.explain.decompose.sums import decompose_sum

    columns = pair_columns(before, after)
    table = read_frame(frame)
    check_columns(table, (by, *columns))
    names, sums = _sum_by(table, by, columns)
    if isinstance(before, str):
        return decompose_sum(names, sums[0], sums[1], measure=columns[1])
    earlier = [Fraction(top=t, bottom=b) for t, b in zip(sums[0], sums[2], strict=True)]
    later = [Fraction(top=t, bottom=b) for t, b in zip(sums[1], sums[3], strict=True)]
    return decompose_ratio(names, earlier, later, measure=f"{columns[1]} / {columns[3]}")


def _sum_by(table: pa.Table, by: str, columns: tuple[str, ...]) -> tuple[list[str], list[list[float]]]:
    """Sums of each measure by segment; a null among the values makes the sum nan."""
    import pyarrow as pa

    measures = {f"m{i}": pa.array(read_numbers(table, name)) for i, name in enumerate(columns)}
    columns_by_name = cast("Any", {"by": table.column(by), **measures})
    keyed = cast("Any", pa.table(columns_by_name))
    grouped = keyed.group_by("by", use_threads=False).aggregate([(name, "sum") for name in measures])
    segments = cast("list[object]", grouped.column("by").to_pylist())
    sums = [cast("list[float | None]", grouped.column(f"{name}_sum").to_pylist()) for name in measures]
    names = ["null" if v is None else str(v) for v in segments]
    return names, [[nan if v is None else v for v in column] for column in sums]
