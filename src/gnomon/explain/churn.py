"""Dimensions whose values come and go by themselves, such as versions of an app."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gnomon.explain.cube import DailyCube, Past
from gnomon.explain.localise.grouping import Floats

__all__ = ["find_churning"]

_TIMES = 4.0
_SHARE = 0.05


def find_churning(cube: DailyCube, past: Sequence[Past]) -> tuple[str, ...]:
    """Name the dimensions of which, in common past periods, a part has grown or shrunk fourfold.

    The amount of such a value says how far it is rolled out, not how it fares, so sums are not searched in them;
    rates are.

    Parameters
    ----------
    cube : DailyCube
        The last measure is the size.
    past : sequence of (before, after)
        Weights of the buckets for past periods.
    """
    found: list[str] = []
    for name in cube.names:
        sizes = cube.by_value(name)[-1]
        moved = [_moved_share(sizes @ before, sizes @ after) for before, after in past]
        if moved and float(np.median(moved)) > _SHARE:
            found.append(name)
    return tuple(found)


def _moved_share(one: Floats, two: Floats) -> float:
    if not one.sum() > 0 or not two.sum() > 0:
        return 0.0
    first, last = one / one.sum(), two / two.sum()
    larger, smaller = np.maximum(first, last), np.minimum(first, last)
    return float(larger[larger > _TIMES * smaller].sum())
