"""The logarithmic mean Divisia index: a product's change among its factors, without a rest."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, prod

__all__ = ["find_logarithmic_mean", "split_by_lmdi"]

_CLOSE = 1e-4


def find_logarithmic_mean(a: float, b: float) -> float:
    """Mean of two positive numbers: (a - b) / ln(a / b), or a when they are equal.

    Examples
    --------
    >>> find_logarithmic_mean(2.0, 2.0), round(find_logarithmic_mean(36.0, 20.0), 4)
    (2.0, 27.2208)
    """
    step = (a - b) / b
    if abs(step) < _CLOSE:  # the series of the same function, where the quotient would lose digits
        return b * (1 + step / 2 - step**2 / 12 + step**3 / 24)
    return (a - b) / log(a / b)


def split_by_lmdi(before: Sequence[float], after: Sequence[float], powers: Sequence[int]) -> list[float]:
    """Amount of each factor in the change of a product of factors to powers (LMDI-I, additive [1]_).

    Parameters
    ----------
    before, after : sequence of float, length k
        Factors; all above 0.
    powers : sequence of int, length k
        1 for a factor, -1 for a divisor.

    References
    ----------
    .. [1] Ang (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7),
       867-871. doi:10.1016/j.enpol.2003.10.010

    Examples
    --------
    >>> [round(x, 4) for x in split_by_lmdi([10.0, 2.0], [12.0, 3.0], [1, 1])]
    [4.9629, 11.0371]
    """
    first = prod(x**p for x, p in zip(before, powers, strict=True))
    last = prod(x**p for x, p in zip(after, powers, strict=True))
    mean = find_logarithmic_mean(last, first)
    return [mean * p * log(b / a) for a, b, p in zip(before, after, powers, strict=True)]
