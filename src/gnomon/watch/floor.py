"""The least noise that a count or a share must have: nobody is surprised that 2 became 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.watch.arrays import Floats
from gnomon.watch.units import Units

__all__ = ["Noise", "add_sampling_noise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Standard deviations to judge a bucket by, shape (series,), on the plain and on the bent scale."""

    plain: Floats
    bent: Floats


def add_sampling_noise(
    units: Units, spread: Noise, expected: Floats, *, n: Floats | None, usual_n: Floats
) -> Noise:
    """Widen the learned spread to what sampling alone makes.

    A count of mean m varies by its square root; a share p of n by ``sqrt(p (1 - p) / n)``, and a bucket with
    fewer than the usual n by more than the spread that was learned at the usual one.

    Parameters
    ----------
    expected : array of float, shape (series,)
        In the units of the data.
    n : array of float, shape (series,), optional
        Denominators of this bucket.
    usual_n : array of float, shape (series,)
        Their recent typical size.
    """
    mean = np.maximum(expected, 0.5)
    root = np.sqrt(mean)
    plain = np.where(units.is_count, np.maximum(spread.plain, root / units.size), spread.plain)
    least = np.where(units.is_small, 1.0, root / (mean + 1))
    bent = np.where(units.is_count, np.maximum(spread.bent, least), spread.bent)
    if n is None:
        return Noise(plain=plain, bent=bent)
    now, usual = np.maximum(n, 1.0), np.maximum(usual_n, 1.0)
    p = np.clip(expected, 0.5 / now, 1 - 0.5 / now)
    unit = p * (1 - p) / units.size**2
    return Noise(
        plain=np.where(units.is_ratio, _swap(spread.plain, unit / usual, unit / now), plain),
        bent=np.where(units.is_ratio, _swap(spread.bent, 1 / usual, 1 / now), bent),
    )


def _swap(spread: Floats, usual: Floats, now: Floats) -> Floats:
    """Replace the sampling variance at the usual n by the one of this bucket."""
    return np.sqrt(np.maximum(spread**2 - usual, 0.0) + now)
