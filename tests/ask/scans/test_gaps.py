from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gnomon

METRICS = """
sources:
  plays:
    file: plays.parquet
    time: day
    entities: {user: user_id}
    dimensions: {day: {grain: day}, surface: {}}
metrics:
  users: {kind: distinct, source: plays, entity: user}
  feed_users: {kind: distinct, source: plays, entity: user, filter: surface = 'feed'}
  users_5d: {kind: rolling, metric: users, window: 5 days}
  feed_users_5d: {kind: rolling, metric: feed_users, window: 5 days}
  users_2w: {kind: rolling, metric: users, window: 2 weeks}
  users_1m: {kind: rolling, metric: users, window: 1 month}
"""
FIRST = date(2024, 2, 20)
LENGTHS = {"users_5d": 5, "feed_users_5d": 5, "users_2w": 14}
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 25)),
        st.one_of(st.none(), st.integers(1, 4)),
        st.sampled_from(["feed", "search", None]),
    ),
    min_size=1,
    max_size=40,
).filter(lambda rows: any(day is not None for day, _, _ in rows))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaps")
    (folder / "gnomon.toml").write_text('name = "plays"\n', encoding="utf-8")
    (folder / "metrics.yml").write_text(METRICS, encoding="utf-8")
    return folder


def write_rows(folder, rows):
    days = [None if day is None else FIRST + timedelta(days=day) for day, _, _ in rows]
    columns = {
        "day": pa.array(days, pa.date32()),
        "user_id": pa.array([user for _, user, _ in rows], pa.int64()),
        "surface": pa.array([surface for _, _, surface in rows], pa.string()),
    }
    pq.write_table(pa.table(columns), folder / "plays.parquet")


def count_by_force(rows, name, slices):
    """Count users for each shown day and slice by looking at every row."""
    dated = [row for row in rows if row[0] is not None]
    if name.startswith("feed"):
        dated = [row for row in dated if row[2] == "feed"]
    found = {}
    for shown in range(26):
        for each in slices:
            seen = {u for d, u, s in dated if shown - LENGTHS[name] < d <= shown and each in {s, "all"}}
            if seen - {None}:
                found[FIRST + timedelta(days=shown), each] = len(seen - {None})
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, by=st.booleans())
def test_rolling_users_when_days_are_any_then_are_what_looking_at_every_row_counts(folder, rows, by):
    write_rows(folder, rows)
    with gnomon.load(folder) as project:
        options = {"by": "surface"} if by else {}
        table = project.ask(list(LENGTHS), grain="day", **options).wide()
    slices = ["feed", "search", None] if by else ["all"]
    last = max(day for day, _, _ in rows if day is not None)
    for name in LENGTHS:
        found = {
            (row["period"], row["surface"] if by else "all"): row[name]
            for row in table.to_pylist()
            if row[name]
        }
        wanted = count_by_force(rows, name, slices)
        assert found == {k: v for k, v in wanted.items() if k[0] <= FIRST + timedelta(days=last)}


def test_rolling_users_when_window_is_days_then_no_day_is_joined_with_each_row(folder):
    write_rows(folder, [(1, 1, "feed")])
    with gnomon.load(folder) as project:
        assert "over_on" in project.sql("users_5d", grain="day")
        assert "over_on" in project.sql("users_2w", by="surface", grain="month")
        assert "over_on" not in project.sql("users_1m", grain="day")
