"""A percentile over segments: what each segment's own distribution does to the joint one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gnomon.base.errors import DataError
from gnomon.explain.decompose.compose import Method, check_finite, compose_explanation
from gnomon.explain.decompose.shapley import split_by_shapley
from gnomon.records.explanation import Change, Contribution, Explanation

__all__ = ["decompose_quantile"]

Floats = NDArray[np.float64]

_ASSUMED = (
    (
        "A percentile is no sum: each segment's values, and how many they are, are exchanged for its later ones, and "
        "the joint percentile is read again; the mean over orders of exchange is taken."
    ),
)


def decompose_quantile(
    names: Sequence[str],
    before: Sequence[Floats],
    after: Sequence[Floats],
    *,
    quantile: float,
    rng: np.random.Generator | None = None,
) -> Explanation:
    """Take a change of a percentile apart over segments, through the joint distribution.

    Parameters
    ----------
    names : sequence of str, length k
    before, after : sequence of array of float
        Values of each segment.
    quantile : float
        In (0, 1).
    rng : Generator, optional
        Draws orders above 8 segments.

    Raises
    ------
    DataError
        DAT-323 when a value is missing or infinite, or a period has no values.

    Examples
    --------
    >>> calm, slow = np.arange(100.0), np.arange(100.0) + 50
    >>> found = decompose_quantile(["ios", "web"], [calm, calm], [calm, slow], quantile=0.9)
    >>> [(c.name, c.amount > 0) for c in found.contributions]
    [('web', True), ('ios', False)]
    """
    if not 0 < quantile < 1:
        raise DataError(f"A quantile lies between 0 and 1, not at {quantile:g}.", code="DAT-323")
    for name, one, two in zip(names, before, after, strict=True):
        check_finite(name, [*one.tolist(), *two.tolist()])
    if not sum(map(len, before)) or not sum(map(len, after)):
        raise DataError("A period has no values, so it has no percentile.", code="DAT-323")

    def mixed(changed: tuple[bool, ...]) -> float:
        joined = np.concatenate([after[i] if c else before[i] for i, c in enumerate(changed)])
        return float(np.quantile(joined, quantile)) if len(joined) else 0.0

    split = split_by_shapley(mixed, len(names), rng=rng)
    label = f"p{100 * quantile:g}"
    none, everything = (False,) * len(names), (True,) * len(names)
    parts = [
        Contribution(
            name=name,
            part="amount",
            amount=float(amount),
            share=None,
            before=float(np.quantile(one, quantile)) if len(one) else float("nan"),
            after=float(np.quantile(two, quantile)) if len(two) else float("nan"),
            error=float(error),
        )
        for name, amount, error, one, two in zip(
            names, split.amounts, split.errors, before, after, strict=True
        )
    ]
    sort = "sampled" if split.errors.any() else "exact"
    method = Method(name=f"distribution shift, Shapley, {sort}", assumptions=_ASSUMED)
    return compose_explanation(Change(name=label, before=mixed(none), after=mixed(everything)), parts, method)
