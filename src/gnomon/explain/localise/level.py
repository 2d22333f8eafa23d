"""The common level: what all cells did together."""

from __future__ import annotations

import numpy as np

from gnomon.explain.localise.cuboids import Lattice
from gnomon.explain.localise.grouping import Floats

__all__ = ["find_level", "settle_level", "take_weighted_quantile"]

_COARSE = 2
_CALM = 0.03
_SAMPLE = 200_000


def take_weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Smallest value up to which `share` of the weight lies.

    Examples
    --------
    >>> take_weighted_quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 5.0]), 0.5)
    2.0
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] * share)])


def find_level(lattice: Lattice, expected: Floats, actual: Floats, *, spreads: Floats | None = None) -> float:
    """Weighted median ratio of actual to expected over groups of one or two dimensions.

    A few changed segments leave a median where it was, so it tells the level of the rest.

    Parameters
    ----------
    lattice : Lattice
    expected, actual : array of float, shape (size,)
        Sums of every group.
    spreads : array of float, shape (size,), optional
        Relative wobble of every group, where past periods tell it; calm groups then weigh more.

    Examples
    --------
    >>> from gnomon.explain.localise.cuboids import build_lattice
    >>> lattice = build_lattice((np.arange(4, dtype=np.int32),), (4,))
    >>> find_level(lattice, np.full(4, 10.0), np.array([11.0, 11.0, 11.0, 2.0]))
    1.1
    """
    coarse = [c for c in lattice.cuboids if c.depth <= _COARSE]
    e = np.concatenate([expected[c.start : c.stop] for c in coarse])
    r = np.concatenate([actual[c.start : c.stop] for c in coarse])
    seen = e > 0
    weights = e[seen]
    if spreads is not None:
        s = np.concatenate([spreads[c.start : c.stop] for c in coarse])[seen]
        weights = _weigh_calm(s)
    level = take_weighted_quantile(r[seen] / e[seen], weights, 0.5)
    return level if level > 0 else float(r.sum() / e.sum())


def _weigh_calm(spreads: Floats) -> Floats:
    """Inverse variance; medians of groups that wobble much lie below their means, so those hardly count."""
    floor = max(_CALM, float(np.quantile(spreads, 0.02)))
    return 1 / np.maximum(spreads, floor) ** 2


def settle_level(
    lattice: Lattice,
    expectations: Floats,
    actuals: Floats,
    variance: Floats,
    *,
    spreads: Floats | None = None,
) -> float:
    """Weighted median ratio over the groups of any depth that are calm enough to tell it.

    Where cells are calm this is exact, although every coarse group holds a share of what moved.

    Parameters
    ----------
    lattice : Lattice
    expectations, actuals : array of float, shape (size,)
        Sums of every group.
    variance : array of float, shape (n,)
        Variance of every cell.
    spreads : array of float, shape (size,), optional
        Relative wobble of every group, where past periods tell it.
    """
    if spreads is not None:
        return find_level(lattice, expectations, actuals, spreads=spreads)
    spread = np.sqrt(lattice.roll(variance))
    calm = np.flatnonzero((expectations > 0) & (spread <= _CALM * expectations))
    if not len(calm):
        return find_level(lattice, expectations, actuals)
    calm = calm[:: max(1, len(calm) // _SAMPLE)]
    return take_weighted_quantile(actuals[calm] / expectations[calm], expectations[calm], 0.5) or 1.0
