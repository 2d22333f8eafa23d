"""Severity: size times certainty times the importance of the metric."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from gnomon.records.incident import Severity

if TYPE_CHECKING:
    from gnomon.records.anomaly import Anomaly

__all__ = [
    "measure_certainty",
    "measure_share",
    "measure_size",
    "name_severity",
    "rank_severity",
    "score_anomaly",
]

_QUARTER: Final = 0.25  # a change of a quarter of the level counts for 63 %
_BANDS: Final = 3.0  # so does a value three half-bands outside
_SURE: Final = 4.0  # one in ten thousand is as certain as it gets
_STEPS: Final = ((0.6, Severity.CRITICAL), (0.35, Severity.HIGH), (0.15, Severity.MEDIUM))
_RANKS: Final = {severity: place for place, severity in enumerate(Severity)}


def measure_size(anomaly: Anomaly) -> float:
    """Size of a departure in [0, 1]: its share of the level and its distance from the band, as geometric mean.

    A bucket without a value is as large as one that fell to zero.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.anomaly import Anomaly
    >>> rest = dict(
    ...     metric="dau", where=(), grain="day", start=datetime(2024, 5, 1), p_value=1e-4, kind="drop"
    ... )
    >>> round(measure_size(Anomaly(value=75.0, expected=100.0, low=90.0, high=110.0, **rest)), 2)
    0.5
    """
    value = 0.0 if anomaly.value is None else anomaly.value
    apart = abs(value - anomaly.expected)
    if not math.isfinite(apart) or apart == 0:
        return 1.0 if anomaly.value is None or math.isinf(apart) else 0.0
    level = abs(anomaly.expected)
    half = (anomaly.high - anomaly.low) / 2
    of_level = 1.0 if level == 0 else -math.expm1(-apart / level / _QUARTER)
    if not half > 0:  # no band, or one that is not a number
        return of_level
    of_band = -math.expm1(-max(apart / half - 1, 0.0) / _BANDS)
    return math.sqrt(of_level * of_band)


def measure_share(anomaly: Anomaly) -> float:
    """Departure as a share of the level; of half the band where the level is zero.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.anomaly import Anomaly
    >>> rest = dict(
    ...     metric="dau", where=(), grain="day", start=datetime(2024, 5, 1), p_value=1e-4, kind="drop"
    ... )
    >>> measure_share(Anomaly(value=75.0, expected=100.0, low=90.0, high=110.0, **rest))
    0.25
    """
    apart = abs((0.0 if anomaly.value is None else anomaly.value) - anomaly.expected)
    level = abs(anomaly.expected) or (anomaly.high - anomaly.low) / 2
    return apart / level if level > 0 else (0.0 if apart == 0 else math.inf)


def measure_certainty(p_value: float) -> float:
    """Certainty in [0, 1]: nothing at a p-value of 1, half at 0.01, all from 0.0001 on.

    Examples
    --------
    >>> measure_certainty(1.0), measure_certainty(0.01), measure_certainty(0.0)
    (0.0, 0.5, 1.0)
    """
    if not p_value > 0:
        return 1.0 if p_value == 0 else 0.0
    return min(1.0, max(0.0, -math.log10(p_value) / _SURE))


def score_anomaly(anomaly: Anomaly, importance: float) -> float:
    """Size times certainty times importance.

    Parameters
    ----------
    importance : float
        Of the metric, in [0, 1]: north stars of goals, guardrails and core metrics are near 1.

    Returns
    -------
    float
        In [0, 1].
    """
    return measure_size(anomaly) * measure_certainty(anomaly.p_value) * min(1.0, max(0.0, importance))


def name_severity(score: float) -> Severity:
    """Name the severity of a score.

    Examples
    --------
    >>> name_severity(0.4).value, name_severity(0.0).value
    ('high', 'low')
    """
    return next((severity for least, severity in _STEPS if score >= least), Severity.LOW)


def rank_severity(severity: Severity) -> int:
    """Place of a severity, 0 for low to 3 for critical."""
    return _RANKS[severity]
