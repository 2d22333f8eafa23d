from __future__ import annotations

import numpy as np
import pytest

from gnomon.watch.grains import read_grain
from gnomon.watch.replay import replay
from gnomon.watch.state import WatchState

DAY = read_grain("day").rhythm


def make_series(seed: int, *, days: int = 330, series: int = 300) -> np.ndarray:
    rng = np.random.default_rng(seed)
    week = rng.normal(0, 0.2, (7, series))[np.arange(days) % 7]
    return rng.poisson(rng.uniform(20, 5000, series) * np.exp(week)).astype(float)


def test_verdicts_when_later_buckets_are_cut_off_then_stay_the_same():
    values = make_series(1, days=150, series=20)
    values[90:95, 3] = np.nan
    values[100, 5] *= 3
    whole, part = replay(values, DAY), replay(values[:120], DAY)
    for name in ("nats", "score", "expected", "low", "high", "lead", "accepted"):
        np.testing.assert_array_equal(getattr(whole, name)[:120], getattr(part, name))


def test_state_when_advanced_then_the_old_one_is_left_as_it_was():
    values = make_series(2, days=80, series=5)
    state = replay(values[:-1], DAY).state
    first = state.advance(values[-1])[1]
    second = state.advance(values[-1])[1]
    np.testing.assert_array_equal(first.nats, second.nats)


@pytest.mark.parametrize("level, bounds", [(0.5, (0.9, 1.25)), (0.01, (0.5, 1.4)), (0.001, (0.25, 2.0))])
def test_pvalues_on_clean_counts_then_come_as_often_as_they_say(level, bounds):
    found = np.exp(-replay(make_series(3), DAY, has_bands=False).nats[60:])
    assert bounds[0] < (found < level).mean() / level < bounds[1]


def test_units_when_values_are_scaled_then_verdicts_stay():
    values = make_series(4, days=120, series=10) + 0.2573
    one, other = replay(values, DAY, has_bands=False), replay(values * 37.7, DAY, has_bands=False)
    np.testing.assert_allclose(one.nats, other.nats, rtol=1e-2, atol=1e-2)


def test_history_when_too_short_then_there_is_no_pvalue():
    found = replay(make_series(5, days=DAY.warm, series=4), DAY)
    assert np.isnan(found.nats).all()
    assert WatchState.start(series=1, rhythm=DAY).age.tolist() == [0]


def test_small_count_when_two_becomes_four_then_is_ordinary():
    values = np.random.default_rng(6).poisson(2.0, (100, 50)).astype(float)
    values[-1] = 4
    assert (replay(values, DAY).nats[-1] < -np.log(0.01)).all()


@pytest.mark.parametrize("grain, buckets", [("week", 80), ("month", 80), ("hour", 24 * 32)])
def test_pvalues_of_the_first_buckets_after_the_warm_up_when_clean_then_are_not_far_too_small(grain, buckets):
    rng = np.random.default_rng(11)
    values = 1000 + 30 * rng.normal(size=(buckets, 200))
    rhythm = read_grain(grain).rhythm
    found = np.exp(-replay(values, rhythm, has_bands=False).nats.astype(float))
    assert (found[rhythm.warm] < 0.01).mean() < 0.09  # a week's spread was once taken as nothing: all of them
    judged = found[np.isfinite(found)]
    assert 0.2 * 0.01 < (judged < 0.01).mean() < 1.6 * 0.01
