"""Group anomalous buckets of a series into incidents, and name what kind of fault each bucket shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gnomon.watch.arrays import Flags
from gnomon.watch.replay import Replay
from gnomon.watch.rhythm import Rhythm
from gnomon.watch.step import Step

__all__ = ["KINDS", "Incidents", "find_incidents"]

KINDS: Final = (
    "", "spike", "drop", "drop to zero", "level shift", "ramp", "variance change", "missing bucket", "stuck value",
)  # fmt: skip
_SPIKE, _DROP, _ZERO, _SHIFT, _RAMP, _VARIANCE, _MISSING, _STUCK = range(1, 9)
_LOUDER: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """Grouped anomalies; every array has the shape (buckets, series).

    Attributes
    ----------
    start : array of int
        Bucket in which the incident of this bucket began; -1 where nothing is out of the ordinary.
    kind : array of int
        Place in :data:`KINDS`.
    is_alert : array of bool
        A person should hear of it: the incident begins, turns round, or grew by half.
    """

    start: NDArray[np.intp]
    kind: NDArray[np.int8]
    is_alert: Flags


def find_incidents(
    values: NDArray[np.float64], found: Replay, anomalous: Flags, rhythm: Rhythm, *, quiet: int | None = None
) -> Incidents:
    """Group anomalies that follow each other, from what was known at each bucket.

    Parameters
    ----------
    values : array of float, shape (buckets, series)
        As they were judged.
    anomalous : array of bool, shape (buckets, series)
        Where the p-value was low enough.
    quiet : int, optional
        Buckets without an anomaly that end an incident; a week by default.
    """
    buckets, series = values.shape
    rest = quiet or max(rhythm.patience + 1, rhythm.period if rhythm.inner == rhythm.period else rhythm.inner)
    start = np.full((buckets, series), -1)
    kind = np.zeros((buckets, series), np.int8)
    alert = np.zeros((buckets, series), bool)
    began, last = np.full(series, -1), np.full(series, -1)
    loudest, side, run = np.zeros(series), np.zeros(series), np.zeros(series)
    flips = np.zeros(series)
    for at in range(buckets):
        now, score = anomalous[at], found.score[at]
        if not now.any():
            continue
        fresh = now & ((last < 0) | (at - last > rest))
        sign = np.sign(score)
        turned = now & ~fresh & (sign * side < 0)
        began = np.where(fresh, at, began)
        flips = np.where(fresh, 0, flips + turned)
        run = np.where(fresh, 1, np.where(now, np.where(turned, 1, run + 1), run))
        strong = np.abs(score)
        louder = now & (strong > _LOUDER * loudest)
        alert[at] = fresh | turned | louder
        loudest = np.where(fresh | turned | louder, strong, loudest)
        side, last = np.where(now & (sign != 0), sign, side), np.where(now, at, last)
        start[at] = np.where(now, began, -1)
        kind[at] = np.where(now, _name(values[at], found, at, run=run, flips=flips), 0)
    return Incidents(start=start, kind=kind, is_alert=alert)


def _name(
    values: NDArray[np.float64],
    found: Replay,
    at: int,
    *,
    run: NDArray[np.float64],
    flips: NDArray[np.float64],
) -> NDArray[np.int8]:
    lead, score = found.lead[at], found.score[at]
    several = (run >= 3) | found.accepted[at]  # noqa: PLR2004 - two in a row may still be one long spike
    conditions = [
        lead == Step.MISSING,
        (values == 0) & (score < 0),
        lead == Step.STUCK,
        flips >= 2,  # noqa: PLR2004 - up, down and up again
        several,
        lead >= 2,  # noqa: PLR2004 - the longest sum or the slow level
        lead == 1,
        score > 0,
    ]
    names = [_MISSING, _ZERO, _STUCK, _VARIANCE, _SHIFT, _RAMP, _SHIFT, _SPIKE]
    return np.select(conditions, [np.int8(n) for n in names], np.int8(_DROP)).astype(np.int8)
