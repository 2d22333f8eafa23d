"""Facts of the game's tables, each computed beforehand with DuckDB and with pandas, against answers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gnomon.app.project import load
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.metric import Tier

pytestmark = pytest.mark.xdist_group("game")

EXAMPLE = Path(__file__).parents[2] / "examples" / "game"
SIX_DIGITS = 5e-7  # the facts were written down with six digits behind the point
BY_DECEMBER = "player.start_day <= '2015-12-01'"


@pytest.fixture(scope="module")
def game():
    with load(EXAMPLE) as project:
        yield project


@pytest.fixture
def rows(game):
    return lambda *args, **kwargs: game.ask(*args, **kwargs).data.to_pylist()


@pytest.mark.parametrize(
    "metric, fact",
    [
        ("new_players", 1231),
        ("player_days", 44482),
        ("sessions", 61465),
        ("items", 195917),
        ("faulty_players", 1231),
        ("faulty_days", 44482 + 112),
        ("faulty_sessions", 61465 + 5),
        ("faulty_sales", 195917),
    ],
)
def test_rows_of_a_table_are_the_fact(rows, metric, fact):
    assert rows(metric)[0][metric] == fact


def test_first_and_last_day_are_the_facts(rows):
    days = [r["period"] for r in rows("dau", grain="day")]
    assert (days[0], days[-1], len(days)) == (date(2015, 1, 1), date(2015, 12, 31), 365)


def test_revenue_in_all_is_the_fact_to_its_digits_in_sales_and_in_days(rows):
    (row,) = rows(["revenue", "revenue_of_days"])
    assert [row["revenue"], row["revenue_of_days"]] == pytest.approx([1023547.041] * 2, abs=SIX_DIGITS)


def test_revenue_of_the_three_largest_countries_is_the_fact(rows):
    found = rows("revenue", by="player.country", order_by="-revenue", limit=3)
    assert [(r["player.country"], round(r["revenue"])) for r in found] == [
        ("United States", 140023),
        ("Germany", 106736),
        ("South Korea", 86700),
    ]


def test_minutes_in_all_are_the_fact_in_sessions_and_in_days(rows):
    (row,) = rows(["session_minutes", "minutes"])
    assert [row["session_minutes"], row["minutes"]] == pytest.approx([1356519.4] * 2, abs=SIX_DIGITS)


@pytest.mark.parametrize(
    "metric, fact",
    [("new_players", 1148), ("players_on_day_1", 837), ("players_on_day_7", 437), ("players_on_day_30", 215)],
)
def test_people_who_started_by_december_and_played_on_a_day_are_the_fact(rows, metric, fact):
    where = "start_day <= '2015-12-01'" if metric == "new_players" else BY_DECEMBER
    grain = {"grain": "year"} if metric == "new_players" else {}
    assert rows(metric, where=where, **grain)[0][metric] == fact


def test_return_dated_by_its_own_day_then_is_that_of_the_cohort_of_the_week_before(rows):
    weeks = rows(["players_on_day_7", "new_players"], grain="week")
    share = {r["period"]: r["day_7_return"] for r in rows("day_7_return", grain="week")}
    for before, now in pairwise(weeks):
        if before["new_players"] and now["new_players__complete"]:
            assert share[now["period"]] == pytest.approx(now["players_on_day_7"] / before["new_players"])


def test_no_metric_but_drafts_of_cases_stands_on_a_faulty_table(game):
    on_faulty = [
        metric
        for metric in game.model.metrics.values()
        if isinstance(metric.spec, RowSpec) and metric.spec.source.endswith("_faulty")
    ]
    assert len(on_faulty) == 28
    assert {metric.tier for metric in on_faulty} == {Tier.DRAFT}


@pytest.mark.parametrize("table", ["user_summary", "users_daily", "all_sessions", "all_revenue"])
def test_clean_table_has_no_null_and_its_faulty_one_has_the_same_columns(table):
    clean, faulty = (pq.read_table(EXAMPLE / "data" / f"{table}{kind}.parquet") for kind in ("", "_faulty"))
    assert faulty.column_names == clean.column_names
    assert sum(column.null_count for column in clean.columns) == 0
