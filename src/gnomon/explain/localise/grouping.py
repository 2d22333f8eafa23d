"""Number the combinations of values that occur in several columns of codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "Floats", "Grouping", "Rows", "group_columns"]

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

_LARGEST_KEY = 2**62
_DENSE_ROOM = 4
_SMALL = 1024


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Groups of equal rows.

    Attributes
    ----------
    first : array of int, shape (g,)
        One row of each group.
    inverse : array of int, shape (n,)
        The group of each row.
    """

    first: Rows
    inverse: Rows


def group_columns(columns: Sequence[Codes], sizes: Sequence[int]) -> Grouping:
    """Group rows that hold the same code in every column.

    Codes become one mixed-radix key; a table of all possible keys is used where it stays small, sorting where not.

    Examples
    --------
    >>> codes = np.array([0, 1, 0], np.int32)
    >>> group_columns([codes], [2]).inverse.tolist()
    [0, 1, 0]
    """
    key = columns[0].astype(np.int64)
    room = max(sizes[0], 1)
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        if room * size > _LARGEST_KEY:
            found = _group_keys(key, room)
            key, room = found.inverse.astype(np.int64), len(found.first)
        key *= size
        key += column
        room *= max(size, 1)
    return _group_keys(key, room)


def _group_keys(key: NDArray[np.int64], room: int) -> Grouping:
    if room > _DENSE_ROOM * len(key) + _SMALL:
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        return Grouping(first=first.astype(np.intp), inverse=inverse.reshape(-1).astype(np.intp))
    row = np.full(room, -1, np.intp)
    row[key] = np.arange(len(key), dtype=np.intp)
    taken = row >= 0
    number = np.cumsum(taken, dtype=np.intp) - 1
    return Grouping(first=row[taken], inverse=number[key])
