"""Decompose a distinct count or a percentile over segments, from a table with one row a user or value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from gnomon.app.localise import read_numbers
from gnomon.app.read_frame import check_columns, read_frame
from gnomon.base.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from gnomon.records.explanation import Explanation

__all__ = ["decompose_entities", "decompose_percentile"]


def decompose_entities(
    frame: object, by: str, *, entity: str, period: str, before: object, after: object
) -> Explanation:
    """Take a change of a distinct count apart: who came, who left, who moved between segments, and overlap.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file
        One row for each time that an entity was seen; rows may repeat.
    by, entity : str
        Columns of the segment and of who is counted; rows without an entity do not count.
    period : str
        Column that tells both periods apart.
    before, after : object
        Its values for them.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownNameError
        When a column does not exist.
    DataError
        DAT-320 when the frame cannot be read, DAT-326 when a period has no rows.

    Examples
    --------
    >>> seen = {"user": [1, 2, 2, 3], "os": ["ios", "web", "web", "web"], "week": [1, 1, 2, 2]}
    >>> found = decompose_entities(seen, "os", entity="user", period="week", before=1, after=2)
    >>> [(c.name, c.part, c.amount) for c in found.contributions]
    [('ios', 'lost', -1.0), ('web', 'gained', 1.0)]
    """
    from gnomon.explain.decompose.distinct import Membership, decompose_distinct

    table = read_frame(frame)
    check_columns(table, (by, entity, period))
    sides: list[list[Membership]] = []
    for value in (before, after):
        rows = _rows_of(table, period, value)
        pairs = zip(_values(rows, entity), _names(rows, by), strict=True)
        sides.append([Membership(entity=str(who), segment=name) for who, name in pairs if who is not None])
    return decompose_distinct(sides[0], sides[1], measure=entity)


def decompose_percentile(  # noqa: PLR0913 - columns and periods are keywords
    frame: object, by: str, *, value: str, quantile: float, period: str, before: object, after: object
) -> Explanation:
    """Take a change of a percentile apart over segments, through the joint distribution.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file
        One row a value; null values do not count.
    by, value : str
        Columns of the segment and of the values.
    quantile : float
        In (0, 1); 0.9 is the 90th percentile.
    period : str
        Column that tells both periods apart.
    before, after : object
        Its values for them.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownNameError
        When a column does not exist.
    DataError
        DAT-320 when the frame cannot be read, DAT-322 when values are no numbers, DAT-323 when the quantile is no
        share, DAT-326 when a period has no rows.

    Examples
    --------
    >>> times = {"os": ["ios", "web"] * 4, "ms": [10, 20, 11, 21, 10, 60, 11, 61], "week": [1] * 4 + [2] * 4}
    >>> found = decompose_percentile(times, "os", value="ms", quantile=0.9, period="week", before=1, after=2)
    >>> found.contributions[0].name
    'web'
    """
    from gnomon.explain.decompose.quantile import decompose_quantile

    table = read_frame(frame)
    check_columns(table, (by, value, period))
    sides: list[dict[str, NDArray[np.float64]]] = []
    for side in (before, after):
        rows = _rows_of(table, period, side)
        numbers = read_numbers(rows, value)
        names = np.array(_names(rows, by), object)
        known = ~np.isnan(numbers)
        sides.append({name: numbers[known & (names == name)] for name in dict.fromkeys(names.tolist())})
    segments = sorted({*sides[0], *sides[1]})
    none = np.zeros(0)
    split = [[side.get(name, none) for name in segments] for side in sides]
    return decompose_quantile(segments, split[0], split[1], quantile=quantile, rng=np.random.default_rng(0))


def _rows_of(table: pa.Table, period: str, value: object) -> pa.Table:
    wanted = str(value)
    mask = np.array([str(one) == wanted for one in _values(table, period)], bool)
    if not mask.any():
        known = ", ".join(sorted({str(one) for one in _values(table, period)})[:5])
        raise DataError(f"No row has {period} = {wanted}. It holds {known}.", code="DAT-326")
    return cast("pa.Table", cast("Any", table).filter(mask))


def _values(table: pa.Table, name: str) -> list[object]:
    return cast("list[object]", table.column(name).to_pylist())


def _names(table: pa.Table, name: str) -> list[str]:
    return ["null" if value is None else str(value) for value in _values(table, name)]
