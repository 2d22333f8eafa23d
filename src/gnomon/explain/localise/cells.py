"""Cells: rows that hold the same value in every dimension, added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.grouping import Codes, Floats, group_columns

__all__ = ["Cells", "merge_rows"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Distinct cells of a cube.

    Attributes
    ----------
    names : tuple of str, length d
        Dimensions.
    labels : tuple of sequence, length d
        Value that each code of a dimension stands for.
    codes : tuple of array of int, shape (n,) each
        Value of each dimension, one a cell.
    values : tuple of array of float, shape (n,) each
        Sums of the measures, 0 where nothing was seen.
    """

    names: tuple[str, ...]
    labels: tuple[Sequence[object], ...]
    codes: tuple[Codes, ...]
    values: tuple[Floats, ...]

    @property
    def count(self) -> int:
        """Number of cells."""
        return len(self.values[0])

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of values of each dimension."""
        return tuple(max(len(one), 1) for one in self.labels)


def merge_rows(rows: Cells) -> Cells:
    """Add up rows of the same cell.

    Examples
    --------
    >>> codes = (np.array([0, 0, 1], np.int32),)
    >>> rows = Cells(names=("os",), labels=(["a", "b"],), codes=codes, values=(np.ones(3),))
    >>> merge_rows(rows).values[0].tolist()
    [2.0, 1.0]
    """
    groups = group_columns(rows.codes, rows.sizes)
    count = len(groups.first)
    if count == rows.count:
        return rows
    return Cells(
        names=rows.names,
        labels=rows.labels,
        codes=tuple(codes[groups.first] for codes in rows.codes),
        values=tuple(np.bincount(groups.inverse, v, minlength=count).astype(np.float64) for v in rows.values),
    )
