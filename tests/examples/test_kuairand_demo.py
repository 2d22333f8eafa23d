"""The whole way on real data: from `gnomon demo` to the page, its numbers held against plain SQL."""

from __future__ import annotations

import html
import re
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from gnomon.app.project import load
from gnomon.app.write_report import write_report
from gnomon.faces.cli import gnomon

pytestmark = pytest.mark.xdist_group("kuairand")

EXAMPLE = Path(__file__).parents[2] / "examples" / "kuairand"
LAST = datetime(2022, 5, 8)  # noqa: DTZ001 - periods are naive, in the reporting zone
PLAIN = {
    "plays": "count(*)",
    "dau": "count(distinct user_id)",
    "plays_per_user": "count(*) / count(distinct user_id)",
    "watch_hours": "sum(play_time_ms) / 3.6e6",
    "watch_minutes_per_user": "sum(play_time_ms) / 6e4 / count(distinct user_id)",
    "videos_watched": "count(distinct video_id)",
    "plays_per_video": "count(*) / count(distinct video_id)",
    "click_rate": "avg(is_click)",
    "long_view_rate": "avg(long_view)",
    "watched_share": "sum(least(play_time_ms, duration_ms)) / sum(duration_ms)",
    "play_seconds_p50": "quantile_cont(play_time_ms, 0.5) / 1000",
    "play_seconds_p90": "quantile_cont(play_time_ms, 0.9) / 1000",
    "rewatch_share": "avg((play_time_ms > duration_ms)::int)",
    "hate_rate": "avg(is_hate)",
    "like_rate": "avg(is_like)",
    "comment_rate": "avg(is_comment)",
    "forward_rate": "avg(is_forward)",
    "follow_rate": "avg(is_follow)",
    "interaction_rate": "(sum(is_like) + sum(is_comment) + sum(is_forward) + sum(is_follow)) / count(*)",
    "refiled_share": "avg((event_time::date <> event_date)::int)",
}


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect() as connection:
        for name in ("events", "users", "videos"):
            connection.execute(f"create view {name} as from '{EXAMPLE / 'data' / name}.parquet'")
        yield lambda text: connection.sql(text).fetchall()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return tmp_path_factory.mktemp("page") / "report.html"


@pytest.fixture(scope="module")
def report(page):
    with load(EXAMPLE) as project:
        return write_report(project, page)


@pytest.fixture(scope="module")
def sections(report):
    return {section.card.name: section for section in report.sections}


@pytest.mark.parametrize("metric", PLAIN)
def test_line_of_the_report_is_what_plain_sql_says_of_each_day(sections, sql, metric):
    expected = sql(f"select event_date, {PLAIN[metric]} from events group by 1 order by 1")
    points = sections[metric].series.points
    assert [p.period.date() for p in points] == [day for day, _ in expected]
    assert [p.value for p in points] == pytest.approx([float(value) for _, value in expected], rel=1e-9)
    assert [p.compared for p in points[7:]] == [p.value for p in points[:-7]]
    assert all(p.is_complete for p in points)


@pytest.mark.parametrize("metric", ["plays", "dau", "click_rate", "watch_hours"])
def test_breakdown_of_the_report_is_what_plain_sql_says_of_each_activity(sections, sql, metric):
    by_activity = dict(
        sql(
            f"select user_active_degree, {PLAIN[metric]} from events join users using (user_id) "
            "where event_date = '2022-05-08' group by 1"
        )
    )
    (table,) = [b for b in sections[metric].breakdowns if b.dimension == "user.user_active_degree"]
    shown = {r.member: r.value for r in table.rows}
    assert shown == pytest.approx({name: float(by_activity[name]) for name in shown}, rel=1e-9)
    assert len(shown) + table.hidden == len(by_activity)


def test_total_of_a_breakdown_is_the_point_of_the_line(sections):
    for section in sections.values():
        for table in section.breakdowns:
            point = section.series.points[-1]
            assert (table.period, table.total.value) == (LAST, point.value)


def test_report_is_complete_through_the_last_day_and_lacks_nothing(report):
    assert report.complete_through == datetime(2022, 5, 9)  # noqa: DTZ001 - naive
    assert [s.card.name for s in report.sections if s.failure] == []
    assert {s.card.tier for s in report.sections} == {"core"}
    assert len(report.sections) == 27


def test_line_when_its_window_reaches_before_the_data_then_begins_later(sections):
    weekly = sections["wau"]
    assert [p.value for p in weekly.series.points][::7] == [22288, 21908]
    assert weekly.series.points[-1].compared == 22288
    assert [p.compared for p in weekly.series.points[:-1]] == [None] * 7
    assert weekly.notes == (
        "The line begins on Sun 1 May 2022: earlier periods need rows from before the data begins.",
    )
    late = {name for name, s in sections.items() if s.notes}
    assert late == {"wau", "stickiness", "watch_hours_mtd", "watch_growth"}


def test_page_shows_the_numbers_of_plain_sql(report, page, sql):
    text = re.sub(r"<[^>]+>", " ", html.unescape(page.read_text(encoding="utf-8")))
    ((plays, users, clicks),) = sql(
        "select count(*), count(distinct user_id), avg(is_click) from events where event_date = '2022-05-08'"
    )
    assert f"{plays:,}" in text
    assert f"{users:,}" in text
    assert f"Click rate was {100 * clicks:.1f}\u202f% on Sun 8 May 2022" in text
    assert report.attribution in text
    assert "CC BY-SA 4.0" in text


@pytest.mark.slow
def test_demo_command_writes_the_page_and_prints_the_table(tmp_path):
    output = tmp_path / "report.html"
    result = CliRunner().invoke(gnomon, ["demo", "--project", str(EXAMPLE), "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(output)
    assert re.search(r"Daily active users \(users\) +Sun 8 May +8,511 +9,857", result.stdout)
    assert "checks passed" in result.stderr
    assert output.read_text(encoding="utf-8").startswith("<!doctype html>")
