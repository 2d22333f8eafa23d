"""Each named segment over time: its own series, its beginning, and the metric without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from gnomon.explain.cube import DailyCube
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.onset import expect_by_season, find_onset
from gnomon.records.investigation import Band, Story
from gnomon.records.localisation import Localisation, Segment

__all__ = ["tell_stories"]

_MOST = 5
_WEEK = 7


def tell_stories(
    cube: DailyCube, days: Sequence[date], first: int, localisation: Localisation, band: Band | None
) -> tuple[Story, ...]:
    """Follow the largest segments through the days up to the end of the period.

    Parameters
    ----------
    cube : DailyCube
        By day.
    days : sequence of date, length slots
    first : int
        First day of the period.
    localisation : Localisation
    band : Band or None
        Range of the metric; None where it is unknown or of another measure than what was searched.
    """
    is_mix = localisation.outcome == "mix"
    return tuple(
        _tell(cube, days, first, segment, band, is_mix=is_mix) for segment in localisation.segments[:_MOST]
    )


def _tell(
    cube: DailyCube, days: Sequence[date], first: int, segment: Segment, band: Band | None, *, is_mix: bool
) -> Story:
    values = _series(cube.of_segment(segment.where), is_mix=is_mix)
    onset = find_onset(values, _WEEK, first)
    return Story(
        segment=segment,
        days=tuple(days),
        values=_plain(values),
        expected=_plain(expect_by_season(values, _WEEK)),
        onset=None if onset is None else days[onset],
        returns=None if band is None else band.holds(segment.without),
    )


def _series(measures: Floats, *, is_mix: bool) -> Floats:
    """A sum by day, or a ratio; of a mix, the size."""
    if len(measures) == 1:
        return measures[0]
    if is_mix:
        return measures[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(measures[1] > 0, measures[0] / measures[1], np.nan)


def _plain(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else float(v) for v in values)
