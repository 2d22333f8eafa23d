"""Shapley's split of a change of any function: each input's mean effect over all orders of change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

__all__ = ["Split", "split_by_shapley"]

_EXACT = 8
_ORDERS = 2_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Amounts of the inputs, and their standard errors.

    Attributes
    ----------
    amounts, errors : array of float, shape (k,)
        Errors are 0 where the split is exact.
    """

    amounts: Floats
    errors: Floats


def split_by_shapley(
    value: Callable[[tuple[bool, ...]], float], count: int, *, rng: np.random.Generator | None = None
) -> Split:
    """Split value(all changed) - value(none changed) among `count` inputs.

    Up to 8 inputs every order is counted [1]_; above, orders are drawn in pairs (an order and its reverse), and
    the standard error is told. Both sum to the change.

    Parameters
    ----------
    value : function
        Value when the inputs marked True stand at their later value and the others at their earlier one.
    count : int
    rng : Generator, optional
        Draws orders above 8 inputs; by default one with a fixed seed.

    References
    ----------
    .. [1] Shapley (1953). A value for n-person games. doi:10.1515/9781400881970-018

    Examples
    --------
    >>> def area(changed):
    ...     return (3.0 if changed[0] else 2.0) * (7.0 if changed[1] else 5.0)
    >>> split_by_shapley(area, 2).amounts.tolist()
    [6.0, 5.0]
    """
    known: dict[tuple[bool, ...], float] = {}

    def look_up(changed: tuple[bool, ...]) -> float:
        if changed not in known:
            known[changed] = value(changed)
        return known[changed]

    if count <= _EXACT:
        return Split(amounts=_count_all(look_up, count), errors=np.zeros(count))
    return _draw_orders(value, count, rng or np.random.default_rng(0))


def _count_all(value: Callable[[tuple[bool, ...]], float], count: int) -> Floats:
    amounts = np.zeros(count)
    for code in range(2**count):
        changed = tuple(bool(code >> i & 1) for i in range(count))
        size = sum(changed)
        for i in range(count):
            if not changed[i]:
                weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                later = (*changed[:i], True, *changed[i + 1 :])
                amounts[i] += weight * (value(later) - value(changed))
    return amounts


def _draw_orders(value: Callable[[tuple[bool, ...]], float], count: int, rng: np.random.Generator) -> Split:
    drawn = np.zeros((_ORDERS // 2, count))
    for pair in range(len(drawn)):
        order = rng.permutation(count)
        for way in (order, order[::-1]):
            drawn[pair] += _walk(value, way) / 2
    return Split(amounts=drawn.mean(axis=0), errors=drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn)))


def _walk(value: Callable[[tuple[bool, ...]], float], order: NDArray[np.intp]) -> Floats:
    """Change one input after the other; what each step adds."""
    changed = [False] * len(order)
    steps = np.zeros(len(order))
    last = value(tuple(changed))
    for i in order:
        changed[i] = True
        now = value(tuple(changed))
        steps[i] = now - last
        last = now
    return steps
