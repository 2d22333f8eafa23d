"""Run the online state over a history, bucket by bucket, and keep what it said at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnomon.watch.arrays import REAL, Flags, Floats, Places
from gnomon.watch.habits import LongPlaces
from gnomon.watch.rhythm import Rhythm
from gnomon.watch.state import WatchState
from gnomon.watch.tuning import TUNING, Tuning

__all__ = ["Replay", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What was said at each bucket; every array has the shape (buckets, series).

    Attributes
    ----------
    nats : array of float
        Minus the log of the p-value; nan where there was not enough history.
    score : array of float
        Signed standard score.
    expected, low, high : array of float
        In the units of the data; shape (0, series) when no bands were asked for.
    lead : array of int
        Which test was the most surprised.
    accepted : array of bool
        A new level began to count as normal with this bucket.
    state : WatchState
        After the last bucket.
    """

    nats: Floats
    score: Floats
    expected: Floats
    low: Floats
    high: Floats
    lead: NDArray[np.int8]
    accepted: Flags
    state: WatchState


def replay(  # noqa: PLR0913 - what came in, and two options
    values: NDArray[np.float64], rhythm: Rhythm, *, n: NDArray[np.float64] | None = None,
    kinds: Places | None = None, places: LongPlaces | None = None, phase: int = 0, has_bands: bool = True,
    tuning: Tuning = TUNING,
) -> Replay:  # fmt: skip
    """Judge a history as if it came bucket by bucket.

    Parameters
    ----------
    values : array of float, shape (buckets, series)
        nan where there is no row; nan before the first value of a series is time before it began.
    n : array of float, shape (buckets, series), optional
        Denominators of shares.
    kinds : array of int, shape (buckets, series), optional
        Kind of each bucket's day.
    places : LongPlaces, optional
        Where each bucket stands in the month and in the year; arrays of shape (buckets, series).
    phase : int
        Phase of the season of the first bucket.
    has_bands : bool
        Whether expected values and bands are wanted too.
    """
    buckets, series = int(values.shape[0]), int(values.shape[1])
    state = WatchState.start(
        series=series, rhythm=rhythm, phase=phase, is_ratio=None if n is None else np.ones(series, np.bool_),
        tuning=tuning,
    )  # fmt: skip
    nats, score = np.empty((buckets, series), REAL), np.empty((buckets, series), REAL)
    band = np.empty((3, buckets if has_bands else 0, series), REAL)
    lead, accepted = np.empty((buckets, series), np.int8), np.empty((buckets, series), bool)
    for at in range(buckets):
        state, step = state.advance(
            values[at],
            n=None if n is None else n[at],
            kind=None if kinds is None else kinds[at],
            at=None if places is None else places.at(at),
        )
        nats[at], score[at], lead[at], accepted[at] = step.nats, step.score, step.lead, step.accepted != 0
        if has_bands:
            band[0, at] = step.expected()
            band[1, at], band[2, at] = step.edges()
    return Replay(
        nats=nats, score=score, expected=band[0], low=band[1], high=band[2], lead=lead, accepted=accepted,
        state=state,
    )  # fmt: skip
