"""What groups did in past periods, when nothing was to be explained: the noise that cells do not show.

Rows of one person fall into many cells, so groups wobble more than their cells promise, and coarse groups more than
fine ones. Past periods show by how much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.cuboids import Lattice
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.localise.variance import Noise, fit_noise

__all__ = ["Block", "find_pools", "find_spreads", "learn_noise"]

_CHI_MEDIAN = 0.455  # median of a squared standard normal
_OWN = 4.0
_TOP_OUT = 1.25  # the mean of squares without the largest of about ten, made good
_FEW = 4
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A past period of the same length.

    Attributes
    ----------
    expected, actual : array of float, shape (n,)
        Cells, in the order of the cells that are searched.
    """

    expected: Floats
    actual: Floats


def find_spreads(lattice: Lattice, blocks: tuple[Block, ...]) -> Floats:
    """Relative wobble of every group beside all others, as past periods show it; inf where unknown.

    Returns
    -------
    array of float, shape (size,)
    """
    squares, seen = np.zeros(lattice.size), np.zeros(lattice.size)
    for block in blocks:
        level = block.actual.sum() / max(block.expected.sum(), 1e-300)
        expected, actual = lattice.roll(block.expected * level), lattice.roll(block.actual)
        known = expected > 0
        squares[known] += (actual[known] / expected[known] - 1) ** 2
        seen[known] += 1
    return np.where(seen >= _FEW, np.sqrt(squares / np.maximum(seen, 1)), np.inf)


def learn_noise(blocks: tuple[Block, ...], *, least_scatter: float) -> Noise:
    """Noise of cells by their size, from past periods, in which no change stands in the way."""
    means: list[Floats] = []
    gaps: list[Floats] = []
    for block in blocks:
        level = block.actual.sum() / max(block.expected.sum(), 1e-300)
        means.append(block.expected * level)
        gaps.append(block.actual - means[-1])
    mean, gap = np.concatenate(means), np.concatenate(gaps)
    step = max(1, len(mean) // _SAMPLE)
    return fit_noise(mean[::step], gap[::step], least_scatter=least_scatter)


def find_pools(lattice: Lattice, blocks: tuple[Block, ...], pull: Floats, least: float) -> Floats:
    """Factor by which groups wobble more than their cells say: of their cuboid, or their own where that is larger.

    Parameters
    ----------
    lattice : Lattice
    blocks : tuple of Block
    pull : array of float, shape (n,)
        Expectation over variance of every cell.
    least : float
        Lower bound.

    Returns
    -------
    array of float, shape (size,)
    """
    seen: list[Floats] = []
    for block in blocks:
        level = block.actual.sum() / max(block.expected.sum(), 1e-300)
        mean = block.expected * level
        gap, mass = lattice.roll(pull * (block.actual - mean)), lattice.roll(pull * mean)
        seen.append(np.where(mass > 0, gap * gap / np.maximum(mass, 1e-300), np.nan))
    squares = np.stack(seen)
    pools = np.full(lattice.size, least)
    for cuboid in lattice.cuboids:
        part = squares[:, cuboid.start : cuboid.stop]
        known = part[~np.isnan(part)]
        if not known.size:
            continue
        shared = max(least, float(np.median(known)) / _CHI_MEDIAN)
        clean = np.nan_to_num(part)
        own = (clean.sum(axis=0) - clean.max(axis=0)) / max(len(part) - 1, 1) * _TOP_OUT
        mixed = (_OWN * shared + len(part) * own) / (_OWN + len(part))
        pools[cuboid.start : cuboid.stop] = np.maximum(mixed, shared)
    return pools
