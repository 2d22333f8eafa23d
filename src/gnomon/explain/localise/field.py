"""What is searched: weighted sums of every group, prices and scale of the evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.cuboids import Lattice
from gnomon.explain.localise.grouping import Floats, Rows
from gnomon.explain.localise.past import Block, find_pools, learn_noise
from gnomon.explain.localise.rules import Rules
from gnomon.explain.localise.variance import Noise, find_variance

__all__ = ["Field", "Observed", "lay_out_field"]

_FEW = 20
_SMALL = 0.01
_SAMPLE = 20_000
_NORMAL_MEDIAN = 0.6745


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """Sums of every group, made once; a model of segments is a linear combination of them.

    Attributes
    ----------
    lattice : Lattice
    rules : Rules
    mean, actual, pull, mass : array of float, shape (n,)
        Cells: expectation at the common level, what was seen, and their products with the weight
        w = 1 / variance: pull = w * mean * actual, mass = w * mean**2.
    means, actuals, pulls, masses : array of float, shape (lattice.size,)
        The same, summed to groups.
    depths, prices : array of float, shape (lattice.size,)
        Conditions of every group, and what naming it costs.
    hurdles : array of float, shape (lattice.size,)
        Squared gap below which no group can pay its price.
    variance : array of float, shape (n,)
        Variance of cells.
    noise : Noise
    pool : float
        Factor by which groups commonly wobble more than their cells say; 1 or more.
    pools : array of float, shape (lattice.size,)
        The same of every group, where past periods tell it.
    has_past : bool
        Whether past periods told it.
    samples : tuple of array of int
        Large groups of each depth, from which the drift of groups is learned.
    """

    lattice: Lattice
    rules: Rules
    mean: Floats
    actual: Floats
    pull: Floats
    mass: Floats
    means: Floats
    actuals: Floats
    pulls: Floats
    masses: Floats
    depths: Floats
    prices: Floats
    hurdles: Floats
    variance: Floats
    noise: Noise
    pool: float
    pools: Floats
    samples: tuple[Rows, ...]
    has_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """What the cells hold.

    Attributes
    ----------
    mean, actual : array of float, shape (n,)
        Expectation of each cell at the common level, and what was seen.
    fitted : array of float, shape (n,)
        Expectation by the best model so far: noise is what is left beside it.
    least_scatter : float
        Lower bound of the noise of counts.
    means, actuals : array of float, shape (lattice.size,)
        Sums of `mean` and `actual` of every group.
    extra_variance : array of float, shape (n,), or None
        Variance of the expectation itself.
    past : tuple of Block
        Past periods of the same length; their noise is taken where there are some.
    """

    mean: Floats
    actual: Floats
    fitted: Floats
    least_scatter: float
    means: Floats
    actuals: Floats
    extra_variance: Floats | None = None
    past: tuple[Block, ...] = ()


def lay_out_field(lattice: Lattice, observed: Observed, *, rules: Rules) -> Field:
    """Weigh the cells by their noise and sum them to groups.

    Parameters
    ----------
    lattice : Lattice
    observed : Observed
    rules : Rules
    """
    mean, actual = observed.mean, observed.actual
    left = actual - observed.fitted
    noise, variance = find_variance(
        mean, left, least_scatter=observed.least_scatter, extra=observed.extra_variance
    )
    if observed.past:
        noise = learn_noise(observed.past, least_scatter=observed.least_scatter)
        variance = noise.variance(np.maximum(mean, _SMALL * float(mean.mean())))
        variance += 0.0 if observed.extra_variance is None else observed.extra_variance
    pull, mass = mean * actual / variance, mean * mean / variance
    pulls, masses = lattice.roll(pull), lattice.roll(mass)
    live = [int(np.count_nonzero(masses[c.start : c.stop])) for c in lattice.cuboids]
    prices = [
        np.log(max(count, 1)) + rules.price + rules.price_of_depth * c.depth
        for count, c in zip(live, lattice.cuboids, strict=True)
    ]
    lefts = lattice.roll(mean * left / variance)
    pool = _find_pool(lattice, lefts, masses)
    spread_prices = lattice.spread(prices)
    pools = np.full(lattice.size, pool)
    if observed.past:
        pools = find_pools(lattice, observed.past, mean / variance, pool)
    return Field(
        lattice=lattice,
        rules=rules,
        mean=mean,
        actual=actual,
        pull=pull,
        mass=mass,
        means=observed.means,
        actuals=observed.actuals,
        pulls=pulls,
        masses=masses,
        depths=lattice.spread([c.depth for c in lattice.cuboids]),
        prices=spread_prices,
        hurdles=2 * pools * np.maximum(spread_prices, rules.least_evidence) * masses,
        variance=variance,
        noise=noise,
        pool=pool,
        pools=pools,
        samples=_sample_groups(lattice, masses),
        has_past=bool(observed.past),
    )


def _find_pool(lattice: Lattice, gaps: Floats, masses: Floats) -> float:
    """Median over cuboids of how much wider groups spread than their cells promise."""
    found: list[float] = []
    for cuboid in lattice.cuboids:
        step = max(1, (cuboid.stop - cuboid.start) // _SAMPLE)
        gap, mass = (x[cuboid.start : cuboid.stop : step] for x in (gaps, masses))
        live = mass > 0
        if np.count_nonzero(live) >= _FEW:
            typical = float(np.median(np.abs(gap[live]) / np.sqrt(mass[live])))
            found.append((typical / _NORMAL_MEDIAN) ** 2)
    return max(1.0, float(np.median(found)) if found else 1.0)


def _sample_groups(lattice: Lattice, masses: Floats) -> tuple[Rows, ...]:
    """Take the heavier half of the groups of each depth, thinned evenly; position 0 is empty."""
    samples: list[Rows] = [np.zeros(0, np.intp)]
    for depth in range(1, len(lattice.sizes) + 1):
        groups = np.concatenate(
            [np.zeros(0, np.intp), *(np.arange(c.start, c.stop) for c in lattice.cuboids if c.depth == depth)]
        )
        groups = groups[masses[groups] > 0]
        heavy = groups[masses[groups] >= np.median(masses[groups])] if len(groups) else groups
        samples.append(heavy[:: max(1, len(heavy) // _SAMPLE)].astype(np.intp))
    return tuple(samples)
