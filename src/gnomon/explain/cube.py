"""Cells over time: what an explanation is computed from, read in one scan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnomon.explain.localise.cells import Cells
from gnomon.explain.localise.grouping import Codes, Floats, group_columns

__all__ = ["LEAST_BLOCKS", "DailyCube", "Past", "build_cube"]

Ints = NDArray[np.int64]
Past = tuple[Floats, Floats]
LEAST_BLOCKS = 8
_MOST_BLOCKS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DailyCube:
    """Sums of measures by cell and bucket of time, without the empty ones.

    Attributes
    ----------
    names : tuple of str, length d
        Dimensions.
    labels : tuple of sequence, length d
        Value that each code of a dimension stands for.
    codes : tuple of array of int, shape (n,) each
        Value of each dimension, one a cell.
    cell, slot : array of int, shape (rows,)
        Cell and bucket of each row.
    measures : tuple of array of float, shape (rows,) each
        One for a sum; numerator and denominator of a ratio.
    slots : int
        Buckets.
    """

    names: tuple[str, ...]
    labels: tuple[Sequence[object], ...]
    codes: tuple[Codes, ...]
    cell: Ints
    slot: Ints
    measures: tuple[Floats, ...]
    slots: int

    @property
    def cells(self) -> int:
        """Distinct cells."""
        return len(self.codes[0]) if self.codes else 1

    def weigh(self, weights: Floats) -> tuple[Floats, ...]:
        """Weighted sum of each measure over the buckets, by cell.

        Parameters
        ----------
        weights : array of float, shape (slots,)
        """
        return tuple(_sum_by(self.cell, m * weights[self.slot], self.cells) for m in self.measures)

    def totals(self) -> Floats:
        """Measures by bucket, shape (measures, slots)."""
        return np.stack([_sum_by(self.slot, m, self.slots) for m in self.measures])

    def by_value(self, name: str) -> Floats:
        """Measures by value of a dimension and bucket, shape (measures, values, slots)."""
        at = self.names.index(name)
        size = len(self.labels[at])
        key = self.codes[at][self.cell].astype(np.int64) * self.slots + self.slot
        return np.stack([_sum_by(key, m, size * self.slots).reshape(size, self.slots) for m in self.measures])

    def of_segment(self, where: Sequence[tuple[str, object]]) -> Floats:
        """Measures of the cells that meet conditions, by bucket; shape (measures, slots)."""
        inside = np.ones(self.cells, bool)
        for name, value in where:
            at = self.names.index(name)
            inside &= self.codes[at] == list(self.labels[at]).index(value)
        rows = inside[self.cell]
        return np.stack([_sum_by(self.slot[rows], m[rows], self.slots) for m in self.measures])

    def compare(
        self, before: Floats, after: Floats, *, scales: Sequence[float], leave: Collection[str] = ()
    ) -> Cells:
        """Cells with each measure before (times its scale) and after, as a search takes them.

        Parameters
        ----------
        leave : collection of str
            Dimensions to leave out.
        before, after : array of float, shape (slots,)
            Weights of the buckets.
        scales : sequence of float
            One a measure.
        """
        values: list[Floats] = []
        for first, last, scale in zip(self.weigh(before), self.weigh(after), scales, strict=True):
            values += [first * scale, last]
        kept = [at for at, name in enumerate(self.names) if name not in leave]
        return Cells(
            names=tuple(self.names[at] for at in kept),
            labels=tuple(self.labels[at] for at in kept),
            codes=tuple(self.codes[at] for at in kept),
            values=tuple(values),
        )

    def compare_past(self, past: Sequence[Past]) -> tuple[tuple[Floats, ...], ...]:
        """The same of past periods, evenly chosen; empty where they are few."""
        if len(past) < LEAST_BLOCKS:
            return ()
        chosen = sorted({round(at * (len(past) - 1) / (_MOST_BLOCKS - 1)) for at in range(_MOST_BLOCKS)})
        found: list[tuple[Floats, ...]] = []
        for at in chosen:
            before, after = past[at]
            pairs = zip(self.weigh(before), self.weigh(after), strict=True)
            found.append(tuple(v for pair in pairs for v in pair))
        return tuple(found)


def _sum_by(groups: Ints, values: Floats, count: int) -> Floats:
    return np.bincount(groups, values, minlength=count).astype(np.float64)


def build_cube(
    names: Sequence[str],
    columns: Sequence[tuple[Sequence[object], Codes]],
    slot: Ints,
    measures: Sequence[Floats],
    *,
    slots: int,
) -> DailyCube:
    """Number the cells of a long table.

    Parameters
    ----------
    names : sequence of str
        Dimensions.
    columns : sequence of (labels, codes)
        One a dimension; codes of shape (rows,).
    slot : array of int, shape (rows,)
    measures : sequence of array of float, shape (rows,)
        nan counts as nothing.
    slots : int
        Buckets in all.

    Examples
    --------
    >>> os = (["ios", "web"], np.array([0, 1, 0], np.int32))
    >>> cube = build_cube(["os"], [os], np.array([0, 0, 1]), [np.array([2.0, 3.0, 4.0])], slots=2)
    >>> cube.by_value("os")[0].tolist()
    [[2.0, 4.0], [3.0, 0.0]]
    """
    clean = tuple(np.nan_to_num(m) for m in measures)
    if not names:
        none = np.zeros(len(slot), np.int64)
        return DailyCube(names=(), labels=(), codes=(), cell=none, slot=slot, measures=clean, slots=slots)
    labels = tuple(one for one, _ in columns)
    groups = group_columns([codes for _, codes in columns], [max(len(one), 1) for one in labels])
    return DailyCube(
        names=tuple(names),
        labels=labels,
        codes=tuple(codes[groups.first] for _, codes in columns),
        cell=groups.inverse.astype(np.int64),
        slot=slot,
        measures=clean,
        slots=slots,
    )
