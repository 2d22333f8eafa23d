from __future__ import annotations

import json

import duckdb
import pytest
from ruamel.yaml import YAML

import gnomon
from tests.differential.compare import compare_rows
from tests.differential.neutral import HERE, list_conditions, load_questions, plain_rows

# Both sides run on DuckDB with the same numbers, so only the order of additions may differ.
TOLERANCE = 1e-9
QUESTIONS = load_questions()
LINES = (HERE / "expected" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
EXPECTED = {answer["id"]: answer for answer in map(json.loads, LINES)}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    from gnomon import import_dbt

    folder = tmp_path_factory.mktemp("shop")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute((HERE / "data.sql").read_text(encoding="utf-8"))
    import_dbt(HERE / "dbt", into=folder / "project", engine_url="duckdb:///../shop.duckdb")
    return gnomon.load(folder / "project")


def ask(project, question):
    conditions = list_conditions(question)
    options = {key: question[key] for key in ("start", "end", "order_by", "limit") if key in question}
    if conditions:
        options["where"] = conditions[0] if len(conditions) == 1 else conditions
    if "saved" in question:
        return project.ask_saved(question["saved"], **options)
    return project.ask(question.get("metrics", []), by=question.get("by", []), **options)


DIFFERENCES = YAML(typ="safe", pure=True).load(HERE / "differences.yaml")


def report_on(project, question):
    expected = EXPECTED[question["id"]]
    keys = len(question.get("expect_by", question.get("by", [])))
    is_ordered = "order_by" in question or question.get("is_ordered", False)
    table = ask(project, question).wide().select(expected["columns"])
    rows = [list(row.values()) for row in table.to_pylist()]
    found = plain_rows(rows, keys, is_ordered=is_ordered)
    tolerance = question.get("tolerance", TOLERANCE)
    return compare_rows(expected["rows"], found, keys, tolerance=tolerance, is_ordered=is_ordered)


def test_differences_when_listed_then_each_is_a_question_with_a_reason():
    assert set(DIFFERENCES) <= {question["id"] for question in QUESTIONS}
    assert all(len(reason) > 40 for reason in DIFFERENCES.values())


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["id"] for question in QUESTIONS])
def test_rows_of_a_question_when_metricflow_answers_it_too_then_they_agree(project, question):
    report = report_on(project, question)
    if question["id"] in DIFFERENCES:
        assert report, f"no difference any more: take {question['id']} out of differences.yaml"
    else:
        assert not report, "\n".join([f"columns {EXPECTED[question['id']]['columns']}", *report])
