"""Evidence that a group moved apart from the rest, as a log-likelihood ratio."""

from __future__ import annotations

import numpy as np

from gnomon.explain.localise.field import Field
from gnomon.explain.localise.grouping import Floats

__all__ = ["find_drift", "measure_evidence", "measure_surprise"]

_CHI_MEDIAN = 0.455  # median of a squared standard normal
_FEW = 3


def measure_evidence(gap: Floats, mass: Floats, *, pool: Floats | float, drift: Floats | float) -> Floats:
    """Evidence for a shift of groups whose weighted gap is `gap` and whose weight is `mass`.

    The shift is gap / mass with variance pool / mass + drift; evidence is half its squared z-score.

    Examples
    --------
    >>> measure_evidence(np.array([6.0]), np.array([9.0]), pool=1.0, drift=0.0).tolist()
    [2.0]
    """
    spread = 2 * (mass * pool + mass * mass * drift)
    return np.where(mass > 0, gap * gap / np.maximum(spread, 1e-300), 0.0)


def measure_surprise(actual: Floats, mean: Floats, *, scatter: float, pool: Floats | float) -> Floats:
    """Evidence of a Poisson count against its mean: no more than this for sparse groups.

    Examples
    --------
    >>> measure_surprise(np.array([0.0]), np.array([2.0]), scatter=1.0, pool=1.0).tolist()
    [2.0]
    """
    if scatter <= 0:
        return np.full(len(actual), np.inf)
    m = np.maximum(mean, 1e-12)
    r = np.maximum(actual, 0.0)
    deviance = r * np.log(np.maximum(r, 1e-300) / m) - (r - m)
    return np.maximum(deviance / (scatter * pool), 0.0)


def find_drift(field: Field, gaps: Floats) -> Floats:
    """Variance by which groups of each depth drift beyond their noise; shape (d + 1,).

    The median over the heavier groups: an empirical null that some true movers do not spoil.
    """
    drift = np.zeros(len(field.samples))
    if field.has_past:
        return drift  # past periods have told how groups drift
    for depth, groups in enumerate(field.samples):
        if len(groups) < _FEW:
            continue
        mass = field.masses[groups]
        seen = float(np.median((gaps[groups] / mass) ** 2)) / _CHI_MEDIAN
        drift[depth] = max(0.0, seen - float(np.median(field.pools[groups] / mass)))
    return drift
