from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp, parse_one
from sqlglot.errors import ErrorLevel

from gnomon.app.portable import file_tables, translate
from gnomon.app.portable.counting import count_periods
from gnomon.app.project import load
from gnomon.base.errors import QuestionError

DIALECTS = ["postgres", "redshift", "spark", "databricks", "trino", "bigquery", "snowflake", "clickhouse"]


def _write(sql, dialect, tables=None):
    return translate(parse_one(sql, dialect="duckdb"), dialect, tables or {})


def _line(sql, dialect):
    """Give the first column as it is written, on one line."""
    text = " ".join(_write(f"select {sql} as v from t", dialect).text.split())
    return text.removeprefix("SELECT ").removesuffix(" AS v FROM t").replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("by", ["channel", "user.country", "metric_time.day_of_week"])
def test_translate_when_files_are_read_then_tables_named_after_sources_stand_there(shop, dialect, by):
    with load(shop) as project:
        text = project.sql("revenue,buyers", by=by, dialect=dialect)
    assert "READ_CSV" not in text.upper()
    tree = parse_one(text, dialect=dialect, error_level=ErrorLevel.RAISE)
    queries = {cte.alias for cte in tree.find_all(exp.CTE)}
    names = {table.name for table in tree.find_all(exp.Table)} - queries
    assert names == ({"orders", "users"} if by == "user.country" else {"orders"})


@pytest.mark.parametrize("dialect", ["postgres", "spark", "databricks", "trino", "bigquery"])
@pytest.mark.parametrize("grain", ["day", "week", "quarter"])
def test_translate_when_asked_by_grain_then_parses_in_the_dialect(shop, dialect, grain):
    with load(shop) as project:
        text = project.sql("revenue_per_buyer", grain=grain, dialect=dialect)
    tree = parse_one(text, dialect=dialect, error_level=ErrorLevel.RAISE)
    assert tree.named_selects[:2] == ["period", "revenue_per_buyer"]


def test_file_tables_when_sources_read_files_then_paths_are_those_of_the_query(shop):
    with load(shop) as project:
        tables = file_tables(project.model)
        written = project.sql("revenue")
    assert set(tables.values()) == {"orders", "users"}
    assert any(path in written for path in tables)


def test_translate_when_a_file_has_no_source_then_refuses():
    with pytest.raises(QuestionError, match=r"No source names the file '/x/plays.parquet'.*ASK-260"):
        _write("select 1 from read_parquet('/x/plays.parquet')", "postgres")


def test_translate_when_duckdb_is_named_then_files_stay():
    found = _write("select 1 from read_parquet('/x/plays.parquet')", "DuckDB")
    assert "READ_PARQUET" in found.text
    assert found.notes == ()


@pytest.mark.parametrize(
    "dialect, wanted",
    [
        ("postgres", "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)"),
        ("redshift", "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)"),
        ("snowflake", "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)"),
        ("oracle", "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)"),
        ("spark", "PERCENTILE(x, 0.9)"),
        ("databricks", "PERCENTILE(x, 0.9)"),
        ("clickhouse", "quantileExactInclusive(0.9)(x)"),
    ],
)
def test_translate_when_a_percentile_is_interpolated_then_the_exact_function_is_written(dialect, wanted):
    assert _line("quantile_cont(x, 0.9)", dialect) == wanted


@pytest.mark.parametrize("dialect", ["trino", "presto", "athena", "bigquery", "mysql", "sqlite", "tsql"])
def test_translate_when_no_exact_percentile_exists_then_refuses(dialect):
    with pytest.raises(QuestionError, match=r"no exact interpolated percentile in .*ASK-260"):
        _write("select quantile_cont(x, 0.9) from t", dialect)


@pytest.mark.parametrize("dialect", ["postgres", "spark", "snowflake"])
def test_translate_when_a_percentile_is_discrete_then_the_exact_function_is_written(dialect):
    assert "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x" in _line("quantile_disc(x, 0.5)", dialect)


@pytest.mark.parametrize("dialect", ["clickhouse", "redshift", "trino"])
def test_translate_when_no_discrete_percentile_exists_then_refuses(dialect):
    with pytest.raises(QuestionError, match="no exact discrete percentile"):
        _write("select quantile_disc(x, 0.5) from t", dialect)


@pytest.mark.parametrize(
    "dialect, wanted",
    [
        ("trino", "APPROX_PERCENTILE(x, 0.5)"),
        ("spark", "PERCENTILE_APPROX(x, 0.5)"),
        ("snowflake", "APPROX_PERCENTILE(x, 0.5)"),
    ],
)
def test_translate_when_a_percentile_is_approximate_then_it_stays_so(dialect, wanted):
    assert _line("approx_quantile(x, 0.5)", dialect) == wanted


