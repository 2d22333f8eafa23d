"""Every shipped scenario in a small world: the truth is in the data, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb
import pytest
from sqlglot import parse_one

from gnomon.app.scenarios import open_scenario, shipped_scenarios
from gnomon.app.simulate import simulate
from gnomon.sim import TABLES, World, choose_tables, table_tree
from gnomon.sim.functions import replace_functions
from gnomon.sim.truth import find_touched_tables

WORLD = World(users=2_000, days=40, seed=7)
NAMES = [scenario.name for scenario in shipped_scenarios()]
SESSION_DAY = "session_id // 3200000000"
STATIC = {table.name for table in TABLES if table.time is None}


def after(days):
    return f"(TIMESTAMP '2026-01-01' + INTERVAL {days} DAY)"


def within(column, first, until):
    return f"{column} >= {after(first)} AND {column} < {after(until)}"


ONCE = "experiment_id = 101"
SECOND = f"experiment_id = 102 AND {SESSION_DAY} BETWEEN 10 AND 34"
TREATED = f"user_id IN (SELECT user_id FROM w.assignments WHERE variant = 'treatment' AND {ONCE})"


@dataclass(frozen=True, kw_only=True)
class Case:
    """Where rows may differ, by table; and what a person would look at.

    `w` is the schema of the world with the scenario, `b` of the one without. Every check is true.
    """

    inside: dict[str, str]
    checks: tuple[str, ...]
    needs: tuple[str, ...] = ()


def ratio(value, table, where, low, high):
    """Whether a number with the scenario, over the one without, lies between two bounds."""
    one, other = (f"(SELECT {value} FROM {schema}.{table} WHERE {where})" for schema in ("w", "b"))
    return f"SELECT {one} / {other} BETWEEN {low} AND {high}"


RELEASE = "platform = 'android' AND app_version = '9.13.0'"
CRASH = f"{RELEASE} AND country IN ('BR', 'MX') AND {within('happened_at', 11, 19)}"
DOUBLED = f"{RELEASE} AND {within('acted_at', 6, 22)}"
EUROPE = f"country IN ('DE', 'FR', 'GB', 'ES') AND {SESSION_DAY} = 25"
MEAN = "avg(watch_ms)"
TRIAL = f"{TREATED} AND {SESSION_DAY} BETWEEN 10 AND 30"
HOURS = "median(epoch(acted_at) - epoch(posted_at))"
LOW = "user_id IN (SELECT user_id FROM b.users WHERE device_tier = 'low')"
REFERRED = "user_id IN (SELECT user_id FROM b.users WHERE channel = 'referral')"
MOVED = "user_id IN (SELECT user_id FROM (FROM w.social_actions EXCEPT FROM b.social_actions))"
LUCKLESS = f"{TREATED} AND {SESSION_DAY} BETWEEN 17 AND 23"

MEMBERS = replace_functions(
    parse_one("u('behaviours/reacting', user_id) < 0.3", dialect="duckdb"), seed=WORLD.seed
).sql("duckdb")

CASES = {
    "crash_of_a_version": Case(
        inside={"app_performance": CRASH},
        checks=(ratio("sum(crashes) / count(*)", "app_performance", CRASH, 8, 40),),
    ),
    "loading_gap": Case(
        inside={
            "views": within("started_at", 20, 21),
            "sessions": within("started_at", 20, 21),
            "data_intervals": f"table_name IN ('views', 'sessions') AND {within('interval_start', 20, 21)}",
        },
        checks=(
            f"SELECT count(*) = 0 FROM w.views WHERE {within('started_at', 20, 21)}",
            f"SELECT count(*) > 1000 FROM b.views WHERE {within('started_at', 20, 21)}",
            (
                f"SELECT sum(events_received) = 0 AND sum(events_sent) > 0 FROM w.data_intervals "
                f"WHERE table_name = 'views' AND {within('interval_start', 20, 21)}"
            ),
        ),
    ),
    "late_partition": Case(
        inside={
            "views": within("started_at", 20, 21),
            "data_intervals": f"table_name = 'views' AND {within('interval_start', 20, 21)}",
        },
        checks=(
            f"SELECT min(day) >= DATE '2026-01-23' FROM w.views WHERE {within('started_at', 20, 21)}",
            ratio("count(*)", "views", within("started_at", 20, 21), 0.999, 1.001),
        ),
    ),
    "doubled_event": Case(
        inside={"social_actions": DOUBLED},
        checks=(
            f"SELECT count(*) = 2 * count(DISTINCT action_id) FROM w.social_actions WHERE {DOUBLED}",
            ratio("count(DISTINCT action_id)", "social_actions", DOUBLED, 1, 1),
        ),
    ),
    "unit_change": Case(
        inside={"views": f"platform = 'ios' AND {SESSION_DAY} >= 22"},
        checks=(ratio(MEAN, "views", f"platform = 'ios' AND {SESSION_DAY} >= 22", 0.0009, 0.0011),),
    ),
    "moderation_backlog": Case(
        inside={
            "moderation_actions": f"NOT is_automated AND {within('posted_at', 18, 28)}",
            "reports": f"NOT is_automated AND {within('reported_at', 18, 29)}",
        },
        checks=(
            ratio(HOURS, "moderation_actions", f"NOT is_automated AND {within('posted_at', 18, 28)}", 4, 9),
            ratio(HOURS, "moderation_actions", f"is_automated AND {within('posted_at', 18, 28)}", 1, 1),
        ),
    ),
    "spam_wave": Case(
        inside={
            "users": within("signed_up_at", 15, 19),
            "spam_views": within("seen_at", 15, 20),
            "registrations": within("attempted_at", 14.9, 19),
        },
        checks=(
            "SELECT (SELECT count_if(is_spam) FROM w.users) >= 3 + (SELECT count_if(is_spam) FROM b.users)",
            ratio("avg(is_spam::INTEGER)", "spam_views", within("seen_at", 15, 19), 2, 4),
            ratio("count_if(is_blocked)", "registrations", within("attempted_at", 15, 19), 2.5, 6),
        ),
    ),
    "region_outage": Case(
        inside={
            "service_minutes": f"region = 'EU' AND service = 'feed' AND {within('minute', 25, 26)}",
            "views": EUROPE,
            "sessions": EUROPE,
        },
        checks=(
            (
                f"SELECT 1 - sum(good) / sum(valid) BETWEEN 0.25 AND 0.35 FROM w.service_minutes "
                f"WHERE region = 'EU' AND service = 'feed' AND {within('minute', 25, 26)}"
            ),
            f"SELECT avg((outcome = 'failed')::INTEGER) > 0.2 FROM w.views WHERE {EUROPE}",
            ratio("count(DISTINCT session_id)", "sessions", EUROPE, 0.5, 0.95),
        ),
    ),
    "holiday": Case(
        inside={"sessions": f"country = 'ID' AND {SESSION_DAY} IN (24, 25)"},
        checks=(
            ratio(
                "count(DISTINCT user_id)",
                "sessions",
                f"country = 'ID' AND {SESSION_DAY} IN (24, 25)",
                1.1,
                1.6,
            ),
        ),
    ),
    "cancelling_changes": Case(
        inside={
            "views": f"country IN ('MX', 'DE') AND {SESSION_DAY} >= 20",
            "sessions": f"country IN ('MX', 'DE') AND {SESSION_DAY} >= 20",
        },
        checks=(
            ratio(MEAN, "views", f"country = 'MX' AND {SESSION_DAY} >= 20", 1.05, 1.5),
            ratio(MEAN, "views", f"country = 'DE' AND {SESSION_DAY} >= 20", 0.5, 0.95),
            ratio("sum(watch_ms)", "views", f"{SESSION_DAY} >= 20", 0.985, 1.015),
        ),
    ),
    "experiment_with_effect": Case(
        inside={"views": TRIAL, "sessions": TRIAL},
        checks=(
            ratio(MEAN, "views", TRIAL, 1.01, 1.1),
            ratio(MEAN, "views", f"{TRIAL} AND country IN ('BR', 'MX')", 1.03, 1.2),
            f"SELECT avg((variant = 'treatment')::INTEGER) BETWEEN 0.46 AND 0.54 FROM w.assignments WHERE {ONCE}",
        ),
        needs=("assignments",),
    ),
    "experiment_broken_split": Case(
        inside={
            "views": f"{SESSION_DAY} BETWEEN 10 AND 30 AND user_id NOT IN "
            f"(SELECT user_id FROM w.assignments WHERE variant = 'control' AND {ONCE})",
            "assignments": ONCE,
        },
        checks=(
            (
                f"SELECT avg((variant = 'treatment')::INTEGER) < 0.47 FROM w.assignments JOIN b.users USING (user_id) "
                f"WHERE {ONCE} AND platform = 'android' AND device_tier = 'low'"
            ),
            (
                f"SELECT avg((variant = 'treatment')::INTEGER) BETWEEN 0.46 AND 0.54 FROM w.assignments "
                f"JOIN b.users USING (user_id) WHERE {ONCE} AND (platform = 'ios' OR device_tier <> 'low')"
            ),
        ),
    ),
    "intervention_in_one_country": Case(
        inside={"sessions": f"country = 'BR' AND {SESSION_DAY} >= 20"},
        checks=(ratio("count(*)", "sessions", f"country = 'BR' AND {SESSION_DAY} >= 20", 1.04, 1.2),),
    ),
    "better_channel": Case(
        inside={"sessions": REFERRED, "users": "channel = 'referral'"},
        checks=(ratio("count(*)", "sessions", REFERRED, 1.05, 2.5),),
    ),
    "causal_behaviour": Case(
        inside={"sessions": MEMBERS, "social_actions": f"{MEMBERS} OR action IN ('block', 'report')"},
        checks=(
            ratio("count(*)", "social_actions", MEMBERS, 2.5, 7),
            ratio("count(DISTINCT (user_id, started_at::DATE))", "sessions", MEMBERS, 1.06, 1.35),
        ),
    ),
    "correlated_behaviour": Case(
        inside={"sessions": "FALSE", "social_actions": MOVED},
        checks=(
            ratio("count(*)", "social_actions", MOVED, 2, 5),
            (
                f"SELECT (SELECT count(*) / count(DISTINCT user_id) FROM w.sessions WHERE {MOVED}) > "
                f"1.5 * (SELECT count(*) / count(DISTINCT user_id) FROM w.sessions WHERE NOT {MOVED})"
            ),
        ),
    ),
    "simpson_by_country": Case(
        inside={
            "views": "country IN ('US', 'DE', 'FR', 'GB', 'ES', 'ID', 'VN', 'TH', 'BR', 'MX') "
            "OR user_id IN (SELECT user_id FROM w.assignments WHERE variant = 'treatment' AND experiment_id = 102)"
        },
        checks=(
            (
                "SELECT avg(watch_ms) FILTER (variant = 'treatment') < avg(watch_ms) FILTER (variant = 'control') "
                f"FROM w.views JOIN w.assignments USING (user_id) WHERE {SECOND}"
            ),
            *(
                ratio(
                    MEAN,
                    "views",
                    f"country = '{country}' AND {SESSION_DAY} BETWEEN 10 AND 34 AND user_id IN "
                    "(SELECT user_id FROM w.assignments WHERE variant = 'treatment' AND experiment_id = 102)",
                    low,
                    high,
                )
                for country, low, high in (("US", 1.15, 1.9), ("ID", 0.7, 0.99), ("SA", 1.01, 1.12))
            ),
        ),
        needs=("assignments",),
    ),
    "novelty": Case(
        inside={
            "sessions": f"{TREATED} AND {SESSION_DAY} BETWEEN 10 AND 33",
            "views": f"{TREATED} AND {SESSION_DAY} BETWEEN 10 AND 33",
        },
        checks=(
            ratio("count(*)", "views", f"{TREATED} AND {SESSION_DAY} IN (10, 11, 12)", 1.15, 1.4),
            ratio("count(*)", "views", f"{TREATED} AND {SESSION_DAY} IN (31, 32, 33)", 0.99, 1.03),
        ),
        needs=("assignments",),
    ),
    "cannibalised_watch_time": Case(
        inside={"views": TRIAL},
        checks=(
            ratio("sum(watch_ms)", "views", f"{TRIAL} AND feed = 'search'", 1.08, 1.5),
            ratio("sum(watch_ms)", "views", f"{TRIAL} AND feed = 'following'", 1, 1),
            ratio("sum(watch_ms)", "views", TRIAL, 0.9, 0.995),
        ),
        needs=("assignments",),
    ),
    "immortal_time": Case(
        inside={"sessions": "FALSE", "views": "FALSE"},
        checks=(
            (
                "WITH u AS (SELECT user_id, count(DISTINCT started_at::DATE) AS days FROM w.sessions GROUP BY 1), "
                "r AS (SELECT DISTINCT user_id FROM w.social_actions WHERE video_id IS NOT NULL) "
                "SELECT avg(days) FILTER (user_id IN (FROM r)) > 2 * avg(days) FILTER (user_id NOT IN (FROM r)) FROM u"
            ),
        ),
        needs=("social_actions",),
    ),
    "survivorship": Case(
        inside={"sessions": LOW, "views": LOW},
        checks=(
            ratio("median(startup_ms)", "views", f"{LOW} AND {SESSION_DAY} < 7", 2.0, 2.4),
            ratio("median(startup_ms)", "views", f"{LOW} AND {SESSION_DAY} >= 33", 2.0, 2.4),
            (
                f"SELECT avg(startup_ms) FILTER ({SESSION_DAY} >= 33) < "
                f"0.97 * avg(startup_ms) FILTER ({SESSION_DAY} < 7) "
                "FROM w.views JOIN b.users USING (user_id) WHERE signed_up_at < TIMESTAMP '2026-01-08'"
            ),
        ),
    ),
    "regression_to_the_mean": Case(
        inside={"sessions": LUCKLESS},
        checks=(
            (
                f"SELECT count_if({SESSION_DAY} BETWEEN 24 AND 30) > 1.4 * count_if({SESSION_DAY} BETWEEN 17 AND 23) "
                f"FROM w.sessions WHERE {TREATED}"
            ),
            ratio("count(*)", "sessions", f"{TREATED} AND {SESSION_DAY} >= 24", 1, 1),
        ),
        needs=("assignments",),
    ),
}


def attach(connection, schema, folder):
    connection.execute(f"CREATE SCHEMA {schema}")
    for path in folder.iterdir():
        if path.name == "manifest.json":
            continue
        files = path if path.suffix else f"{path}/*/*.parquet"
        name = path.name.removesuffix(".parquet")
        connection.execute(
            f"CREATE TABLE {schema}.{name} AS FROM read_parquet('{files}', hive_partitioning = {path.is_dir()})"
        )


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    tables = {t for case in CASES.values() for t in (*case.inside, *case.needs)} | {"users"}
    folder = tmp_path_factory.mktemp("plain") / "world"
    simulate(folder, WORLD, tables=sorted(tables))
    return folder


def test_cases_when_compared_with_the_shipped_scenarios_then_none_is_missing():
    assert set(CASES) == set(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_scenario_when_made_then_is_in_the_data_and_nowhere_else(name, plain, tmp_path):
    case = CASES[name]
    staged = open_scenario(name, WORLD)
    simulate(tmp_path / "world", staged.world, tables=sorted({*case.inside, *case.needs}))
    with duckdb.connect() as connection:
        attach(connection, "b", plain)
        attach(connection, "w", tmp_path / "world")
        for table, inside in case.inside.items():
            new, gone = (
                f"(FROM {one}.{table} EXCEPT ALL FROM {other}.{table})" for one, other in ("wb", "bw")
            )
            differing = f"({new} UNION ALL {gone})"
            counts = (
                f"SELECT count(*), coalesce(count_if(NOT coalesce({inside}, FALSE)), 0) FROM {differing} AS d"
            )
            rows, outside = connection.execute(counts).fetchone()
            assert outside == 0, (name, table, rows, outside)
            assert (rows > 0) == (inside != "FALSE"), (name, table)
        for check in case.checks:
            assert connection.execute(check).fetchone() == (True,), (name, check)


@cache
def plain_tree(table):
    return table_tree(table, WORLD)


@pytest.mark.parametrize("name", [*NAMES, "random:incidents", "random:experiments"])
def test_scenario_when_staged_then_untouched_tables_are_made_by_the_same_query(name):
    staged = open_scenario(name, WORLD)
    touched = {t for one in staged.injections for t in find_touched_tables(one.injection)}
    untouched = sorted({t.name for t in TABLES if t.is_stored} - touched)
    for table in choose_tables(untouched):
        if table.is_stored and table.name in untouched:
            assert table_tree(table, staged.world) == plain_tree(table), table.name
