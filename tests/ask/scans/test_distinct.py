from __future__ import annotations

import duckdb
import pytest

import gnomon

METRICS = """
sources:
  plays:
    file: plays.parquet
    time: played_at
    entities: {user: user_id}
    dimensions: {played_at: {grain: second}, surface: {}, seconds: {}}
metrics:
  users: {kind: distinct, source: plays, entity: user}
  feed_users: {kind: distinct, source: plays, entity: user, filter: surface = 'feed'}
  long_users: {kind: distinct, source: plays, entity: user, filter: seconds > 20}
  long_feed_users: {kind: distinct, source: plays, entity: user, filter: seconds > 20 and surface = 'feed'}
  twice_feed_users: {kind: distinct, source: plays, entity: user, filter: surface = 'feed'}
  never_users: {kind: distinct, source: plays, entity: user, filter: seconds > 1000}
"""
CONDITIONS = {
    "users": "true",
    "feed_users": "surface = 'feed'",
    "long_users": "seconds > 20",
    "long_feed_users": "seconds > 20 and surface = 'feed'",
    "twice_feed_users": "surface = 'feed'",
    "never_users": "seconds > 1000",
}
ROWS = """
select timestamp '2024-01-01' + to_hours(cast(i * 5 as integer)) as played_at,
       case when i % 7 = 0 then null else (i * 3) % 11 end as user_id,
       (['feed', 'search', null])[1 + i % 3] as surface,
       case when i % 5 = 0 then null else i % 40 end as seconds
from range(300) as r(i)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("distinct")
    duckdb.sql(f"copy ({ROWS}) to '{folder / 'plays.parquet'}' (format parquet)")
    (folder / "gnomon.toml").write_text('name = "plays"\n', encoding="utf-8")
    (folder / "metrics.yml").write_text(METRICS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def project(folder):
    with gnomon.load(folder) as project:
        yield project


SHAPES = {
    "total": ({}, ""),
    "week": ({"grain": "week"}, "date_trunc('week', played_at)"),
    "surface": ({"by": "surface"}, "surface"),
    "day_and_surface": ({"by": "surface", "grain": "day"}, "cast(played_at as date), surface"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_distinct_counts_when_asked_together_then_each_is_what_plain_sql_counts(project, folder, shape):
    options, keys = SHAPES[shape]
    asked = project.ask(list(CONDITIONS), **options).wide(details=True)
    names = [k for k in asked.column_names if k in {"period", "surface"}]
    found = {tuple(row[k] for k in names): row for row in asked.to_pylist()}
    start = f"{keys}, " if keys else ""
    for name, condition in CONDITIONS.items():
        ending = f" group by {keys}" if keys else ""
        sql = f"select {start}count(distinct user_id) from '{folder / 'plays.parquet'}' where {condition}{ending}"
        for row in duckdb.sql(sql).fetchall():
            key = tuple(k.date() if hasattr(k, "date") else k for k in row[:-1])
            assert found[key][name] == row[-1], (name, key)


@pytest.mark.parametrize("shape", SHAPES)
def test_distinct_count_when_asked_alone_then_its_rows_are_those_asked_together(project, shape):
    options, _ = SHAPES[shape]
    together = project.ask(list(CONDITIONS), **options).wide(details=True)
    keys = [k for k in together.column_names if k in {"period", "surface"}]
    for name in CONDITIONS:
        alone = project.ask(name, **options).wide(details=True)
        columns = [*keys, name, f"{name}__n"]
        # Beside other metrics a count also shows its zero for slices that only the others have.
        seen = [row for row in together.select(columns).to_pylist() if row[name]]
        kept = [row for row in alone.select(columns).to_pylist() if row[name]]
        assert seen == kept, name


def test_distinct_counts_when_filters_differ_then_rows_are_read_once_with_marks(project):
    sql = project.sql(list(CONDITIONS), grain="day").lower()
    assert sql.count("plays.parquet") == 1
    assert "bit_or" in sql
    assert "count(distinct" not in sql


def test_distinct_counts_when_filters_are_more_than_bits_then_marks_take_another_column(folder, tmp_path):
    lines = METRICS.split("metrics:", maxsplit=1)[0] + "metrics:\n"
    for i in range(70):
        lines += f"  users_{i}: {{kind: distinct, source: plays, entity: user, filter: seconds = {i}}}\n"
    (tmp_path / "gnomon.toml").write_text('name = "many"\n', encoding="utf-8")
    (tmp_path / "metrics.yml").write_text(lines, encoding="utf-8")
    (tmp_path / "plays.parquet").write_bytes((folder / "plays.parquet").read_bytes())
    with gnomon.load(tmp_path) as project:
        row = project.ask([f"users_{i}" for i in range(70)]).wide().to_pylist()[0]
        assert "marks_1" in project.sql([f"users_{i}" for i in range(70)])
    for i in (0, 1, 39, 59, 60, 69):
        sql = f"select count(distinct user_id) from '{folder / 'plays.parquet'}' where seconds = {i}"
        assert row[f"users_{i}"] == duckdb.sql(sql).fetchall()[0][0]
