"""The lattice of cuboids: every combination of dimensions, each rolled up from the smallest finer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from gnomon.explain.localise.grouping import Codes, Floats, Rows, group_columns

__all__ = ["Cuboid", "Lattice", "build_lattice"]

_GROUP_BUDGET = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cuboid:
    """The groups of one combination of dimensions.

    Attributes
    ----------
    dims : tuple of int
        Positions of the dimensions.
    start, stop : int
        Where its groups stand in arrays over all groups.
    first : array of int, shape (stop - start,)
        One cell of each group.
    source : int or None
        Position of the finer cuboid that it is summed from; None for the cells themselves.
    up : array of int
        The group of each group of `source`.
    """

    dims: tuple[int, ...]
    start: int
    stop: int
    first: Rows
    source: int | None
    up: Rows

    @property
    def depth(self) -> int:
        """Number of dimensions."""
        return len(self.dims)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """All cuboids that are searched, finer ones first.

    Attributes
    ----------
    codes : tuple of array of int, length d
        Value of each dimension, one a cell; cells are distinct.
    sizes : tuple of int, length d
        Values of each dimension.
    cuboids : tuple of Cuboid
        Finer ones first.
    left_out : int
        Cuboids too large to search.
    """

    codes: tuple[Codes, ...]
    sizes: tuple[int, ...]
    cuboids: tuple[Cuboid, ...]
    left_out: int

    @property
    def size(self) -> int:
        """Groups of all cuboids."""
        return self.cuboids[-1].stop

    def roll(self, values: Floats) -> Floats:
        """Sum values of cells to every group; shape (size,)."""
        out = np.empty(self.size)
        for cuboid in self.cuboids:
            if cuboid.source is None:
                out[cuboid.start : cuboid.stop] = values
                continue
            finer = self.cuboids[cuboid.source]
            weights = out[finer.start : finer.stop]
            out[cuboid.start : cuboid.stop] = np.bincount(
                cuboid.up, weights, minlength=cuboid.stop - cuboid.start
            )
        return out

    def spread(self, per_cuboid: Sequence[float]) -> Floats:
        """Give every group the number of its cuboid; shape (size,)."""
        out = np.empty(self.size)
        for cuboid, value in zip(self.cuboids, per_cuboid, strict=True):
            out[cuboid.start : cuboid.stop] = value
        return out

    def roll_some(self, cells: Rows, *columns: Floats) -> tuple[Rows, tuple[Floats, ...]]:
        """Sum values of some cells to the groups that hold them.

        Parameters
        ----------
        cells : array of int, shape (k,)
            Ascending.
        *columns : array of float, shape (k,)

        Returns
        -------
        array of int, tuple of array of float
            The groups, and their sums in each column.
        """
        found: list[tuple[Rows, tuple[Floats, ...]]] = []
        for cuboid in self.cuboids:
            if cuboid.source is None:
                found.append((cells, columns))
                continue
            finer, sums = found[cuboid.source]
            groups, inverse = _number(cuboid.up[finer], cuboid.stop - cuboid.start)
            found.append(
                (
                    groups,
                    tuple(np.bincount(inverse, s, minlength=len(groups)).astype(np.float64) for s in sums),
                )
            )
        starts = [c.start for c in self.cuboids]
        joined = np.concatenate([groups + start for (groups, _), start in zip(found, starts, strict=True)])
        return joined, tuple(np.concatenate([sums[i] for _, sums in found]) for i in range(len(columns)))

    def find_element(self, group: int) -> tuple[tuple[int, int], ...]:
        """Dimension and value codes of a group."""
        at = self.find_cuboid(group)
        cuboid = self.cuboids[at]
        cell = cuboid.first[group - cuboid.start]
        return tuple((dim, int(self.codes[dim][cell])) for dim in cuboid.dims)

    def find_cuboid(self, group: int) -> int:
        """Position of the cuboid that a group belongs to."""
        return int(np.searchsorted([c.stop for c in self.cuboids], group, side="right"))

    def mask(self, element: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
        """Which cells an element covers."""
        covered = np.ones(len(self.codes[0]), bool)
        for dim, value in element:
            covered &= self.codes[dim] == value
        return covered


def _number(groups: Rows, size: int) -> tuple[Rows, Rows]:
    """Distinct groups in ascending order, and the position of each row's group among them."""
    if len(groups) < size // 8:
        distinct, inverse = np.unique(groups, return_inverse=True)
        return distinct, inverse.reshape(-1)
    taken = np.zeros(size, bool)
    taken[groups] = True
    position = np.cumsum(taken, dtype=np.intp) - 1
    return np.flatnonzero(taken), position[groups]


def build_lattice(codes: tuple[Codes, ...], sizes: tuple[int, ...], *, depth: int | None = None) -> Lattice:
    """Group the cells by every combination of dimensions.

    Parameters
    ----------
    codes : tuple of array of int, length d
        Value of each dimension, one a cell; cells are distinct.
    sizes : tuple of int, length d
        Values of each dimension.
    depth : int, optional
        Combine at most so many dimensions.

    Examples
    --------
    >>> a, b = np.array([0, 0, 1], np.int32), np.array([0, 1, 0], np.int32)
    >>> lattice = build_lattice((a, b), (2, 2))
    >>> lattice.roll(np.array([1.0, 2.0, 4.0])).tolist()  # cells, by a, by b
    [1.0, 2.0, 4.0, 3.0, 4.0, 5.0, 2.0]
    """
    n, d = len(codes[0]), len(codes)
    kept, left_out = _choose(n, sizes, depth or d)
    whole = tuple(range(d))
    cells = np.arange(n, dtype=np.intp)
    found = [Cuboid(dims=whole, start=0, stop=n, first=cells, source=None, up=cells[:0])]
    for dims in kept:
        source = min(
            (i for i, c in enumerate(found) if set(dims) < set(c.dims)),
            key=lambda i: found[i].stop - found[i].start,
        )
        rows = found[source].first
        groups = group_columns([codes[j][rows] for j in dims], [sizes[j] for j in dims])
        start = found[-1].stop
        found.append(
            Cuboid(
                dims=dims,
                start=start,
                stop=start + len(groups.first),
                first=rows[groups.first],
                source=source,
                up=groups.inverse,
            )
        )
    return Lattice(codes=codes, sizes=sizes, cuboids=tuple(found), left_out=left_out)


def _choose(n: int, sizes: tuple[int, ...], depth: int) -> tuple[list[tuple[int, ...]], int]:
    """Cuboids below the cells, finer first; those of least depth have the first claim on the budget."""
    d = len(sizes)
    budget = max(_GROUP_BUDGET, 4 * n)
    kept: list[tuple[int, ...]] = []
    left_out = 0
    for k in range(1, min(depth, d - 1) + 1):
        for dims in combinations(range(d), k):
            bound = min(prod(sizes[j] for j in dims), n)
            if bound > budget:
                left_out += 1
                continue
            budget -= bound
            kept.append(dims)
    return sorted(kept, key=lambda dims: (-len(dims), dims)), left_out
