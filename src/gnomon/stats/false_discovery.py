"""False-discovery control over many p-values (Benjamini and Hochberg)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["control_false_discovery"]


def control_false_discovery(pvalues: NDArray[np.float64], *, share: float) -> float:
    """Find the largest p-value that may be called a discovery.

    The step-up rule of Benjamini and Hochberg [1]_: of m p-values the k-th smallest passes if it is at most
    ``share * k / m``; all up to the last that passes are discoveries.

    Parameters
    ----------
    pvalues : array of float
        Any shape; nan is no test and is left out.
    share : float
        Of the discoveries, how many may be false on average, in (0, 1).

    Returns
    -------
    float
        The largest p-value that passes; 0.0 when none does.

    References
    ----------
    .. [1] Benjamini and Hochberg (1995). Controlling the false discovery rate. JRSS B 57(1).

    Examples
    --------
    >>> control_false_discovery(np.array([0.001, 0.2, 0.5, 0.03]), share=0.1)
    0.03
    """
    ordered = np.sort(pvalues[np.isfinite(pvalues)])
    if not ordered.size:
        return 0.0
    passes = np.flatnonzero(ordered <= share * np.arange(1, ordered.size + 1) / ordered.size)
    return float(ordered[passes[-1]]) if passes.size else 0.0
