from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnomon.define.expressions import ExpressionError, names_in, parse_expression, parse_query, render


@pytest.mark.parametrize(
    "text",
    [
        "tab = 1 AND user.is_author",
        "listing.host.country IN ('NL', 'DE')",
        "metric(bookings, listing) > 2",
        "a__b IS NULL",
        "play_time_ms / 3.6e6",
        "CASE WHEN order_type = 'x' THEN 1 END",
        "CAST(x AS DATE)",
        "a.b.c.d.e = 1",
        '"Weird Name" > 1',
        "x AT TIME ZONE 'UTC'",
        "INTERVAL '1' DAY",
    ],
)
def test_render_when_parsed_again_then_the_same_tree(text):
    tree = parse_expression(text)
    assert render(tree) == text
    assert parse_expression(render(tree)) == tree


@pytest.mark.parametrize(
    "text, code, place",
    [
        ("", "DEF-130", (0, 0)),
        ("cast(x as", "DEF-130", (0, 7)),
        ("x in (select 1)", "DEF-131", (0, 13)),
        ("a +\n  sum(b)", "DEF-132", (1, 2)),
        ("histogram(x)", "DEF-132", (0, 0)),
        ("any_value(x)", "DEF-132", (0, 10)),
        ("sum(x) filter (where y)", "DEF-132", (0, 0)),
        ("a = ?", "DEF-131", (0, 0)),
        ("unnest(x)", "DEF-131", (0, 0)),
        ("read_parquet('x')", "DEF-133", (0, 0)),
        ("current_setting('x') = y", "DEF-133", (0, 0)),
        ("not " * 4000 + "x", "DEF-131", (0, 0)),
        ("a" + ".a" * 5000, "DEF-131", (0, 0)),
        ("x" + "::int" * 3000, "DEF-131", (0, 0)),
        ("a" + "+a" * 5000, "DEF-131", (0, 0)),
        ("(" * 5000, "DEF-131", (0, 0)),
        ("a" * 30_000, "DEF-131", (0, 0)),
    ],
)
def test_parse_when_not_allowed_then_code_and_place(text, code, place):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert (caught.value.code, (caught.value.line, caught.value.column)) == (code, place)


def test_names_when_dotted_then_paths_with_places():
    tree = parse_expression("tab = 1 and\n user.created_at.month = 3 and metric(plays, user) > listing__host")
    found = [(name.path, name.line, name.column) for name in names_in(tree)]
    assert found == [
        (("tab",), 0, 0),
        (("user", "created_at", "month"), 1, 1),
        (("listing", "host"), 1, 53),
    ]


def test_comments_and_needless_quotes_when_parsed_then_gone():
    assert parse_expression('/* why */ "user"."tab" = 1') == parse_expression("user.tab = 1")


@pytest.mark.parametrize(
    "text", ["select", "drop table x", "select 1; select 2", "copy x to 'y'", "select * from 'a.csv'"]
)
def test_parse_query_when_it_is_more_than_reading_tables_then_refused(text):
    with pytest.raises(ExpressionError):
        parse_query(text)


@given(st.text(alphabet="ab1 .,()+-*/'\"=<>\n_%$?:;[]{}|&!~", max_size=40))
def test_parse_when_any_text_then_a_tree_or_a_fault(text):
    with suppress(ExpressionError):
        assert render(parse_expression(text))
