from __future__ import annotations

import numpy as np

from benchmarks.adtributor import name_values

DIMS = ("device", "centre")
COLUMNS = {
    "device": np.repeat(["pc", "mobile", "tablet"], 2),
    "centre": np.tile(["X", "Y"], 3),
    "before": np.array([40.0, 40.0, 5.0, 10.0, 3.0, 2.0]),
    "now": np.array([10.0, 38.0, 1.0, 10.0, 1.0, 2.0]),
}


def test_adtributor_when_one_centre_fell_then_it_names_that_centre():
    assert name_values(COLUMNS, DIMS, "before", "now") == [("centre", "X")]


def test_adtributor_when_nothing_changed_then_it_names_nothing():
    assert name_values(COLUMNS, DIMS, "before", "before") == []


def test_adtributor_when_a_ratio_fell_in_one_value_then_it_names_that_value():
    plays = np.full(6, 100.0)
    columns = COLUMNS | {
        "plays": plays,
        "a": plays / 2,
        "b": plays * np.array([0.2, 0.5, 0.2, 0.5, 0.2, 0.5]),
    }
    assert name_values(columns, DIMS, ("a", "plays"), ("b", "plays"))[0] == ("centre", "X")
