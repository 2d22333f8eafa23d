"""Tell one coarse segment from several finer ones within it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.evidence import measure_evidence, measure_surprise
from gnomon.explain.localise.field import Field
from gnomon.explain.localise.grouping import Floats, Rows
from gnomon.explain.localise.model import Element, Model, find_pool

__all__ = ["split_element"]

_CHILDREN = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Inside:
    """The cells of a segment: rows, weighted gaps, weights, what was seen and the model's expectation."""

    rows: Rows
    gap: Floats
    mass: Floats
    actual: Floats
    mean: Floats


def split_element(field: Field, model: Model, element: Element, price: float) -> list[Element]:
    """Finer segments that explain the cells of `element` better than it does; empty when it stands.

    Each dimension that the segment leaves open is tried: its values with evidence above their price must
    together beat the whole.
    """
    inside = _look_inside(field, model, element)
    all_in_one = _Sums.of(inside, np.zeros(len(inside.rows), np.intp), 1)
    whole = _score(field, all_in_one, find_pool(field, element))[0]
    best, found = whole - price, list[Element]()
    fixed = dict(element)
    for dim in range(len(field.lattice.sizes)):
        if dim in fixed:
            continue
        child_price = _find_price(field, (*fixed, dim))
        if child_price is None:
            continue
        values, evidence = _find_children(field, inside, element, dim, child_price)
        if not len(values):
            continue
        total = float(evidence.sum()) * (1 - field.rules.discount) - child_price * len(values)
        if total > best:
            best = total
            found = [tuple(sorted((*element, (dim, int(v))))) for v in values]
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sums:
    gap: Floats
    mass: Floats
    actual: Floats
    mean: Floats

    @classmethod
    def of(cls, inside: _Inside, group: Rows, count: int) -> _Sums:
        gap, mass, actual, mean = (
            np.bincount(group, x, minlength=count).astype(np.float64)
            for x in (inside.gap, inside.mass, inside.actual, inside.mean)
        )
        return cls(gap=gap, mass=mass, actual=actual, mean=mean)


def _look_inside(field: Field, model: Model, element: Element) -> _Inside:
    rows = np.flatnonzero(field.lattice.mask(element))
    now = np.full(len(rows), model.level)
    for part, shift in zip(model.parts, model.shifts, strict=True):
        now += np.where(part.cells[rows], shift, 0.0)
    return _Inside(
        rows=rows,
        gap=field.pull[rows] - now * field.mass[rows],
        mass=field.mass[rows],
        actual=field.actual[rows],
        mean=now * field.mean[rows],
    )


def _score(field: Field, sums: _Sums, pool: Floats | float) -> Floats:
    evidence = measure_evidence(sums.gap, sums.mass, pool=pool, drift=0.0)
    cap = measure_surprise(sums.actual, sums.mean, scatter=field.noise.scatter, pool=pool)
    return np.minimum(evidence, cap)


def _find_children(
    field: Field, inside: _Inside, element: Element, dim: int, price: float
) -> tuple[Rows, Floats]:
    codes = field.lattice.codes[dim][inside.rows].astype(np.intp)
    sums = _Sums.of(inside, codes, field.lattice.sizes[dim])
    live = int(np.count_nonzero(sums.mass))
    if live < 2:  # noqa: PLR2004 - one value is the segment itself
        return np.zeros(0, np.intp), np.zeros(0)
    evidence = _score(field, sums, _find_pools(field, element, dim))
    order = np.argsort(-evidence)[: max(1, min(_CHILDREN, live // 2))]
    order = order[evidence[order] > price]
    return order, evidence[order]


def _find_pools(field: Field, element: Element, dim: int) -> Floats | float:
    """Wobble of every value of a dimension within an element; one number where no past tells them apart."""
    if (field.pools == field.pool).all():
        return field.pool
    size = field.lattice.sizes[dim]
    pools = np.full(size, field.pool)
    wanted = tuple(sorted((*(d for d, _ in element), dim)))
    cuboid = next(c for c in field.lattice.cuboids if c.dims == wanted)
    inside = np.ones(cuboid.stop - cuboid.start, bool)
    for one, value in element:
        inside &= field.lattice.codes[one][cuboid.first] == value
    rows = np.flatnonzero(inside)
    pools[field.lattice.codes[dim][cuboid.first[rows]]] = field.pools[cuboid.start + rows]
    return pools


def _find_price(field: Field, dims: tuple[int, ...]) -> float | None:
    wanted = tuple(sorted(dims))
    for cuboid in field.lattice.cuboids:
        if cuboid.dims == wanted:
            return float(field.prices[cuboid.start])
    return None
