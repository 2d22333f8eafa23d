"""Localise the change of a ratio: rates moved within segments, or segments changed their size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gnomon.explain.localise.additive import Found, Sums, is_whole, localise_additive
from gnomon.explain.localise.cuboids import Lattice
from gnomon.explain.localise.grouping import Codes, Floats
from gnomon.explain.localise.past import Block
from gnomon.explain.localise.rules import Rules

__all__ = ["RatioFound", "RatioValues", "localise_ratio", "split_rate_and_mix"]

_ROUNDS = 3
_BORROWED = 1.0
_CEILING_UNEVENNESS = 0.3  # a rate that cannot pass 1 rises less where it is high already
_NEAR_CEILING = 0.3
_BASELINE_SHARE = 0.25  # a baseline is commonly the mean of several periods, so its noise is a part of one's


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatioValues:
    """Numerators and denominators of cells, each shape (n,).

    `past` holds the same four of past periods of the same length.
    """

    expected_top: Floats
    expected_bottom: Floats
    actual_top: Floats
    actual_bottom: Floats
    past: tuple[tuple[Floats, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatioFound:
    """Outcome of a search in a ratio.

    Attributes
    ----------
    found : Found
        Over numerators at the actual denominators, or over denominators for a mix.
    is_mix : bool
        Whether sizes explain more of the change than rates.
    rate, mix : float
        Parts of the change: rates within cells, and sizes of cells; they sum to it.
    """

    found: Found
    is_mix: bool
    rate: float
    mix: float


def split_rate_and_mix(values: RatioValues, base: Floats) -> tuple[float, float]:
    """Part of a ratio's change that cells' own rates carry, and the part that their weights carry.

    Symmetric: rates change at the mean of both weights, weights at the mean of both rates, so nothing is left.

    Parameters
    ----------
    values : RatioValues
    base : array of float, shape (n,)
        Expected rate of every cell, also of those that had no denominator.
    """
    before, after = values.expected_bottom.sum(), values.actual_bottom.sum()
    weight = (values.expected_bottom / before + values.actual_bottom / after) / 2
    seen = values.actual_bottom > 0
    now = np.where(seen, values.actual_top / np.where(seen, values.actual_bottom, 1.0), base)
    rate = float((weight * (now - base)).sum())
    whole = float(values.actual_top.sum() / after - values.expected_top.sum() / before)
    return rate, whole - rate


def localise_ratio(lattice: Lattice, values: RatioValues, *, rules: Rules) -> RatioFound:
    """Find the segments whose rate moved, or for a mix, whose size moved.

    Parameters
    ----------
    lattice : Lattice
    values : RatioValues
        Not negative.
    rules : Rules
    """
    base = _smooth_rates(lattice.codes, values)
    rate, mix = split_rate_and_mix(values, base)
    is_mix = abs(mix) > abs(rate)
    sums = _take_sizes(lattice, values) if is_mix else _take_rates(lattice, values, base)
    if not is_mix and _has_ceiling(values):
        rules = replace(rules, unevenness=max(rules.unevenness, _CEILING_UNEVENNESS))
    return RatioFound(found=localise_additive(sums, rules=rules), is_mix=is_mix, rate=rate, mix=mix)


def _has_ceiling(values: RatioValues) -> bool:
    """Whether rates are shares of their denominators, and not small."""
    top, bottom = values.actual_top, values.actual_bottom
    return bool((top <= bottom).all()) and float(top.sum()) > _NEAR_CEILING * float(bottom.sum())


def _take_sizes(lattice: Lattice, values: RatioValues) -> Sums:
    """Denominators alone: which segment changed its size."""
    return Sums(
        lattice=lattice,
        expected=values.expected_bottom,
        actual=values.actual_bottom,
        least_scatter=1.0 if is_whole(values.actual_bottom) else 0.0,
        past=tuple(Block(expected=one[2], actual=one[3]) for one in values.past),
    )


def _take_rates(lattice: Lattice, values: RatioValues, base: Floats) -> Sums:
    """Numerators against what the expected rates make of the actual denominators."""
    whole_rate = float(values.expected_top.sum() / values.expected_bottom.sum())
    bottom = values.actual_bottom
    noise = bottom**2 * base * np.maximum(1 - base, 0.0) / (values.expected_bottom + _BORROWED)
    return Sums(
        lattice=lattice,
        expected=bottom * base,
        actual=values.actual_top,
        least_scatter=max(1 - whole_rate, 0.0) if is_whole(values.actual_top) else 0.0,
        extra_variance=_BASELINE_SHARE * noise,
        past=tuple(Block(expected=one[3] * base, actual=one[1]) for one in values.past),
    )


def _smooth_rates(codes: tuple[Codes, ...], values: RatioValues) -> Floats:
    """Expected rate of every cell; thin cells borrow from the product of their dimensions' factors."""
    top, bottom = values.expected_top, values.expected_bottom
    target = np.full(len(top), float(top.sum() / bottom.sum()))
    bounded = bool((top <= bottom).all())
    for _ in range(_ROUNDS):
        for column in codes:
            seen = np.bincount(column, top)
            promised = np.bincount(column, bottom * target)
            target = target * ((seen + _BORROWED) / (promised + _BORROWED))[column]
            if bounded:
                target = np.minimum(target, 1.0)
    return (top + _BORROWED * target) / (bottom + _BORROWED)
