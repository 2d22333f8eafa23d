from __future__ import annotations

from datetime import date

import duckdb
import pytest

from gnomon.app.simulate import plan_world, simulate
from scripts.compare_world import REAL, measure_world

pytestmark = pytest.mark.slow

USERS, DAYS = 20_000, 45


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("shapes") / "world"
    world = plan_world(users=USERS, days=DAYS, seed=11, start=date(2026, 1, 1))
    simulate(path, world, tables=["views", "sessions", "user_versions", "social_actions"])
    return path


@pytest.fixture(scope="module")
def shapes(folder):
    return measure_world(folder)


def ask(folder, sql):
    with duckdb.connect() as connection:
        for name in ("views", "sessions", "social_actions"):
            connection.read_parquet(f"{folder}/{name}/*/*.parquet", hive_partitioning=True).create_view(name)
        for name in ("users", "user_versions", "holidays"):
            connection.read_parquet(f"{folder}/{name}.parquet").create_view(name)
        return connection.execute(sql).fetchall()


def total_variation(first, second):
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / 2


def test_watch_time_is_that_of_the_real_log_at_every_quantile(shapes):
    ratios = [made / real for made, real in zip(shapes.watch, REAL.watch, strict=True)]
    assert all(0.85 < ratio < 1.18 for ratio in ratios), ratios
    assert shapes.looped == pytest.approx(REAL.looped, abs=0.02)


def test_plays_gather_on_few_videos_as_in_the_real_log(shapes):
    assert shapes.top == pytest.approx(REAL.top, abs=0.1)
    assert shapes.top[0] == pytest.approx(REAL.top[0], abs=0.03)


def test_users_are_seen_on_as_many_days_as_in_the_real_log(shapes):
    assert total_variation(shapes.active_days, REAL.active_days) < 0.09
    assert shapes.plays_per_user_day == pytest.approx(REAL.plays_per_user_day, rel=0.2)


def test_hours_of_the_day_are_those_of_the_real_log(shapes):
    assert total_variation(shapes.hours, REAL.hours) < 0.03


@pytest.mark.parametrize("after, low, high", [(1, 0.34, 0.43), (7, 0.17, 0.25), (30, 0.08, 0.14)])
def test_retention_lies_in_its_stated_range(folder, after, low, high):
    ((share,),) = ask(
        folder,
        f"""SELECT avg(CAST(a.user_id IS NOT NULL AS INTEGER)) FROM users AS u
            LEFT JOIN (SELECT DISTINCT user_id, CAST(started_at AS DATE) AS day FROM sessions) AS a
                ON a.user_id = u.user_id AND a.day = CAST(u.signed_up_at AS DATE) + {after}
            WHERE NOT u.is_bot AND u.signed_up_at >= DATE '2026-01-01'
                AND u.signed_up_at < DATE '2026-01-01' + {DAYS - 2 - after}""",
    )
    assert low < share < high


def test_weekends_are_livelier_than_working_days(folder):
    ((ratio,),) = ask(
        folder,
        """SELECT avg(n) FILTER (WHERE isodow(day) IN (6, 7)) / avg(n) FILTER (WHERE isodow(day) <= 5)
           FROM (SELECT s.day, count(DISTINCT user_id) AS n
                 FROM (SELECT *, CAST(started_at AS DATE) AS day FROM sessions) AS s
                 WHERE country IN ('DE', 'FR', 'GB', 'US') AND day BETWEEN DATE '2026-01-12' AND DATE '2026-02-08'
                 GROUP BY s.day) AS d""",
    )
    assert 1.05 < ratio < 1.15


def test_make_up_working_day_in_china_is_no_weekend(folder):
    rows = dict(ask(folder, "SELECT day, kind FROM holidays WHERE country = 'CN' AND kind = 'workday'"))
    assert date(2026, 1, 4) in rows
    assert date(2026, 2, 14) in rows


def test_popularity_of_videos_falls_by_a_power_law(folder):
    ((slope, fit),) = ask(
        folder,
        """SELECT -regr_slope(ln(n), ln(r)), regr_r2(ln(n), ln(r))
           FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS r
                 FROM views WHERE NOT is_automated GROUP BY video_id) AS v WHERE r BETWEEN 20 AND 2000""",
    )
    assert 0.4 < slope < 0.9
    assert fit > 0.95


def test_versions_roll_out_one_after_another(folder):
    rows = ask(
        folder,
        """SELECT app_version, count(*) / sum(count(*)) OVER () AS share FROM sessions
           WHERE CAST(started_at AS DATE) = (SELECT max(CAST(started_at AS DATE)) - 1 FROM sessions)
           GROUP BY app_version ORDER BY share DESC""",
    )
    assert {rows[0][0], rows[1][0]} == {"9.14.0", "9.15.0"}
    assert 0.9 < rows[0][1] + rows[1][1] < 0.995
    assert ask(folder, "SELECT count(*) FROM user_versions WHERE valid_to <= valid_from") == [(0,)]


def test_heavy_users_make_most_of_the_plays(folder):
    ((top_tenth,),) = ask(
        folder,
        """SELECT sum(n) FILTER (WHERE r <= m * 0.1) / sum(n) FROM (SELECT count(*) AS n,
           row_number() OVER (ORDER BY count(*) DESC) AS r, count(*) OVER () AS m
           FROM views WHERE NOT is_automated GROUP BY user_id) AS v""",
    )
    assert 0.25 < top_tenth < 0.5


def test_reactions_follow_long_watch(folder):
    ((long, short),) = ask(
        folder,
        """SELECT avg(CAST(a.view_id IS NOT NULL AS INTEGER)) FILTER (WHERE v.watch_ms > 12000),
                  avg(CAST(a.view_id IS NOT NULL AS INTEGER)) FILTER (WHERE v.watch_ms <= 12000)
           FROM views AS v
           LEFT JOIN (SELECT DISTINCT action_id // 4 AS view_id FROM social_actions) AS a USING (view_id)""",
    )
    assert long > 3 * short
