"""Write durations.json: percentiles of durations with open cases, by lifelines 0.30 (pip install lifelines).

Run from this folder: python durations.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from lifelines import KaplanMeierFitter

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def draw(seed, size, *, ties, open_share):
    """Whole seconds, with ties, and whether each case has ended."""
    rng = random.Random(seed)  # noqa: S311 - made-up data
    return [(rng.randrange(ties), rng.random() >= open_share) for _ in range(size)]


def percentiles(cases):
    """Least time with S(t) <= 1 - p, its rounding forgiven; None where there is none."""
    fitter = KaplanMeierFitter().fit([c[0] for c in cases], [c[1] for c in cases])
    found = [float(fitter.percentile(round(1 - p, 6) + 1e-9)) for p in SHARES]
    return [None if value == float("inf") else value for value in found]


if __name__ == "__main__":
    drawn = [
        draw(1, 40, ties=10**6, open_share=0.3),
        draw(2, 60, ties=12, open_share=0.3),
        draw(3, 80, ties=500, open_share=0.0),
        draw(4, 50, ties=40, open_share=0.8),
        draw(5, 10, ties=30, open_share=1.0),
        draw(6, 20, ties=5, open_share=0.1),
    ]
    body = [{"cases": cases, "percentiles": percentiles(cases)} for cases in drawn]
    Path("durations.json").write_text(json.dumps({"shares": SHARES, "sets": body}) + "\n", encoding="utf-8")
