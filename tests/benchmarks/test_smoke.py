from __future__ import annotations

import json

import pytest

from benchmarks import tasks
from benchmarks.compile_time import CompileTimes
from benchmarks.events import prepare_project


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GNOMON_BENCHMARK_CACHE", str(tmp_path_factory.mktemp("cache")))
        return prepare_project(10_000, threads=1)


def run(task, folder, capsys):
    tasks.main([task, str(folder)])
    return json.loads(capsys.readouterr().out)["found"]


def test_forty_metrics_when_asked_of_few_events_then_hand_written_sql_has_the_same_sums(folder, capsys):
    by_hand, together = run("by_hand", folder, capsys), run("together", folder, capsys)
    assert {len(sums) for sums in together.values()} == {40}
    for dimension, sums in by_hand.items():
        assert together[dimension] == pytest.approx(sums, rel=1e-9)


def test_rolling_users_when_asked_of_few_events_then_both_ways_by_hand_have_the_same_sums(folder, capsys):
    sums = [run(task, folder, capsys) for task in ("rolling", "rolling_gaps", "rolling_range")]
    assert sums[0] == sums[1] == sums[2]
    assert sums[0]["monthly_users"] > 0


def test_tail_of_compile_times_when_known_then_is_the_95th_percentile():
    assert CompileTimes.tail([float(i) for i in range(101)]) == 95
