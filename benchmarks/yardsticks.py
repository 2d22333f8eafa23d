"""What usual tools do, as they are described: standard scores by weekday, and by seasonal median and MAD."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Array = np.ndarray


def score_by_mean(values: Array, period: int, *, rounds: int = 8) -> Array:
    """Distance from the mean of the same phase over the last rounds, in their standard deviations."""
    return _score(values, period, rounds, lambda past: (np.nanmean(past, -1), np.nanstd(past, -1, ddof=1)))


def score_by_median(values: Array, period: int, *, rounds: int = 8) -> Array:
    """Distance from the median of the same phase over the last rounds, in their scaled MAD."""

    def measure(past: Array) -> tuple[Array, Array]:
        middle = np.nanmedian(past, -1)
        return middle, 1.4826 * np.nanmedian(np.abs(past - middle[..., None]), -1)

    return _score(values, period, rounds, measure)


def _score(values: Array, period: int, rounds: int, measure) -> Array:  # noqa: ANN001 - a function of arrays
    padded = np.concatenate([np.full((period * rounds, values.shape[1]), np.nan), values])
    windows = sliding_window_view(padded, period * rounds, axis=0)[: len(values)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # phases without any value
        middle, spread = measure(windows[:, :, ::period])
    scores = np.abs(values - middle) / np.maximum(spread, 1e-9 + 1e-3 * np.abs(middle))
    return np.nan_to_num(scores, nan=0.0, posinf=0.0)


YARDSTICKS = {"mean ± 3 sd by phase": score_by_mean, "median and MAD by phase": score_by_median}
