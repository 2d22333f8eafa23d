"""Rows delivered more than once count once where a source says so."""

from __future__ import annotations

import duckdb
import pytest

from gnomon.app.check_repeats import check_repeats
from gnomon.app.project import load
from gnomon.app.run_project import run_project
from gnomon.base.errors import ProjectErrors

_DELIVERED = (
    "(values (1, 'a', date '2024-05-01', 10), (2, 'a', date '2024-05-01', 20), (2, 'a', date '2024-05-01', 20),"
    " (3, 'b', date '2024-05-02', 30), (3, 'b', date '2024-05-02', 30), (3, 'b', date '2024-05-02', 30),"
    " (null, 'b', date '2024-05-02', 5), (null, 'b', date '2024-05-02', 5)) t(id, person, day, ms)"
)
_TEXT = """
sources:
  plays:
    file: plays.parquet
    primary_key: id
    repeats: {repeats}
    entities: {{play: {{kind: primary, expr: id}}, person: person}}
    time: day
    dimensions: {{day: {{grain: day}}, person: {{}}}}
  likes:
    file: likes.parquet
    entities: {{play: play_id}}
    time: day
    dimensions: {{day: {{grain: day}}}}
metrics:
  play_count: {{kind: count, source: plays}}
  time_played: {{kind: sum, source: plays, expr: ms}}
  people: {{kind: distinct, source: plays, entity: person}}
  like_count: {{kind: count, source: likes}}
cases:
  - name: plays by person
    question: {{metrics: [play_count, time_played, people], by: [person]}}
    sql: select person, count(*), sum(ms), count(distinct person) from plays group by 1
"""


@pytest.fixture
def folder(tmp_path):
    duckdb.sql(f"select * from {_DELIVERED}").write_parquet(str(tmp_path / "plays.parquet"))
    duckdb.sql("select 3 as play_id, date '2024-05-02' as day").write_parquet(str(tmp_path / "likes.parquet"))
    (tmp_path / "gnomon.toml").write_text('name = "plays"\nengine = "duckdb:///:memory:"\n')
    return tmp_path


def _with(folder, repeats):
    (folder / "plays.yml").write_text(_TEXT.format(repeats=repeats))
    return folder


def test_repeats_when_dropped_then_each_key_counts_once_and_rows_without_one_all_count(folder):
    with load(_with(folder, "drop")) as project:
        rows = project.ask(["play_count", "time_played", "people"], grain="day").data.to_pylist()
    found = [(r["play_count"], r["time_played"], r["people"]) for r in rows]
    assert found == [(2, 30, 1), (3, 40, 1)]


def test_repeats_when_counted_then_every_row_counts(folder):
    with load(_with(folder, "count")) as project:
        assert project.ask("play_count").data["play_count"].to_pylist() == [8]


def test_join_onto_a_source_that_drops_repeats_then_no_row_is_multiplied(folder):
    with load(_with(folder, "drop")) as project:
        assert project.ask("like_count", by="play.person").data.to_pylist()[0]["like_count"] == 1


def test_run_when_rows_repeat_then_warns_with_their_share(folder):
    proof = run_project(_with(folder, "count"))
    assert proof.is_passed
    assert [(f.target, f.status) for f in proof.columns if f.rule == "repeats"] == [("plays", "warn")]
    assert "3 of 6 rows (50.00%) repeat id" in next(f.text for f in proof.columns if f.rule == "repeats")


def test_run_when_repeats_are_dropped_then_cases_agree_and_nothing_warns(folder):
    proof = run_project(_with(folder, "drop"))
    assert [c.status for c in proof.cases] == ["pass"]
    with load(folder) as project:
        assert check_repeats(project.model, project.engine) == ()


def test_repeats_without_a_primary_key_then_refused(folder):
    (folder / "plays.yml").write_text(_TEXT.format(repeats="drop").replace("    primary_key: id\n", ""))
    with pytest.raises(ProjectErrors, match="primary_key"):
        load(folder)
