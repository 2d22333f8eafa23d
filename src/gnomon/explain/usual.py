"""What contributions commonly are: the same split, over blocks of past days."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt

import numpy as np

from gnomon.explain.cube import LEAST_BLOCKS, Past
from gnomon.explain.localise.grouping import Floats
from gnomon.records.explanation import Contribution
from gnomon.records.investigation import Usual
from gnomon.stats.false_discovery import control_false_discovery

__all__ = ["judge_usual", "split_blocks"]

_BAND = 1.959964
_SHARE = 0.1
_PARTS = {1: ("amount",), 2: ("rate", "mix")}


def split_blocks(values: Floats, past: Sequence[Past]) -> Floats:
    """Split the change of past blocks as the change in question is split.

    Parameters
    ----------
    values : array of float, shape (measures, segments, slots)
        One measure for a sum; numerator and denominator for a ratio.
    past : sequence of (before, after)
        Weights of the buckets, shape (slots,) each.

    Returns
    -------
    array of float, shape (blocks, parts, segments)
        Parts are the amount of a sum, or rate and mix of a ratio.
    """
    blocks: list[Floats] = []
    for before, after in past:
        one, two = values @ before, values @ after
        blocks.append((two - one) if len(values) == 1 else _split_ratio(one, two))
    return np.stack(blocks)


def _split_ratio(one: Floats, two: Floats) -> Floats:
    """Rate and mix by segment, as in `decompose_ratio`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        raw0: Floats = one[0] / one[1]
        raw1: Floats = two[0] / two[1]
        weight0, weight1 = one[1] / one[1].sum(), two[1] / two[1].sum()
        middle = (one[0].sum() / one[1].sum() + two[0].sum() / two[1].sum()) / 2
    rate0: Floats = np.where(one[1] > 0, raw0, raw1)
    rate1: Floats = np.where(two[1] > 0, raw1, raw0)
    rate: Floats = (weight0 + weight1) / 2 * (rate1 - rate0)
    mix: Floats = (weight1 - weight0) * ((rate0 + rate1) / 2 - middle)
    return np.nan_to_num(np.stack([rate, mix]))


def judge_usual(
    contributions: tuple[Contribution, ...], segments: list[str], blocks: Floats
) -> tuple[Usual, ...]:
    """Say for each contribution what past blocks brought, and which stand out.

    The spread is the larger of a robust and half of a plain one, so that a single past incident does not hide
    the next.

    Parameters
    ----------
    contributions : tuple of Contribution
    segments : list of str
        Names in the order of the blocks' last axis.
    blocks : array of float, shape (blocks, parts, segments)
    """
    if len(blocks) < LEAST_BLOCKS:
        return ()
    parts = _PARTS[blocks.shape[1]]
    robust = 1.4826 * np.median(np.abs(blocks), axis=0)
    plain = np.sqrt(np.mean(blocks**2, axis=0))
    spread = np.maximum(robust, plain / 2) * (1 + 2 / len(blocks))
    places = [(parts.index(c.part), segments.index(c.name)) for c in contributions]
    spreads = [float(spread[place]) for place in places]
    chances = [_chance(c.amount, s) for c, s in zip(contributions, spreads, strict=True)]
    limit = control_false_discovery(np.array(chances), share=_SHARE)
    return tuple(
        Usual(
            name=c.name,
            part=c.part,
            low=-_BAND * s,
            high=_BAND * s,
            pvalue=p,
            is_unusual=limit > 0 and p <= limit,
        )
        for c, s, p in zip(contributions, spreads, chances, strict=True)
    )


def _chance(amount: float, spread: float) -> float:
    if not spread:
        return 0.0 if amount else 1.0
    return erfc(abs(amount) / spread / sqrt(2))
