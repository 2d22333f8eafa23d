"""A sum over segments: each contributes its own difference."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from gnomon.explain.decompose.compose import Method, check_finite, compose_explanation
from gnomon.records.explanation import Change, Contribution, Explanation

__all__ = ["decompose_sum"]

_METHOD = Method(name="difference by segment", assumptions=("Segments do not overlap and cover the total.",))


def decompose_sum(
    names: Sequence[str], before: Sequence[float], after: Sequence[float], *, measure: str = "total"
) -> Explanation:
    """Take a change of a sum apart over one dimension.

    Parameters
    ----------
    names : sequence of str, length k
        Segments.
    before, after : sequence of float, length k
    measure : str
        Name of what changed.

    Examples
    --------
    >>> found = decompose_sum(["DE", "FR"], [10.0, 20.0], [16.0, 19.0])
    >>> [(c.name, c.amount, c.share) for c in found.contributions]
    [('DE', 6.0, 1.2), ('FR', -1.0, -0.2)]
    """
    check_finite(measure, [*before, *after])
    parts = [
        Contribution(name=name, part="amount", amount=b - a, share=None, before=a, after=b)
        for name, a, b in zip(names, before, after, strict=True)
    ]
    change = Change(name=measure, before=fsum(before), after=fsum(after))
    return compose_explanation(change, parts, _METHOD)
