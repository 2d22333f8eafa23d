from __future__ import annotations

from types import SimpleNamespace

import pytest

from gnomon.app.open_model import open_model
from gnomon.app.run_cases import plain_query, run_case
from gnomon.base.errors import DataError, DefinitionError
from gnomon.define import OracleCase
from gnomon.define.load import load_model


@pytest.fixture
def model(shop):
    return load_model(shop)


@pytest.fixture
def engine(model):
    with open_model(model) as opened:
        yield opened


def case_of(sql):
    return OracleCase(name="c", question={"metrics": "m"}, sql=sql)


def project_with(model, engine, answer):
    """Make a project that answers every question with the same rows, or fails."""

    def ask(**_):
        if isinstance(answer, Exception):
            raise answer
        return answer

    return SimpleNamespace(model=model, engine=engine, ask=ask)


@pytest.mark.parametrize(
    "sql, rows",
    [
        ("select count(*) from orders", [6]),
        ("select count(*) from orders o join users u using (user_id)", [5]),
        ("with orders as (select 1) select count(*) from orders", [1]),
        ("with big as (select * from orders where amount > 6) select count(*) from big", [4]),
        ("select (select count(*) from users) + count(*) from orders", [9]),
        ("select count(*) from orders union all select count(*) from users order by 1", [3, 6]),
    ],
    ids=["one", "join", "own name first", "own cte", "inner", "union"],
)
def test_plain_query_names_sources_as_tables(model, engine, sql, rows):
    table = engine.execute(plain_query(case_of(sql), model, engine)).table
    assert table.columns[0].to_pylist() == rows


@pytest.mark.parametrize("sql", ["drop table orders", "select 1; select 2", "select from where"])
def test_plain_query_when_it_is_no_query_then_refuses(model, engine, sql):
    with pytest.raises(DefinitionError, match="SQL of case 'c'"):
        plain_query(case_of(sql), model, engine)


def test_case_when_rows_agree_then_passes(model, engine, make_answer):
    answer = make_answer({"m": [6], "m__n": [6], "m__complete": [True]})
    result = run_case(project_with(model, engine, answer), case_of("select count(*) from orders"))
    assert (result.status, result.text, result.rows) == ("pass", "", 1)


def test_case_when_rows_differ_then_fails_and_says_how(model, engine, make_answer):
    answer = make_answer({"m": [5], "m__n": [5], "m__complete": [True]})
    result = run_case(project_with(model, engine, answer), case_of("select count(*) from orders"))
    assert (result.status, result.text) == ("fail", "m is 5, plain SQL says 6.")


@pytest.mark.parametrize("sql", ["select nothing from orders", "select 1 from read_csv('/etc/passwd')"])
def test_case_when_the_sql_does_not_run_then_is_an_error(model, engine, make_answer, sql):
    answer = make_answer({"m": [5], "m__n": [5], "m__complete": [True]})
    result = run_case(project_with(model, engine, answer), case_of(sql))
    assert result.status == "error"
    assert result.text


def test_case_when_the_question_fails_then_is_an_error(model, engine):
    result = run_case(project_with(model, engine, DataError("no rows")), case_of("select 1"))
    assert (result.status, result.text) == ("error", "no rows [DAT-300]")
