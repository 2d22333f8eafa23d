"""A distinct count over segments that overlap: differences by segment, and what was counted several times."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from gnomon.explain.decompose.compose import Method, check_finite, compose_explanation
from gnomon.records.explanation import Change, Contribution, Explanation

__all__ = ["decompose_overlapping"]

_METHOD = Method(
    name="difference by segment, less overlap",
    assumptions=("Whoever is in several segments counts in each of them; the surplus stands as overlap.",),
)


def decompose_overlapping(
    names: Sequence[str], before: Sequence[float], after: Sequence[float], change: Change
) -> Explanation:
    """Take a change of a distinct count apart over segments whose counts do not sum to the total.

    Parameters
    ----------
    names : sequence of str, length k
    before, after : sequence of float, length k
        Distinct counts of each segment.
    change : Change
        Of the total, counted apart.

    Examples
    --------
    >>> change = Change(name="users", before=25.0, after=28.0)
    >>> found = decompose_overlapping(["ios", "web"], [15.0, 15.0], [16.0, 20.0], change)
    >>> [(c.name, c.amount) for c in found.contributions], found.remainder
    ([('web', 5.0), ('overlap', -3.0), ('ios', 1.0)], 0.0)
    """
    check_finite(change.name, [*before, *after, change.before, change.after])
    parts = [
        Contribution(name=name, part="amount", amount=b - a, share=None, before=a, after=b)
        for name, a, b in zip(names, before, after, strict=True)
    ]
    surplus = (fsum(before) - change.before, fsum(after) - change.after)
    parts.append(
        Contribution(
            name="overlap",
            part="overlap",
            amount=surplus[0] - surplus[1],
            share=None,
            before=-surplus[0],
            after=-surplus[1],
        )
    )
    remark = f"Segments overlap: their counts exceed the total by {surplus[0]:,.0f} before and {surplus[1]:,.0f} after."
    return compose_explanation(change, parts, _METHOD, remarks=[remark])
