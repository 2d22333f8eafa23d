from __future__ import annotations

from datetime import date, datetime

import pytest

import gnomon
from gnomon.base.errors import QuestionError, UnknownNameError
from tests.app.conftest import SHOP


@pytest.fixture(scope="module")
def project():
    with gnomon.load(SHOP) as opened:
        yield opened


def test_question_when_texts_are_given_then_are_normalised(project):
    question = project.question(
        "revenue, buyers", by="channel", start="2024-05-01", end="2024-05-02T12:00", where="channel = 'a'"
    )
    assert question.metrics == ("revenue", "buyers")
    assert (question.start, question.end) == (date(2024, 5, 1), datetime(2024, 5, 2, 12))
    assert question.where == ("channel = 'a'",)


def test_last_when_given_then_ends_with_the_last_loaded_day(project):
    question = project.question("revenue", grain="day", last="2 days")
    assert question.end == project.ask("revenue", grain="day").data["period"].to_pylist()[-1]
    assert (question.end - question.start).days == 1


def test_saved_when_asked_with_changes_then_keeps_the_rest(project):
    answer = project.ask_saved("weekly_revenue", limit=1)
    assert [k.name for k in answer.keys] == ["period", "channel"]
    assert len(answer) == 1


def test_saved_when_unknown_then_names_the_nearest(project):
    with pytest.raises(UnknownNameError, match="weekly_revenue"):
        project.ask_saved("weekly_revenu")


def test_sql_when_a_dialect_is_unknown_then_names_the_nearest(project):
    assert "SELECT" in project.sql("revenue", dialect="postgres")
    with pytest.raises(QuestionError, match="snowflake") as caught:
        project.sql("revenue", dialect="snowflak")
    assert caught.value.code == "ASK-218"


def test_plan_when_asked_then_shows_what_is_scanned_together(project):
    plan = project.plan(["revenue", "orders_placed"], by="channel")
    assert "one pass for 2 aggregates" in plan


def test_project_when_closed_then_can_be_asked_again():
    project = gnomon.load(SHOP)
    first = project.ask("revenue").to_dict()
    project.close()
    assert project.ask("revenue").to_dict() == first
    project.close()


def test_ask_when_a_definition_names_a_missing_column_then_says_where_it_is_written(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "probe"\n', encoding="utf-8")
    (tmp_path / "rows.csv").write_text("id,amount\n1,2\n", encoding="utf-8")
    text = "sources:\n  rows: {file: rows.csv}\nmetrics:\n  total: {kind: sum, source: rows, expr: amuont}\n"
    (tmp_path / "probe.yml").write_text(text, encoding="utf-8")
    with gnomon.load(tmp_path) as project, pytest.raises(gnomon.ProjectErrors, match=r"probe\.yml:4.*amount"):
        project.ask("total")


def test_last_when_no_whole_number_of_periods_then_no_day_of_it_is_cut(project):
    asked = project.question("revenue", last="8 weeks")
    by_month = project.question("revenue", grain="month", last="8 weeks")
    assert (by_month.start, by_month.end) == (asked.start, asked.end)
