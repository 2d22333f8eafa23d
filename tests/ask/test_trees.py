from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlglot import exp, parse_one

from gnomon.ask.trees import and_all, column, date_literal, divide, literal_of, or_all
from gnomon.base.errors import InternalError


def conditions(*texts):
    return [parse_one(text) for text in texts]


def test_and_all_when_one_is_an_or_then_it_is_wrapped():
    assert and_all(conditions("a OR b", "c")).sql() == "(a OR b) AND c"


def test_or_all_when_one_is_an_and_then_it_is_wrapped():
    assert or_all(conditions("a AND b", "c")).sql() == "(a AND b) OR c"


def test_and_all_when_there_are_none_then_is_nothing():
    assert and_all([]) is None


def test_divide_when_rendered_then_guards_against_zero():
    assert "NULLIF" in divide(column("a"), column("b")).sql(dialect="duckdb")


@pytest.mark.parametrize(
    "value, expected",
    [(None, "NULL"), (True, "TRUE"), (3, "3"), (2**63, str(2**63)), ("O'Brien", "'O''Brien'")],
)
def test_literal_of_when_plain_then_is_its_literal(value, expected):
    assert literal_of(value).sql(dialect="duckdb") == expected


def test_literal_of_when_it_has_none_then_is_our_mistake():
    with pytest.raises(InternalError):
        literal_of(object())


def test_date_literal_when_a_moment_then_is_a_timestamp():
    assert date_literal(date(2024, 2, 29)).sql(dialect="duckdb") == "CAST('2024-02-29' AS DATE)"
    assert isinstance(date_literal(datetime(2024, 2, 29, 1)), exp.Cast)
