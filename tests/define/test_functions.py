from __future__ import annotations

import re

import duckdb
import pytest
from sqlglot import exp

from gnomon.define.expressions import Allowed, ExpressionError, parse_expression, parse_query
from gnomon.define.functions import AGGREGATES, REFUSED, SCALARS, WINDOWS, reason_against, say_unknown

_LISTED = """
select distinct lower(function_name) as name, function_type, stability, coalesce(has_side_effects, false)
from duckdb_functions() where function_type in ('scalar', 'macro', 'aggregate', 'window')
"""


@pytest.fixture(scope="module")
def listed() -> list[tuple[str, str, str, bool]]:
    with duckdb.connect() as connection:
        rows = connection.execute(_LISTED).fetchall()
    return [row for row in rows if re.fullmatch(r"\w+", row[0])]


def test_functions_of_the_engine_when_listed_then_each_is_known_or_refused_with_a_reason(listed):
    names = {name for name, kind, *_ in listed if kind != "window"} - WINDOWS
    assert [name for name in sorted(names) if say_unknown(name) and not reason_against(name)] == [
        "combine_aggr"
    ]


def test_functions_that_may_be_called_when_the_engine_tells_then_none_is_volatile_or_acts(listed):
    bad = {name for name, _, stability, acts in listed if acts or stability == "VOLATILE"}
    assert {name for name in bad if reason_against(name) is None} == set()


def test_functions_refused_when_listed_then_none_is_allowed_as_well():
    refused = frozenset[str]().union(*REFUSED.values())
    assert not refused & (SCALARS | AGGREGATES | WINDOWS)


def test_functions_of_the_parser_when_refused_then_only_those_of_a_reasoned_list():
    classes = {c for c in exp.ALL_FUNCTIONS if c.sql_names()}
    refused = {c.__name__ for c in classes if any(reason_against(name.lower()) for name in c.sql_names())}
    assert refused == PARSED_AND_REFUSED


PARSED_AND_REFUSED = {
    "CurrentAccount",
    "CurrentCatalog",
    "CurrentClient",
    "CurrentDatabase",
    "CurrentDate",
    "CurrentDatetime",
    "CurrentIpAddress",
    "CurrentRegion",
    "CurrentRole",
    "CurrentSchema",
    "CurrentSchemas",
    "CurrentSession",
    "CurrentStatement",
    "CurrentTime",
    "CurrentTimestamp",
    "CurrentTimezone",
    "CurrentTransaction",
    "CurrentUser",
    "CurrentVersion",
    "CurrentWarehouse",
    "Generator",
    "Localtime",
    "Localtimestamp",
    "NetFunc",
    "NextValueFor",
    "Normal",
    "ObjectId",
    "Rand",
    "Randn",
    "Randstr",
    "ReadCSV",
    "ReadParquet",
    "Secret",
    "SessionUser",
    "Shuffle",
    "Systimestamp",
    "ToFile",
    "Uniform",
    "UtcDate",
    "UtcTime",
    "UtcTimestamp",
    "Uuid",
    "Zipf",
}
ORDINARY = """
case when a > 1 then 'x' else 'y' end|coalesce(a, b, 0)|cast(a as date)|try_cast(a as double)|a::int|nullif(a, 0)
date_trunc('month', a)|extract(year from a)|extract(epoch from a)|date_part('dow', a)|a + interval '1 day'|ifnull(a, b)
a between 1 and 2|a in (1, 2)|a not in ('x')|a like '%x'|a ilike 'x'|a is null|not a|a and b or c|abs(a)|round(a, 2)
floor(a)|ceil(a)|ceiling(a)|greatest(a, b)|least(a, b)|lower(a)|upper(a)|trim(a)|ltrim(a)|rtrim(a)|substr(a, 1, 2)
substring(a from 1 for 2)|concat(a, b)|a || b|length(a)|char_length(a)|replace(a, 'x', 'y')|split_part(a, '-', 1)
regexp_matches(a, 'x')|regexp_replace(a, 'x', 'y')|regexp_extract(a, 'x', 1)|strftime(a, '%Y')|strptime(a, '%Y')
date_diff('day', a, b)|datediff('day', a, b)|date_add(a, interval 1 day)|date(a)|to_timestamp(a)
epoch(a)|epoch_ms(a)|year(a)|month(a)|day(a)|hour(a)|dayofweek(a)|week(a)|quarter(a)|last_day(a)|make_date(1, 2, 3)
power(a, 2)|sqrt(a)|ln(a)|log(a)|log10(a)|exp(a)|mod(a, 2)|a % 2|a // 2|sign(a)|if(a, 1, 0)|nvl(a, 0)
a at time zone 'UTC'|left(a, 2)|right(a, 2)|lpad(a, 3, '0')|position('x' in a)|strpos(a, 'x')|contains(a, 'x')
starts_with(a, 'x')|len(a)|list_contains(a, 1)|array_length(a)|a[1]|json_extract(a, '$.x')|a ->> 'x'|md5(a)|hash(a)
to_json(a)|json_extract_string(a, '$.x')|bar(a, 0, 1, 2)|isnan(a)|isfinite(a)|typeof(a)|age(a, b)|time_bucket(a, b)
decode(a)|initcap(a)|safe_divide(a, b)|boolor(a, b)|to_char(a, 'x')|date '2024-01-01'|unhex(a)
list_sum(a)|list_filter(a, x -> x > 1)|struct_pack(x := 1)|{'x': 1}|[1, 2]|map {'x': 1}|a.x|bit_count(a)|xor(a, b)
levenshtein(a, b)|jaccard(a, b)|strip_accents(a)|url_decode(a)|format('{}', a)|printf('%d', a)|a collate nocase
array_agg(a)|sum(a) filter (where b)|count(distinct a)|median(a)|quantile_cont(a, 0.5)|arg_max(a, b)|string_agg(a, ',')
set_bit(a, 1, 1)|current_value|"today"|user.now|metric(orders, user) > 2|regexp_like(a, 'x')|len(string_split(a, ','))
"""


