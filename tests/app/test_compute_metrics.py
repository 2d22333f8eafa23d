from __future__ import annotations

import duckdb

from gnomon.app.project import load
from gnomon.app.run_project import compute_metrics

PROJECT = """
sources:
  plays: {file: p.parquet, time: day, dimensions: {day: {grain: day}, feed: {}}}
metrics:
  plays: {kind: count, source: plays}
  wrong: {kind: sum, source: plays, expr: feed}
  seconds: {kind: sum, source: plays, expr: ms / 1000}
"""


def test_metrics_of_one_source_when_one_of_them_fails_then_the_others_compute(tmp_path):
    rows = "select date '2026-11-02' + d::int as day, 'main' as feed, 500 as ms from range(3) t(d)"
    duckdb.sql(f"copy ({rows}) to '{(tmp_path / 'p.parquet').as_posix()}'")
    (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (tmp_path / "a.yml").write_text(PROJECT, encoding="utf-8")
    with load(tmp_path) as project:
        found = compute_metrics(project)
    assert [(f.target, f.status) for f in found] == [
        ("plays", "pass"),
        ("wrong", "fail"),
        ("seconds", "pass"),
    ]
    assert found[0].text == "3 of 3 periods have a value"
