"""DuckDB's errors, raised for real, in our words."""

from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp, parse_one

from gnomon.base.errors import EngineError
from gnomon.engine import errors
from gnomon.engine.duckdb_errors import translate_error, translate_stream_error


@pytest.mark.parametrize(
    "sql, kind, words",
    [
        ("select plais from (select 1 as plays) as t", errors.MissingColumnError, "Did you mean plays"),
        ("select t.plais from (select 1 as plays) as t", errors.MissingColumnError, "'plais'"),
        ("select u.plays from (select 1 as plays) as t", errors.MissingColumnError, "'u'"),
        ("select x from mart.nothing", errors.MissingTableError, "mart.nothing"),
        ("select no_such_function(1)", errors.ExpressionError, "no_such_function"),
        ("select a, count(*) from (select 1 as a) as t", errors.ExpressionError, "GROUP BY"),
        ("select date '2024-01-01' * 2 as x", errors.ExpressionError, "The query: SELECT"),
        ("select cast('oops' as int) as x", errors.ValueFaultError, "oops"),
        ("select 9223372036854775807 + 1 as x", errors.ValueFaultError, "verflow"),
        ("select sum(x) from (values ('a')) as t(x)", errors.ExpressionError, "sum"),
    ],
)
def test_query_when_wrong_then_error_is_of_its_kind(engine, sql, kind, words):
    with pytest.raises(kind, match=words) as caught:
        engine.execute(parse_one(sql, dialect="duckdb"))
    assert type(caught.value) is kind
    assert "LINE 1" not in str(caught.value)
    assert str(caught.value).endswith(f"[{kind.code}]")
    assert isinstance(caught.value.__cause__, duckdb.Error)


def test_tree_when_it_renders_to_broken_sql_then_is_called_our_bug(engine):
    tree = exp.select(exp.Anonymous(this="select", expressions=[]))
    with pytest.raises(errors.GeneratedSqlError, match="bug of Gnomon"):
        engine.execute(tree)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("INTERRUPT Error: Interrupted!", errors.QueryCancelledError),
        ("Out of Memory Error: no", errors.MemoryLimitError),
        ("Conversion Error: Could not convert", errors.ValueFaultError),
        ("Invalid Input Error: No magic bytes found at end of file 'x.parquet'", errors.SourceFileError),
        ("IO Error: cannot read", errors.SourceFileError),
        ("something new", EngineError),
    ],
)
def test_stream_error_when_it_is_bare_text_then_kind_is_found(text, kind):
    assert type(translate_stream_error(OSError(text), sql="SELECT 1")) is kind


def test_error_when_unknown_then_keeps_its_text():
    assert "odd" in str(translate_error(duckdb.InternalException("odd"), sql="SELECT 1"))


def test_codes_when_listed_then_are_unique_and_in_the_tree_of_the_docstring():
    kinds = [getattr(errors, name) for name in errors.__all__]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    for kind in kinds:
        assert f"{kind.__name__} " in errors.__doc__
        assert kind.code in errors.__doc__
