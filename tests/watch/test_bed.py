from __future__ import annotations

from functools import cache

import numpy as np

from tests.watch.bed import draw_bed
from tests.watch.score import judge_bed, score_beds

FRESH = 4_101  # no setting was tried on this seed


@cache
def score_grain(grain):
    return score_beds([judge_bed(FRESH, grain=grain, series=160 if grain == "day" else 40)])


def test_bed_when_drawn_twice_then_is_the_same():
    one, other = draw_bed(7, series=8), draw_bed(7, series=8)
    np.testing.assert_array_equal(one.values, other.values)
    assert one.faults == other.faults
    assert len({fault.name for fault in one.faults}) > 4


def test_faults_of_days_when_one_threshold_serves_all_then_are_found():
    found = score_grain("day").recall
    assert found[1 / 100] > 0.74
    assert found[1 / 500] > 0.56


def test_faults_of_hours_when_one_threshold_serves_all_then_are_found():
    found = score_grain("hour").recall
    assert found[1 / 200] > 0.64
    assert found[1 / 1000] > 0.48


def test_alerts_of_days_at_the_default_then_are_mostly_faults():
    found = score_grain("day")
    assert found.precision > 0.75
    assert found.alert_precision > 0.75
    assert found.default_recall > 0.5
    assert found.repeats <= 0.2


def test_alerts_of_hours_at_the_default_then_are_mostly_faults():
    found = score_grain("hour")
    assert found.alert_precision > 0.7
    assert found.default_recall > 0.38
    assert found.repeats <= 0.2


def test_holidays_when_known_then_are_quiet():
    assert score_grain("day").holidays <= 0.02
    assert score_grain("hour").holidays <= 0.02


def test_pvalues_before_any_fault_then_come_as_often_as_they_say():
    for grain in ("day", "hour"):
        found = score_grain(grain).nominal
        assert 0.5 < found[0.01] < 1.4
        assert found[0.001] < 2
