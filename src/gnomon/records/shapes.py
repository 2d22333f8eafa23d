"""The three shapes that carry every number: over time, over dimensions, over a population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cube", "Moments", "Series"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One metric over time, one slice.

    Attributes
    ----------
    time : array of datetime64[us], shape (k,)
        Period starts in the reporting zone, ascending.
    value : array of float, shape (k,)
        nan where unknown.
    n : array of int, shape (k,)
        Rows or entities behind each value.
    complete : array of bool, shape (k,)
        Whether the period is finished and loaded.
    slice : tuple of (str, object)
        Dimension and value pairs; empty for the total.
    """

    metric: str
    grain: str
    time: NDArray[np.datetime64]
    value: NDArray[np.float64]
    n: NDArray[np.int64]
    complete: NDArray[np.bool_]
    slice: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cube:
    """One metric over dimensions, one stretch of time.

    Attributes
    ----------
    dimensions : tuple of str, length d
        Names.
    cells : tuple of tuple, shape (k, d)
        Dimension values of each cell; None is the null member.
    value : array of float, shape (k,)
        nan where unknown.
    n : array of int, shape (k,)
        Rows or entities behind each cell.
    total : float or None
        Asked at the coarser grain, never summed from cells; None where it was not asked.
    """

    metric: str
    dimensions: tuple[str, ...]
    cells: tuple[tuple[object, ...], ...]
    value: NDArray[np.float64]
    n: NDArray[np.int64]
    total: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """Count, sums and cross-products of metrics over a population of units.

    Attributes
    ----------
    unit : str
        Entity whose values were added up.
    metrics : tuple of str, length k
        Names.
    count : int
        Units.
    sums : array of float, shape (k,)
        Sum over units.
    products : array of float, shape (k, k)
        Sum over units of the product of each pair; symmetric.
    """

    unit: str
    metrics: tuple[str, ...]
    count: int
    sums: NDArray[np.float64]
    products: NDArray[np.float64]

    def mean(self) -> NDArray[np.float64]:
        """Mean a unit, shape (k,)."""
        return self.sums / self.count

    def covariance(self) -> NDArray[np.float64]:
        """Unbiased covariance over units, shape (k, k); needs two units or more.

        Examples
        --------
        >>> m = Moments(
        ...     unit="user", metrics=("a",), count=3, sums=np.array([6.0]), products=np.array([[14.0]])
        ... )
        >>> float(m.covariance()[0, 0])
        1.0
        """
        centred = self.products - np.outer(self.sums, self.sums) / self.count
        return centred / (self.count - 1)
