"""Faults of the data are named as such, and a fall that is none is not."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from tests.app.explain_world import DAYS, LAST, draw_plays, keep, write_project

DAY = DAYS - 1


def on_last(frame):
    return frame["day"] == DAY


def lose_the_day(frame, _):
    return keep(frame, ~on_last(frame))


def lose_most(frame, rng):
    return keep(frame, ~on_last(frame) | (rng.random(len(frame["day"])) < 0.1))


def lose_hours(frame, _):
    return keep(frame, ~(on_last(frame) & (frame["hour"] >= 9) & (frame["hour"] < 15)))


def repeat_rows(frame, _):
    again = on_last(frame) & (frame["system"] == "android")
    return {n: np.concatenate([v, v[again]]) for n, v in frame.items()}


def change_unit(frame, _):
    seconds = on_last(frame) & (frame["system"] == "android")
    return {**frame, "watch_ms": np.where(seconds, frame["watch_ms"] / 1000, frame["watch_ms"])}


def lose_the_measure(frame, rng):
    null = on_last(frame) & (rng.random(len(frame["day"])) < 0.4)
    return {**frame, "watch_ms": np.where(null, np.nan, frame["watch_ms"])}


def lose_a_value(frame, _):
    return keep(frame, ~(on_last(frame) & (frame["system"] == "web")))


def lose_every_third_play(frame, rng):
    return keep(frame, ~on_last(frame) | (rng.random(len(frame["day"])) < 0.66))


FAULTS = {
    "lost": (lose_the_day, "plays", "missing rows"),
    "late": (lose_most, "plays", "late rows"),
    "hours": (lose_hours, "plays", "missing rows"),
    "copies": (repeat_rows, "plays", "doubled rows"),
    "unit": (change_unit, "watch_time", "unit change"),
    "unit of a mean": (change_unit, "mean_watch", "unit change"),
    "value": (lose_a_value, "plays", "value vanished"),
    "users": (lose_the_day, "users", "missing rows"),
}


def explain(folder, change, metric, seed=3, **question):
    frame, rng = draw_plays(seed)
    with write_project(folder, change(frame, rng)) as project:
        return project.explain(metric, period=LAST, **question)


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_the_data_is_named_and_the_search_for_causes_stops(tmp_path, name):
    change, metric, rule = FAULTS[name]
    found = explain(tmp_path, change, metric)
    assert found.outcome == "data problem"
    assert found.data.findings[0].rule == rule
    assert found.data.findings[0].explains
    assert "no other cause" in found.sentences[-1]


def test_measure_that_is_null_is_said(tmp_path):
    found = explain(tmp_path, lose_the_measure, "watch_time")
    assert "null burst" in {f.rule for f in found.data.findings}


def test_unit_change_names_its_slice(tmp_path):
    found = explain(tmp_path, change_unit, "watch_time")
    assert found.data.findings[0].where == (("system", "android"),)


def test_fall_of_the_product_is_no_fault_of_the_data(tmp_path):
    found = explain(tmp_path, lose_every_third_play, "plays")
    assert found.data.status == "sound"
    assert found.outcome == "diffuse"


def test_copies_do_not_matter_to_a_distinct_count(tmp_path):
    found = explain(tmp_path, repeat_rows, "users")
    assert found.data.status == "suspect"
    assert found.outcome == "within the usual range"


def test_lost_rows_do_not_explain_a_rate(tmp_path):
    found = explain(tmp_path, lose_hours, "finish_rate")
    assert not any(f.explains for f in found.data.findings)


def test_quiet_days_have_sound_data(tmp_path):
    frame, _ = draw_plays(4)
    with write_project(tmp_path, frame) as project:
        statuses = [
            project.explain(metric, period=LAST - timedelta(days=back)).data.status
            for back in range(4)
            for metric in ("plays", "watch_time", "finish_rate")
        ]
    assert statuses == ["sound"] * 12
