from __future__ import annotations

import duckdb
import pytest

from gnomon.app.project import load
from gnomon.app.run_project import compute_metrics, run_project

PROJECT = """
sources:
  plays:
    file: p.parquet
    time: day
    complete_through: 2026-11-05
    dimensions: {{day: {{grain: day}}}}
metrics:
  plays: {{kind: count, source: plays, grain: {grain}, plausible: {plausible}}}
"""


@pytest.fixture
def write(tmp_path):
    """Write a project of 1, 2, 3 and, on a day that is not loaded to its end, 4 plays."""
    path = (tmp_path / "p.parquet").as_posix()
    rows = "select date '2026-11-02' + d::int as day from range(4) t(d), range(4) u(n) where n <= d"
    duckdb.sql(f"copy ({rows}) to '{path}'")

    def write_project(plausible, grain="day"):
        (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
        (tmp_path / "a.yml").write_text(PROJECT.format(plausible=plausible, grain=grain), encoding="utf-8")
        return tmp_path

    return write_project


@pytest.mark.parametrize(
    "plausible, texts",
    [
        ("[1, 3]", []),
        ("[2, 9]", ["1 complete period is outside the plausible range (2 to 9): 2026-11-02 1"]),
        (
            "[null, 1]",
            ["2 complete periods are outside the plausible range (at most 1): 2026-11-03 2, 2026-11-04 3"],
        ),
    ],
)
def test_run_when_complete_periods_are_outside_then_they_are_told(write, plausible, texts):
    with load(write(plausible)) as project:
        found = [f for f in compute_metrics(project) if f.rule == "plausible"]
    assert [f.text for f in found] == texts
    assert {(f.status, f.target) for f in found} <= {("warn", "plays")}


def test_run_when_a_number_is_outside_then_still_passes(write):
    assert run_project(write("[100, 200]")).is_passed