@pytest.mark.parametrize("dialect", ["postgres", "bigquery", "clickhouse"])
def test_translate_when_no_approximate_percentile_is_known_then_refuses(dialect):
    with pytest.raises(QuestionError, match=r"no approximate percentile.*ASK-260"):
        _write("select approx_quantile(x, 0.5) from t", dialect)


def test_translate_when_a_percentile_is_filtered_then_other_rows_are_null():
    line = _line("quantile_cont(x, 0.9) filter (where a)", "postgres")
    assert line == "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CASE WHEN a THEN x END)"


@pytest.mark.parametrize(
    "call, wanted",
    [
        ("count(*)", "COUNT(CASE WHEN a THEN 1 END)"),
        ("sum(x)", "SUM(CASE WHEN a THEN x END)"),
        ("count(distinct x)", "COUNT(DISTINCT CASE WHEN a THEN x END)"),
    ],
)
def test_translate_when_a_dialect_lacks_filter_then_case_stands_there(call, wanted):
    assert _line(f"{call} filter (where a)", "redshift") == wanted
    assert "FILTER(WHERE a)" in _line(f"{call} filter (where a)", "postgres")


@pytest.mark.parametrize(
    "dialect, wanted",
    [
        ("postgres", "DATE_TRUNC('WEEK', x)"),
        ("spark", "DATE_TRUNC('WEEK', x)"),
        ("trino", "DATE_TRUNC('WEEK', x)"),
        ("clickhouse", "dateTrunc('WEEK', x)"),
        ("bigquery", "DATE_TRUNC(x, WEEK(MONDAY))"),
        ("tsql", "DATETRUNC(ISO_WEEK, x)"),
    ],
)
def test_translate_when_cut_to_weeks_then_they_start_on_monday(dialect, wanted):
    assert _line("date_trunc('week', x)", dialect) == wanted


def test_translate_when_snowflake_cuts_weeks_then_a_note_names_the_session_setting():
    notes = _write("select date_trunc('week', x) from t", "snowflake").notes
    assert any("WEEK_START" in note for note in notes)


@pytest.mark.parametrize("dialect", ["mysql", "sqlite", "oracle"])
def test_translate_when_no_exact_cut_is_known_then_refuses(dialect):
    with pytest.raises(QuestionError, match=r"cut a time to its week.*ASK-260"):
        _write("select date_trunc('week', x) from t", dialect)


@pytest.mark.parametrize(
    "dialect, wanted",
    [
        ("postgres", "EXTRACT(ISODOW FROM x)"),
        ("spark", "EXTRACT(DAYOFWEEK_ISO FROM x)"),
        ("trino", "EXTRACT(DAY_OF_WEEK FROM x)"),
        ("bigquery", "(MOD(EXTRACT(DAYOFWEEK FROM x) + 5, 7) + 1)"),
        ("clickhouse", "toDayOfWeek(x)"),
    ],
)
def test_translate_when_a_weekday_is_asked_then_monday_is_1(dialect, wanted):
    assert _line("extract(isodow from x)", dialect) == wanted


SERIES = """
select g.moment from generate_series(cast('2024-01-01' as timestamp), cast('2024-02-01' as timestamp),
interval '1' {unit}) as g(moment)
"""


@pytest.mark.parametrize(
    "dialect, wanted",
    [
        ("postgres", "FROM GENERATE_SERIES("),
        ("spark", "FROM EXPLODE(SEQUENCE("),
        ("trino", "FROM UNNEST(SEQUENCE("),
        ("bigquery", "FROM UNNEST(GENERATE_DATE_ARRAY("),
    ],
)
def test_translate_when_periods_are_listed_then_the_dialect_has_the_function(dialect, wanted):
    text = _write(SERIES.format(unit="week"), dialect).text
    flat = " ".join(text.split()).replace("( ", "(")
    assert wanted in flat
    assert "WEEK" not in flat
    assert parse_one(text, dialect=dialect).named_selects == ["moment"]


@pytest.mark.parametrize("dialect", ["sqlite", "oracle"])
def test_translate_when_periods_cannot_be_listed_then_refuses(dialect):
    with pytest.raises(QuestionError, match=r"no way to list the periods.*ASK-260"):
        _write(SERIES.format(unit="day"), dialect)


COUNTED = ["snowflake", "tsql", "redshift", "mysql", "clickhouse"]


@pytest.mark.parametrize("dialect", COUNTED)
def test_translate_when_a_dialect_lists_no_times_then_periods_are_counted(dialect):
    text = _write(SERIES.format(unit="week"), dialect).text
    assert parse_one(text, dialect=dialect, error_level=ErrorLevel.RAISE).named_selects == ["moment"]
    assert "SERIES" not in text.upper()


@pytest.mark.parametrize("dialect", COUNTED)
def test_translate_when_hours_are_counted_then_refuses(dialect):
    with pytest.raises(QuestionError, match="not hours"):
        _write(SERIES.format(unit="hour"), dialect)


