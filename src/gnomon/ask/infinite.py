"""Rows at infinity: dates that a database can hold and no calendar has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gnomon.base.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from gnomon.records.answer import KeyColumn

__all__ = ["Earthly", "leave_out_infinite"]

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = date.min.toordinal() - _EPOCH
_LAST = date.max.toordinal() - _EPOCH
_SECONDS = 86_400
_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_INFINITE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Earthly:
    """The rows of an answer that lie in periods of the calendar.

    Attributes
    ----------
    table : pyarrow Table
        All other rows left out.
    notes : tuple of str
        Says that there were others.
    """

    table: pa.Table
    notes: tuple[str, ...] = ()


def leave_out_infinite(table: pa.Table, keys: Sequence[KeyColumn]) -> Earthly:
    """Leave out the periods before year 1 and after year 9999, such as those of the date 'infinity'.

    Parameters
    ----------
    table : pyarrow Table
        As the engine gives it.
    keys : sequence of KeyColumn
        Its columns that tell rows apart.

    Raises
    ------
    DataError
        DAT-314 if a slice is such a date: a slice is no period, and leaving it out would lose rows.
    """
    import pyarrow as pa

    for key in keys:
        far = _is_far(table.column(key.name))
        if far is None or not far.any():
            continue
        if key.kind != "time":
            message = f"{key.name!r} holds a date at infinity, which no calendar has. Filter it, or write it as null."
            raise DataError(message, code="DAT-314", where="by")
        table = table.filter(pa.array(~far))
        note = f"Rows whose {key.name} lies at infinity, before year 1 or after year 9999, are in no period."
        return Earthly(table=leave_out_infinite(table, keys).table, notes=(note,))
    return Earthly(table=table)


def _is_far(column: pa.ChunkedArray[Any]) -> npt.NDArray[np.bool_] | None:
    """Tell which values lie outside the calendar; None for a column without dates."""
    import pyarrow as pa

    if pa.types.is_date32(column.type):
        column, first, last = column.cast(pa.int32()), _FIRST, _LAST
    elif pa.types.is_timestamp(column.type):
        ticks = _TICKS[column.type.unit]
        first = max(_FIRST * _SECONDS * ticks, -_INFINITE + 1)
        last = min((_LAST + 1) * _SECONDS * ticks - 1, _INFINITE - 1)
    else:
        return None
    numbers = column.cast(pa.int64()).fill_null(pa.scalar(0, pa.int64())).to_numpy()
    return (numbers < first) | (numbers > last)