@pytest.mark.parametrize(
    "text", [text for line in ORDINARY.strip().split("\n") for text in line.split("|") if text]
)
def test_expression_when_it_is_ordinary_sql_then_taken(text):
    parse_expression(text.replace("||", "||"), allowed=Allowed.AGGREGATES)


@pytest.mark.parametrize(
    "text, code, told",
    [
        ("lenght(a)", "DEF-135", "There is no function lenght(). Did you mean length, len"),
        ("a = colaesce(b, 0)", "DEF-135", "There is no function colaesce()"),
        ("zzqqy(a)", "DEF-135", "Functions here are those of DuckDB."),
        ("now() > a", "DEF-133", "reads the clock"),
        ("a < current_date", "DEF-133", "current_date() reads the clock"),
        ("age(a)", "DEF-133", "reads the clock"),
        ("today()", "DEF-133", "reads the clock"),
        ("gen_random_uuid()", "DEF-133", "another value each time"),
        ("rand()", "DEF-133", "another value each time"),
        ("nextval('s')", "DEF-133", "acts on the session"),
        ("sleep_ms(9)", "DEF-133", "acts on the session"),
        ("getenv('x')", "DEF-133", "out of bounds"),
        ("current_setting('x')", "DEF-133", "out of bounds"),
        ("current_user", "DEF-133", "out of bounds"),
        ("parquet_metadata('x')", "DEF-133", "out of bounds"),
        ("__internal_decompress_string(a)", "DEF-133", "belongs to the engine itself"),
        ("regexp_split_to_table(a, 'x')", "DEF-133", "gives many rows"),
        ("main.lenght(a)", "DEF-135", "no function lenght()"),
        ("system.main.getenv('x')", "DEF-133", "out of bounds"),
        ("a.random()", "DEF-133", "another value each time"),
    ],
)
def test_function_when_it_may_not_be_called_then_says_why(text, code, told):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert caught.value.code == code
    assert told in caught.value.message


def test_clock_when_it_stands_in_a_question_or_a_query_then_taken():
    parse_expression("a > current_date - interval '7 days'", allowed=Allowed.QUESTION)
    parse_query("select * from t where a < now() and b = ntile(4) over (order by c)")
    parse_query("select unnest(a), generate_subscripts(a, 1) from range(3) r, json_each('{}')")


@pytest.mark.parametrize(
    "text", ["select lenght(a) from t", "select * from mytable(1)", "select random() from t"]
)
def test_function_when_it_may_not_stand_in_a_query_then_refused(text):
    with pytest.raises(ExpressionError, match=r"There is no function|another value"):
        parse_query(text)


@pytest.mark.parametrize("text", ["max(", "max(a", "a + min(b", "count(", "lower(a"])
def test_bracket_when_it_is_never_closed_then_no_sql(text):
    with pytest.raises(ExpressionError, match="DEF-130"):
        parse_expression(text, allowed=Allowed.AGGREGATES)


def test_bracket_when_it_stands_in_a_text_then_no_bracket():
    parse_expression("contains(a, '(')")
