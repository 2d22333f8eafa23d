"""Write prevalence.json: shares and intervals of stratified samples (pip install samplics statsmodels).

samplics 0.6 gives the share and its standard error by Taylor's linearisation, drawn with replacement within strata;
statsmodels gives Wilson's interval of p (1 - p) / variance rows. Run from this folder: python prevalence.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
from samplics import PopParam, TaylorEstimator
from statsmodels.stats.proportion import proportion_confint


def draw(seed, parts):
    """Rows of (stratum, weight, label) from parts of (rows, weight, rate)."""
    rng = random.Random(seed)  # noqa: S311 - made-up data
    return [
        (f"s{i}", weight + rng.randrange(5), rng.random() < rate)
        for i, (size, weight, rate) in enumerate(parts)
        for _ in range(size)
    ]


def interval(rows):
    """Share, standard error, low and high."""
    strata, weights, labels = (np.array(column) for column in zip(*rows, strict=True))
    estimator = TaylorEstimator(param=PopParam.mean)
    estimator.estimate(y=labels.astype(float), samp_weight=weights.astype(float), stratum=strata)
    share, error = float(estimator.point_est), float(estimator.stderror)
    rarer = min(labels.sum(), len(rows) - labels.sum())
    most = weights.sum() ** 2 / (weights**2).sum() if rarer < 30 else len(rows)
    size = min(share * (1 - share) / error**2, most, len(rows))
    low, high = proportion_confint(share * size, size, alpha=0.05, method="wilson")
    return {"share": share, "stderror": error, "low": float(low), "high": float(high)}


if __name__ == "__main__":
    samples = [
        draw(1, [(120, 400, 0.1), (80, 30, 0.5)]),
        draw(2, [(300, 900, 0.02), (100, 50, 0.3), (50, 5, 0.6)]),
        draw(3, [(200, 10, 0.4)]),
        draw(4, [(60, 10, 0.5), (2, 300, 0.5)]),
    ]
    body = [{"rows": rows, **interval(rows)} for rows in samples]
    Path("prevalence.json").write_text(json.dumps(body) + "\n", encoding="utf-8")
