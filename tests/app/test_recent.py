from __future__ import annotations

from datetime import date

import duckdb
import pytest

import gnomon
from gnomon.app.recent import keep_recent
from gnomon.app.run_project import run_project

PROJECT = """
sources:
  plays:
    file: plays/*/*.parquet
    entities: {user: who}
    time: day
    dimensions: {day: {grain: day}}
  people: {file: people.parquet, primary_key: who, entities: {user: {kind: primary, expr: who}}}
metrics:
  plays: {kind: count, source: plays}
  people: {kind: count, source: people}
cases:
  - {name: plays of all days, question: {metrics: [plays]}, sql: select count(*) from plays}
  - {name: all people, question: {metrics: [people]}, sql: select count(*) from people}
"""


@pytest.fixture
def folder(tmp_path):
    duckdb.execute(
        "copy (select i % 7 as who, date '2024-03-01' + (i // 100)::integer as day from range(500) t(i))"
        f" to '{tmp_path / 'plays'}' (format parquet, partition_by (day))"
    )
    duckdb.execute(f"copy (select range as who from range(7)) to '{tmp_path / 'people.parquet'}'")
    (tmp_path / "gnomon.toml").write_text('name = "recent"\n')
    (tmp_path / "recent.yml").write_text(PROJECT)
    return tmp_path


def test_recent_when_a_table_is_large_then_partitions_are_cut_and_others_are_whole(folder):
    with gnomon.load(folder) as project:
        recent = keep_recent(project.model, project.engine, large=400, days=2)
        assert (recent.since, recent.rows, recent.table) == (date(2024, 3, 4), 500, "plays")
        assert "since 2024-03-04, as plays has 500 rows" in recent.note
        with project.over(recent.model) as cut:
            assert cut.ask("plays").data.to_pylist()[0]["plays"] == 200
            assert cut.ask("people").data.to_pylist()[0]["people"] == 7
        assert project.ask("plays").data.to_pylist()[0]["plays"] == 500


def test_recent_when_no_table_is_large_then_nothing_is_cut(folder):
    with gnomon.load(folder) as project:
        recent = keep_recent(project.model, project.engine, large=500)
    assert (recent.model, recent.since, recent.note) == (project.model, None, "")


@pytest.mark.parametrize("is_whole", [False, True])
def test_run_when_a_table_is_large_then_says_on_which_rows_cases_were_tried(folder, monkeypatch, is_whole):
    monkeypatch.setattr(
        "gnomon.app.run_project.keep_recent", lambda m, e: keep_recent(m, e, large=400, days=2)
    )
    proof = run_project(folder, is_whole=is_whole)
    assert proof.is_passed
    assert [case.rows for case in proof.cases] == [1, 1]
    assert bool(proof.notes) is not is_whole
