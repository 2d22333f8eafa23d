"""The least noise that a count or a share must have: nobody is surprised that 2 became 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnomon.watch.arrays import Floats
from gnomon.watch.units import Units

__all__ = ["Noise", "add_sampling_noise", "cap_surprise", "even_share", "least_noise", "uneven_share"]


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


def least_noise(units: Units, history: Floats, usual_n: Floats | None) -> Floats:
    """Standard deviation that sampling alone makes on the bent scale, shape (series,); 0 where it is not known.

    Parameters
    ----------
    history : array of float, shape (series, buckets)
        In the units of the data.
    """
    middle = np.nanmedian(np.where(np.isfinite(history).any(axis=1, keepdims=True), history, 0.0), axis=1)
    mean = np.maximum(middle, 0.5)
    counts = np.where(units.is_small, 1.0, np.sqrt(mean) / (mean + 1))
    found = np.where(units.is_count, counts, 0.0)
    if usual_n is None:
        return found
    return np.where(units.is_ratio, 1 / np.sqrt(np.maximum(usual_n, 1.0)), found)


def cap_surprise(nats: Floats, score: Floats, units: Units) -> Floats:
    """Say no more of a count or a share than sampling noise alone allows, however even its history was.

    A share that was 0 on a hundred days is not proven to stay 0: its past scores make any other value look
    impossible, yet one success of 24 is little.

    Parameters
    ----------
    nats : array of float, shape (series,)
        Minus the log of the p-value.
    score : array of float, shape (series,)
        Largest standard score over the sums, in units of the sampling noise or more.
    """
    size = np.abs(score)
    root = size * np.float32(0.5**0.5)
    # erfc(x) is close to 2 exp(-x^2) / (sqrt(pi) (x + sqrt(x^2 + 4 / pi)))
    most = (
        root**2 + np.log(root + np.sqrt(root**2 + np.float32(4 / np.pi))) - np.float32(np.log(2 / np.pi**0.5))
    )
    return np.where(units.is_count | units.is_ratio, np.minimum(nats, most), nats)


def even_share(share: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share with three eighths of a success and of a failure added, as Anscombe did (1948, Biometrika 35).

    The arcsine of a share of few has an even noise only then: two of two is not as far from nine of ten as it looks.

    Examples
    --------
    >>> even_share(np.array([1.0, 0.5]), np.array([2.0, 2000.0])).round(3).tolist()
    [0.864, 0.5]
    """
    return (share * n + 0.375) / (n + 0.75)


def uneven_share(share: Floats, n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Way back of :func:`even_share`."""
    return (share * (n + 0.75) - 0.375) / n