@pytest.mark.parametrize(
    "dialect, grain",
    # MySQL has no exact way to cut a time to its week or month.
    [
        (d, g)
        for d in COUNTED
        for g in ("day", "week", "month", "quarter", "year")
        if d != "mysql" or g == "day"
    ],
)
def test_translate_when_counted_by_grain_then_parses_in_the_dialect(shop, dialect, grain):
    with load(shop) as project:
        text = project.sql("revenue_per_buyer", grain=grain, dialect=dialect)
    tree = parse_one(text, dialect=dialect, error_level=ErrorLevel.RAISE)
    assert tree.named_selects[:2] == ["period", "revenue_per_buyer"]


@pytest.mark.parametrize(
    "start, end, step",
    [
        ("2024-02-27", "2024-03-02", "'1' day"),
        ("2019-12-31", "2024-03-02", "'1' day"),
        ("2024-02-27", "2024-02-27", "'1' day"),
        ("2024-02-28", "2024-02-27", "'1' day"),
        ("2023-12-25", "2024-12-30", "'1' week"),
        ("2020-01-01", "2024-12-01", "'1' month"),
        ("2020-01-01", "2024-10-01", "'3' month"),
        ("1999-01-01", "2024-01-01", "'1' year"),
    ],
)
def test_count_periods_when_run_then_are_those_of_the_series(start, end, step):
    edges = f"cast('{start}' as timestamp), cast('{end}' as timestamp)"
    series = parse_one(
        f"select moment from generate_series({edges}, interval {step}) as g(moment)", dialect="duckdb"
    )
    table = next(series.find_all(exp.GenerateSeries)).parent
    wanted = duckdb.sql(series.sql(dialect="duckdb")).fetchall()
    table.replace(count_periods(table.this, table.args["alias"], "duckdb"))
    counted = duckdb.sql(f"select cast(moment as timestamp) from ({series.sql(dialect='duckdb')})").fetchall()
    assert sorted(counted) == sorted(wanted)


def test_translate_when_sql_server_groups_then_by_expressions_and_flags_are_bits(shop):
    with load(shop) as project:
        text = project.sql("revenue", grain="week", by="channel", compare="previous", dialect="tsql")
    tree = parse_one(text, dialect="tsql", error_level=ErrorLevel.RAISE)
    places = [p for group in tree.find_all(exp.Group) for p in group.expressions]
    assert places
    assert not any(isinstance(place, exp.Literal) for place in places)
    assert "INTERVAL" not in text
    assert " AS BIT) AS [revenue__complete]" in text


def test_translate_when_bigquery_lists_hours_then_refuses():
    with pytest.raises(QuestionError, match="below a day"):
        _write(SERIES.format(unit="hour"), "bigquery")


@pytest.mark.parametrize(
    "dialect, expression, words",
    [
        ("postgres", "make_timestamp(x)", "make_timestamp"),
        ("spark", "x at time zone 'Europe/Berlin'", "AT TIME ZONE"),
    ],
)
def test_translate_when_times_would_change_then_refuses(dialect, expression, words):
    with pytest.raises(QuestionError, match=rf"{words}.*ASK-260"):
        _write(f"select {expression} from t", dialect)


def test_translate_when_bigquery_forbids_a_name_then_dots_go_and_a_note_says_so():
    found = _write('select x as "user.country" from t order by "user.country"', "bigquery")
    assert "user.country" not in found.text
    assert found.text.count("`user__country`") == 2
    assert any("no dot" in note for note in found.notes)


def test_translate_when_sqlglot_marks_something_then_it_is_a_note_and_no_log(caplog):
    found = _write("select first(x ignore nulls), own(x) from t", "postgres")
    assert any(note.startswith("Gnomon runs on DuckDB only") for note in found.notes)
    assert "DuckDB functions that are written as they stand: own." in found.notes
    assert "sqlglot: PostgreSQL does not support IGNORE NULLS." in found.notes
    assert not caplog.records


def test_translate_when_done_then_the_tree_is_as_it_was():
    tree = parse_one("select quantile_cont(x, 0.9), date_trunc('week', x) from t", dialect="duckdb")
    before = tree.sql("duckdb")
    translate(tree, "postgres", {})
    assert tree.sql("duckdb") == before


def test_translate_when_time_elapses_then_postgres_counts_every_microsecond_and_others_are_refused():
    assert _line("epoch_us(a) - epoch_us(b)", "postgres") == (
        "CAST((EXTRACT(EPOCH FROM a) * 1000000) AS BIGINT) - CAST((EXTRACT(EPOCH FROM b) * 1000000) AS BIGINT)"
    )
    for dialect in set(DIALECTS) - {"postgres"}:
        with pytest.raises(QuestionError, match="elapsed time"):
            _line("epoch_us(a)", dialect)
