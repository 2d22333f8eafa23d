from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gnomon.watch.grains import read_grain
from gnomon.watch.replay import replay
from tests.watch.bootstrap import DAYS, draw_bootstrap
from tests.watch.clean import FAMILIES, draw_family

DAY = read_grain("day").rhythm
FRESH = 4_001  # no setting was tried on this seed
# Tails so long that the first hundreds of buckets do not show them are found strange too often.
LONG_TAILED = {"heavy": (1.8, 4.5), "very heavy": (2.3, 7.5)}


@cache
def find_pvalues(family):
    clean = draw_family(family, FRESH, series=250)
    return np.exp(-replay(clean.values, DAY, n=clean.n, has_bands=False).nats[DAY.warm :].astype(float))


def count_below(found, level):
    return (found < level).mean() / level


@pytest.mark.parametrize("family", FAMILIES)
def test_pvalues_of_clean_series_then_come_as_often_as_they_say(family):
    found = find_pvalues(family)
    hundredth, thousandth = LONG_TAILED.get(family, (1.4, 2.0))
    assert 0.5 < count_below(found, 0.01) < hundredth
    assert 0.25 < count_below(found, 0.001) < thousandth


@pytest.mark.parametrize("family", FAMILIES)
def test_pvalues_of_clean_series_then_are_uniform(family):
    found = np.sort(find_pvalues(family).ravel())
    distance = np.abs(found - np.arange(found.size) / found.size).max()
    assert distance < 0.08


def test_pvalues_of_all_families_together_then_keep_the_level_of_one_percent():
    found = np.concatenate([find_pvalues(f) for f in FAMILIES if f not in LONG_TAILED], axis=1)
    assert 0.7 < count_below(found, 0.01) < 1.4
    distance = np.abs(np.sort(found.ravel()) - np.arange(found.size) / found.size).max()
    assert distance < 0.05


def test_pvalues_of_bootstrapped_real_days_then_come_as_often_as_they_say():
    rhythm = replace(DAY, period=DAYS, inner=DAYS)
    found = np.exp(-replay(draw_bootstrap(FRESH), rhythm, has_bands=False).nats[DAY.warm :].astype(float))
    assert 0.9 < count_below(found, 0.5) < 1.1
    assert 0.7 < count_below(found, 0.01) < 1.5
