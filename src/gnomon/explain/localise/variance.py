"""How much a cell of a given size wobbles by itself: variance = a * mean + b * mean squared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.grouping import Floats, Rows

__all__ = ["Noise", "find_variance", "fit_noise"]

_ROUNDS = 3
_FAR = 4.0
_SMALL_CELL = 0.3
_IN_BIN = 200
_SAMPLE = 100_000
_STEP = 1.5

_TRIM = 0.9
_TRIMMED_SHARE = 1.70  # mean square of a normal variable over the mean of its smallest nine tenths
_SPREAD_LEAST = 1e-6
_SPREAD_UNKNOWN = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Variance of a cell by its mean m: ``scatter * m + spread * m**2`` (Taylor's law with two terms).

    Attributes
    ----------
    scatter : float
        1 for Poisson counts.
    spread : float
        Square of the relative wobble of large cells.
    """

    scatter: float
    spread: float

    def variance(self, mean: Floats) -> Floats:
        """Variance at each mean."""
        return self.scatter * mean + self.spread * mean * mean


def fit_noise(mean: Floats, gap: Floats, *, least_scatter: float) -> Noise:
    """Fit the two terms to trimmed mean squares of gaps in bins of size.

    Trimming keeps the changed cells out of what is called normal.

    Parameters
    ----------
    mean, gap : array of float, shape (n,)
        What a cell should hold, and what it holds beyond that.
    least_scatter : float
        Lower bound of `scatter`; 1 where cells are counts.

    Examples
    --------
    >>> mean = np.repeat(np.array([100.0, 10_000.0]), 500)
    >>> gap = np.random.default_rng(1).normal(0, np.sqrt(mean))
    >>> 0.8 < fit_noise(mean, gap, least_scatter=0.0).scatter < 1.2
    True
    """
    seen = mean > 0
    e, q = mean[seen], gap[seen] ** 2
    bins = _bin_by_size(e)
    x = np.array([e[b].mean() for b in bins])
    y = np.array([_trimmed_mean(q[b]) for b in bins])
    scatter, spread = _fit_terms(x[y > 0], y[y > 0])
    scatter = max(scatter, least_scatter)
    if scatter == 0 and spread == 0:
        spread = _SPREAD_UNKNOWN
    return Noise(scatter=scatter, spread=max(spread, _SPREAD_LEAST))


def find_variance(
    mean: Floats, gap: Floats, *, least_scatter: float, extra: Floats | None = None
) -> tuple[Noise, Floats]:
    """Fit the noise of cells a few times, each time without those that are far off.

    Parameters
    ----------
    mean, gap : array of float, shape (n,)
        What a cell should hold, and what it holds beyond that.
    least_scatter : float
        Lower bound of the noise of counts.
    extra : array of float, shape (n,), optional
        Variance of the mean itself.

    Returns
    -------
    Noise, array of float
        The noise, and the variance of every cell, shape (n,).
    """
    some = slice(None)
    if len(mean) > _SAMPLE:
        some = np.sort(np.random.default_rng(0).integers(0, len(mean), _SAMPLE))
    m, g, x = mean[some], gap[some], None if extra is None else extra[some]
    small = _SMALL_CELL * float(np.quantile(m[m > 0], 0.05))
    near = np.ones(len(m), bool)
    noise = Noise(scatter=1.0, spread=0.0)
    for _ in range(_ROUNDS):
        noise = fit_noise(m[near], g[near], least_scatter=least_scatter)
        near = np.abs(g) <= _FAR * np.sqrt(_add(noise.variance(np.maximum(m, small)), x))
    return noise, _add(noise.variance(np.maximum(mean, small)), extra)


def _add(variance: Floats, extra: Floats | None) -> Floats:
    return variance if extra is None else variance + extra


def _bin_by_size(mean: Floats) -> list[Rows]:
    """Cells of about equal mean: equal counts, joined until neighbours differ enough.

    Bins much narrower than the noise would sort the cells by their noise where actual values repeat.
    """
    order = np.argsort(mean)
    parts = [b for b in np.array_split(order, int(np.clip(len(mean) // _IN_BIN, 4, 40))) if len(b)]
    bins: list[Rows] = []
    for part in parts:
        if bins and mean[part[-1]] < _STEP * mean[bins[-1][0]]:
            bins[-1] = np.concatenate([bins[-1], part])
        else:
            bins.append(part)
    return bins


def _trimmed_mean(squares: Floats) -> float:
    kept = max(1, int(len(squares) * _TRIM))
    return float(np.partition(squares, kept - 1)[:kept].mean() * _TRIMMED_SHARE)


def _fit_terms(x: Floats, y: Floats) -> tuple[float, float]:
    """Least squares on the relative scale, both terms 0 or more."""
    if len(x) < 2:  # noqa: PLR2004 - two terms need two bins
        return 0.0, 0.0
    columns = np.column_stack([x, x * x]) / y[:, None]
    ones = np.ones(len(x))
    best, terms = np.inf, (0.0, 0.0)
    for used in ([0, 1], [0], [1]):
        fitted = np.linalg.lstsq(columns[:, used], ones, rcond=None)[0]
        if (fitted < 0).any():
            continue
        error = float(((columns[:, used] @ fitted - ones) ** 2).sum())
        if error < best:
            full = np.zeros(2)
            full[used] = fitted
            best, terms = error, (float(full[0]), float(full[1]))
    return terms
