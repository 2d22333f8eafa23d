"""Adtributor, restated from its paper: one dimension whose values explain a change and surprise.

Bhagwan et al. (2014). Adtributor: revenue debugging in advertising systems. NSDI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ELEMENT = 0.1  # least explanatory power of a value
_WHOLE = 0.67  # explanatory power at which a dimension's list is complete


def name_values(
    columns: Mapping[str, NDArray[np.generic]],
    dims: Sequence[str],
    expected: str | tuple[str, str],
    actual: str | tuple[str, str],
) -> list[tuple[str, str]]:
    """List the values of the dimension that surprises most among those that explain the change."""
    best: tuple[float, list[tuple[str, str]]] = (-1.0, [])
    for dim in dims:
        labels, codes = np.unique(columns[dim], return_inverse=True)
        powers, surprises = _weigh(columns, codes, len(labels), expected, actual)
        chosen, explained = list[int](), 0.0
        for value in np.argsort(-surprises):
            if powers[value] < _ELEMENT:
                continue
            chosen.append(int(value))
            explained += powers[value]
            if explained > _WHOLE:
                break
        surprise = float(surprises[chosen].sum())
        if explained > _WHOLE and surprise > best[0]:
            best = (surprise, [(dim, str(labels[value])) for value in chosen])
    return best[1]


def _weigh(
    columns: Mapping[str, NDArray[np.generic]],
    codes: NDArray[np.intp],
    count: int,
    expected: str | tuple[str, str],
    actual: str | tuple[str, str],
) -> tuple[Floats, Floats]:
    """Explanatory power and surprise of every value."""

    def add_up(name: str) -> Floats:
        return np.bincount(codes, columns[name].astype(float), minlength=count)

    if isinstance(expected, str) or isinstance(actual, str):
        f, a = add_up(str(expected)), add_up(str(actual))
        change = a.sum() - f.sum()
        return (a - f) / change if change else np.zeros(count), _surprise(f, a)
    (f1, f2), (a1, a2) = map(add_up, expected), map(add_up, actual)
    bottom = f2.sum() * (f2.sum() + a2 - f2)
    power = ((a1 - f1) * f2.sum() - (a2 - f2) * f1.sum()) / np.where(bottom == 0, 1, bottom)
    total = power.sum()
    return power / total if total else np.zeros(count), _surprise(f1, a1) + _surprise(f2, a2)


def _surprise(forecast: Floats, actual: Floats) -> Floats:
    """Jensen-Shannon terms of both distributions over the values."""
    p, q = forecast / max(forecast.sum(), 1e-300), actual / max(actual.sum(), 1e-300)
    middle = np.maximum(p + q, 1e-300)
    first = np.where(p > 0, p * np.log(np.maximum(2 * p, 1e-300) / middle), 0)
    second = np.where(q > 0, q * np.log(np.maximum(2 * q, 1e-300) / middle), 0)
    return (first + second) / 2
