"""How often data is looked at: once a question for files, once for as long as rows stand still."""

from __future__ import annotations

import duckdb
import pytest

from gnomon.app.project import load
from gnomon.ask import catalog as looked

MODEL = """\
sources:
  plays:
    file: days/*/*.parquet
    time: day
    dimensions: {day: {grain: day}}
metrics:
  plays: {kind: count, source: plays}
  hours: {kind: sum, source: plays, expr: hours}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (tmp_path / "all.yml").write_text(MODEL, encoding="utf-8")
    for day in ("2024-05-01", "2024-05-02"):
        write_day(tmp_path, day, 3)
    return tmp_path


def write_day(folder, day, rows):
    target = folder / "days" / f"day={day}"
    target.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        query = f"select date '{day}' as day, 2 as hours from range({rows})"
        connection.execute(f"copy ({query}) to '{(target / 'rows.parquet').as_posix()}' (format parquet)")


def total(project):
    return project.ask(["plays", "hours"]).data.to_pylist()[0]["plays"]


@pytest.fixture
def states(monkeypatch):
    seen = []
    real = looked.file_state
    monkeypatch.setattr(looked, "file_state", lambda relation: seen.append(relation) or real(relation))
    return seen


def test_files_when_a_question_is_asked_then_are_looked_at_once(folder, states):
    with load(folder) as project:
        project.ask(["plays", "hours"], grain="day")
        assert len(states) == 1


def test_files_when_they_change_between_questions_then_the_next_one_sees_it(folder):
    with load(folder) as project:
        assert total(project) == 6
        before = project.ask("plays").data_version
        write_day(folder, "2024-05-03", 4)
        write_day(folder, "2024-05-01", 1)
        assert total(project) == 8
        answer = project.ask("plays", grain="day")
        assert answer.data["plays"].to_pylist() == [1, 3, 4]
        assert answer.data_version != before


def test_files_when_compiled_outside_a_question_then_are_looked_at_each_time(folder):
    with load(folder) as project:
        project.ask("plays", grain="day")
        write_day(folder, "2024-05-03", 4)
        assert "2024-05-03" in project.ask("plays", grain="day").sql
        write_day(folder, "2024-05-04", 4)
        assert "2024-05-04" in project.sql("plays", grain="day")
