"""The change over each dimension of a cube, beside what is usual there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gnomon.base.errors import DataError
from gnomon.explain.cube import DailyCube, Past
from gnomon.explain.decompose.overlap import decompose_overlapping
from gnomon.explain.decompose.ratio import Fraction, decompose_ratio
from gnomon.explain.decompose.sums import decompose_sum
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.usual import judge_usual, split_blocks
from gnomon.records.explanation import Change, Explanation
from gnomon.records.investigation import Split

__all__ = ["Weights", "name_values", "split_cube"]

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """Which buckets make the value before and after.

    Attributes
    ----------
    before, after : array of float, shape (slots,)
    scales : tuple of float
        What each measure's baseline is multiplied by, so that the total is what was expected.
    past : tuple of (before, after)
        Weights of past periods.
    """

    before: Floats
    after: Floats
    scales: tuple[float, ...]
    past: tuple[Past, ...] = ()


def split_cube(cube: DailyCube, weights: Weights, change: Change) -> tuple[Split, ...]:
    """Split a change over each dimension; what cannot be split is left out.

    Parameters
    ----------
    cube : DailyCube
    weights : Weights
    change : Change
        Of the total, which is asked apart: where cells do not sum to it, the difference is shown as overlap of a
        sum, and as remainder of a ratio.
    """
    found: list[Split] = []
    for name in cube.names:
        values = cube.by_value(name)
        labels = name_values(cube.labels[cube.names.index(name)])
        try:
            explanation = _split(labels, values, weights, change)
        except DataError:
            continue  # a segment has a numerator without a denominator: the split has no meaning
        kept = [c.name for c in explanation.contributions if c.part != "overlap"]
        blocks = split_blocks(values, weights.past) if weights.past else None
        usual = ()
        if blocks is not None and kept:
            parts = tuple(c for c in explanation.contributions if c.part != "overlap")
            usual = judge_usual(parts, labels, blocks)
        rate, mix = _sum_parts(explanation) if len(values) > 1 else (None, None)
        found.append(Split(dimension=name, explanation=explanation, usual=usual, rate=rate, mix=mix))
    return tuple(found)


def _sum_parts(explanation: Explanation) -> tuple[float, float]:
    """What own rates did, and what sizes did."""
    rate, mix = (
        float(np.sum([c.amount for c in explanation.contributions if c.part == part]))
        for part in ("rate", "mix")
    )
    return rate, mix


def name_values(labels: Sequence[object]) -> list[str]:
    """Values of a dimension as text; null is ``null``.

    Examples
    --------
    >>> name_values(["DE", None, True])
    ['DE', 'null', 'True']
    """
    return ["null" if value is None else str(value) for value in labels]


def _split(labels: list[str], values: Floats, weights: Weights, change: Change) -> Explanation:
    before = [m @ weights.before * scale for m, scale in zip(values, weights.scales, strict=True)]
    after = [m @ weights.after for m in values]
    if len(values) == 1:
        one, two = before[0].tolist(), after[0].tolist()
        if _is_close(sum(one), change.before) and _is_close(sum(two), change.after):
            return _settle(decompose_sum(labels, one, two, measure=change.name), change)
        return decompose_overlapping(labels, one, two, change)
    earlier = [Fraction(top=float(t), bottom=float(b)) for t, b in zip(before[0], before[1], strict=True)]
    later = [Fraction(top=float(t), bottom=float(b)) for t, b in zip(after[0], after[1], strict=True)]
    return _settle(decompose_ratio(labels, earlier, later, measure=change.name), change)


def _settle(explanation: Explanation, change: Change) -> Explanation:
    """Hold the parts against the total that was asked; rounding alone is no remainder."""
    summed = float(np.sum([c.amount for c in explanation.contributions]))
    remainder = change.amount - summed
    if abs(remainder) <= _CLOSE * max(abs(change.before), abs(change.after)):
        remainder = explanation.remainder
    return replace(explanation, change=change, remainder=remainder)


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))
