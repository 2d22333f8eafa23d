"""A model of the change: one common level and a shift for each named segment, fitted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnomon.explain.localise.evidence import find_drift
from gnomon.explain.localise.field import Field
from gnomon.explain.localise.grouping import Floats, Rows

__all__ = ["Element", "Model", "Part", "find_pool", "fit_model", "make_part"]

Element = tuple[tuple[int, int], ...]
_RIDGE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A segment in the model.

    Attributes
    ----------
    element : tuple of (int, int)
        Dimension and value codes.
    cells : array of bool, shape (n,)
        Which cells it covers.
    price : float
        Evidence that it must bring.
    pool : float
        Factor by which it wobbles more than its cells say.
    groups : array of int, shape (g,)
        Groups that share cells with it.
    masses, means : array of float, shape (g,)
        Its weight and expectation within those groups.
    mass, pull, mean : float
        Its own sums.
    """

    element: Element
    cells: NDArray[np.bool_]
    price: float
    pool: float
    groups: Rows
    masses: Floats
    means: Floats
    mass: float
    pull: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Fitted shifts, as shares of the common-level expectation.

    Attributes
    ----------
    parts : tuple of Part, length k
    level : float
        Common level; 1 is the one that the search began with.
    shifts, evidence, errors : array of float, shape (k,)
        Shift beyond the level, evidence for it, and its standard error with the drift of such groups.
    gaps, means : array of float, shape (lattice.size,)
        Weighted gap that is left in every group, and its expectation.
    drift : array of float, shape (d + 1,)
        Variance of the shifts of groups of each depth.
    """

    parts: tuple[Part, ...]
    level: float
    shifts: Floats
    evidence: Floats
    errors: Floats
    gaps: Floats
    means: Floats
    drift: Floats


def make_part(field: Field, element: Element, price: float) -> Part:
    """Sum a segment's cells into all groups that share cells with it."""
    cells = field.lattice.mask(element)
    rows = np.flatnonzero(cells)
    groups, (masses, means) = field.lattice.roll_some(rows, field.mass[rows], field.mean[rows])
    return Part(
        element=element,
        cells=cells,
        price=price,
        pool=find_pool(field, element),
        groups=groups,
        masses=masses,
        means=means,
        mass=float(field.mass[cells].sum()),
        pull=float(field.pull[cells].sum()),
        mean=float(field.mean[cells].sum()),
    )


def find_pool(field: Field, element: Element) -> float:
    """Factor by which the group of an element wobbles more than its cells say."""
    wanted = tuple(dim for dim, _ in element)
    cuboid = next(c for c in field.lattice.cuboids if c.dims == wanted)
    inside = np.ones(cuboid.stop - cuboid.start, bool)
    for dim, value in element:
        inside &= field.lattice.codes[dim][cuboid.first] == value
    at = np.flatnonzero(inside)
    return float(field.pools[cuboid.start + at[0]]) if len(at) else field.pool


def fit_model(field: Field, parts: Sequence[Part]) -> Model:
    """Fit the level and all shifts by weighted least squares, and sum up what is left.

    The level stands in the fit as well: otherwise both values of a two-valued dimension would be named.
    """
    if not parts:
        return _start_model(field)
    matrix, target = _set_equations(field, parts)
    solved: Floats = np.linalg.solve(matrix, target).astype(np.float64)
    inverse = np.linalg.inv(matrix)
    gaps = field.pulls - solved[0] * field.masses
    means = solved[0] * field.means
    for part, shift in zip(parts, solved[1:], strict=True):
        gaps[part.groups] -= shift * part.masses
        means[part.groups] += shift * part.means
    drift = find_drift(field, gaps)
    variance = np.diag(inverse)[1:] * np.array([p.pool for p in parts]) + np.array(
        [drift[len(p.element)] for p in parts]
    )
    return Model(
        parts=tuple(parts),
        level=float(solved[0]),
        shifts=solved[1:],
        evidence=solved[1:] ** 2 / (2 * variance),
        errors=np.sqrt(variance),
        gaps=gaps,
        means=means,
        drift=drift,
    )


def _start_model(field: Field) -> Model:
    """The level as it was found: a mean over all cells would follow the segments that moved."""
    none = np.zeros(0)
    gaps = field.pulls - field.masses
    drift = find_drift(field, gaps)
    return Model(
        parts=(),
        level=1.0,
        shifts=none,
        evidence=none,
        errors=none,
        gaps=gaps,
        means=field.means,
        drift=drift,
    )


def _set_equations(field: Field, parts: Sequence[Part]) -> tuple[Floats, Floats]:
    k = len(parts) + 1
    matrix, target = np.zeros((k, k)), np.zeros(k)
    matrix[0, 0], target[0] = field.mass.sum(), field.pull.sum()
    for i, part in enumerate(parts, start=1):
        matrix[0, i] = matrix[i, 0] = matrix[i, i] = part.mass
        target[i] = part.pull
        for j in range(1, i):
            shared = float(field.mass[part.cells & parts[j - 1].cells].sum())
            matrix[i, j] = matrix[j, i] = shared
    matrix += np.diag(np.diag(matrix)) * _RIDGE
    return matrix, target
