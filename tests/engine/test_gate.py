"""The wall before the engine, against trees that must and must not pass."""

from __future__ import annotations

import pytest
from sqlglot import exp, parse_one

from gnomon.engine.errors import RefusedAccessError, RefusedQueryError
from gnomon.engine.gate import check_query


def _check(tree):
    check_query(tree, is_declared_read=lambda _: False)


@pytest.mark.parametrize(
    "sql",
    [
        "select a, count(distinct b) filter (where c > 1) from t group by 1 order by 2 nulls last limit 3",
        "with recursive x as (select 1 as n union all select n + 1 from x where n < 5) select * from x",
        "select a from t union all select b from u",
        "select * from (values (1), (2)) as v(x)",
        "select x from unnest([1, 2, 3]) as t(x)",
        "select x from generate_series(1, 3) as t(x)",
        "select x from range(10) as t(x)",
        'select "Größe; drop" from "my table"',
        "select sum(x) over (partition by a order by b rows between 6 preceding and current row) from t",
        "select [x * 2 for x in l] from t",
        "select cast(a as decimal(18, 2)), a::timestamptz at time zone 'Asia/Shanghai' from t",
        "select * from a asof join b on a.k = b.k and a.t >= b.t",
        "select a from t group by grouping sets ((a), ())",
        "select * from t qualify row_number() over (partition by a order by b) = 1",
        "select -1.5e-7, .5, 1e10, interval 7 day, date '2024-01-01', quantile_cont(x, 0.95) from t",
        "select * from t tablesample reservoir(10%)",
        "select json_extract_string(j, '$.a.b'), j ->> 'x', s.a.b, regexp_matches(c, 'a/*b') from t",
        "select * exclude (a) replace (b + 1 as b) from t",
        "select my_macro(a) from t",
        "(select 1)",
    ],
)
def test_query_when_plain_then_passes(sql):
    _check(parse_one(sql, dialect="duckdb"))


@pytest.mark.parametrize(
    "sql",
    [
        "insert into t select 1",
        "create table t as select 1",
        "create or replace view v as select 1",
        "drop table t",
        "update t set a = 1",
        "delete from t",
        "merge into t using u on t.a = u.a when matched then delete",
        "copy (select 1) to 'x.csv'",
        "attach 'x.db'",
        "detach x",
        "pragma database_list",
        "set threads = 1",
        "use x",
        "describe t",
        "summarize t",
        "show tables",
        "begin",
        "commit",
        "install httpfs",
        "truncate t",
        "alter table t add column x int",
        "select 1 into t",
        "select * from (describe t)",
        "with d as (delete from t returning *) select * from d",
        "values (1)",
    ],
)
def test_statement_when_not_a_query_then_is_refused(sql):
    with pytest.raises(RefusedQueryError):
        _check(parse_one(sql, dialect="duckdb"))


@pytest.mark.parametrize(
    "sql", ["load httpfs", "explain analyze select 1", "call pragma_version()", "vacuum"]
)
@pytest.mark.filterwarnings("ignore")
def test_command_when_sqlglot_cannot_read_it_then_is_refused(sql):
    with pytest.raises(RefusedQueryError):
        _check(exp.Command(this=sql.split()[0], expression=sql.partition(" ")[2]))


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_csv_auto('/etc/passwd')",
        "select * from read_parquet('x.parquet')",
        "select * from parquet_scan('x.parquet')",
        "select * from read_json('x.json')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from query('select 1')",
        "select * from query_table('t')",
        "select * from json_execute_serialized_sql('{}')",
        "select * from duckdb_secrets()",
        "select * from which_secret('x', 's3')",
        "select * from pragma_table_info('t')",
        "select * from sqlite_scan('x.db', 't')",
        "select * from postgres_query('x', 'select 1')",
        "select * from a, lateral (select * from read_text('x'))",
        "select * from a join read_text('x') b on true",
        "select (select content from read_text('/etc/passwd')) as x",
        "with x as (select * from read_text('/etc/passwd')) select * from x",
        "select 1 where exists (select * from glob('*'))",
        "select * from '/etc/passwd'",
        "select * from 'plays.csv'",
        "select * from plays.parquet",
        "select * from 's3://bucket/x'",
        "select getenv('HOME')",
        "select sleep_ms(100000)",
        "select nextval('s')",
        "select pg_read_file('/etc/passwd')",
        "select current_setting('memory_limit')",
        "select write_log('x')",
        "select a from t order by getenv('HOME')",
        "select a from t union all select content from read_text('x')",
    ],
)
def test_query_when_it_reaches_outside_then_is_refused(sql):
    with pytest.raises(RefusedAccessError):
        _check(parse_one(sql, dialect="duckdb"))


def test_file_call_when_not_wrapped_in_a_table_then_is_refused():
    call = exp.Anonymous(this="which_secret", expressions=[exp.Literal.string("x")])
    with pytest.raises(RefusedAccessError):
        _check(exp.Select(expressions=[exp.Star()], from_=exp.From(this=call)))


@pytest.mark.parametrize(
    "node",
    [
        exp.Identifier(this="a; drop table t", quoted=False),
        exp.Identifier(this="a -- b", quoted=False),
        exp.Identifier(this='a"b', quoted=False),
        exp.Identifier(this="", quoted=False),
        exp.Literal(this="1 or 1=1", is_string=False),
        exp.Literal(this="", is_string=False),
        exp.Anonymous(this="f(1) --", expressions=[]),
        exp.Placeholder(this="a or 1=1"),
        exp.Var(this="day'); drop table t"),
    ],
)
def test_node_when_its_text_is_no_name_or_number_then_is_refused(node):
    with pytest.raises(RefusedQueryError):
        _check(exp.Select(expressions=[node]))
