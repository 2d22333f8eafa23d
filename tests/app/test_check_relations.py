from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from gnomon.app.project import load
from gnomon.app.run_project import run_project
from gnomon.define.load import load_model
from gnomon.define.write import write_project
from gnomon.faces.cli import gnomon

# Three days, the last one not loaded to its end: plays a day 2, 3, 5; minutes 20, 30, 50; nobody on the second.
ROWS = """
select * from (values
    (date '2026-11-02', 1, 'feed', 10.0), (date '2026-11-02', 2, 'search', 10.0),
    (date '2026-11-03', null, 'feed', 10.0), (date '2026-11-03', null, 'feed', 10.0),
    (date '2026-11-03', null, null, 10.0),
    (date '2026-11-04', 1, 'feed', 50.0)) t(day, user_id, tab, minutes)
"""
PROJECT = """
sources:
  plays:
    file: p.parquet
    time: day
    complete_through: 2026-11-04
    entities: {user: user_id}
    dimensions: {day: {grain: day}, tab: }
  budgets: {file: p.parquet, dimensions: {tab: }}
metrics:
  plays: {kind: count, source: plays}
  users: {kind: distinct, source: plays, entity: user}
  minutes: {kind: sum, source: plays, expr: minutes}
  per_play: {kind: ratio, numerator: minutes, denominator: plays}
  per_user: {kind: ratio, numerator: minutes, denominator: users}
  feed_share: {kind: ratio, numerator: {metric: plays, filter: "tab = 'feed'"}, denominator: plays}
  late_plays: {kind: count, source: plays, filter: day > '2026-11-02'}
  budget: {kind: count, source: budgets}
  new_weekly: {kind: growth_accounting, source: plays, entity: user, every: week, part: new}
relations:
"""


@pytest.fixture
def write(tmp_path):
    duckdb.sql(f"copy ({ROWS}) to '{(tmp_path / 'p.parquet').as_posix()}' (format parquet)")

    def write_project(*relations):
        (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
        lines = "".join(f"  {line}\n" for line in relations)
        (tmp_path / "a.yml").write_text(PROJECT + lines, encoding="utf-8")
        return tmp_path

    return write_project


@pytest.fixture
def check(write):
    def check_project(*relations):
        with load(write(*relations)) as project:
            return project.check_relations()

    return check_project


def test_relation_when_it_holds_then_says_in_how_many_periods(check):
    (found,) = check("one: {left: minutes, right: plays * per_play, label: Minutes}")
    assert (found.status, found.label, found.periods, found.breaks) == ("pass", "Minutes", 2, ())
    assert found.text == "holds in 2 complete periods"


def test_relation_when_it_is_broken_then_tells_the_period_both_numbers_and_the_difference(check):
    (found,) = check("one: {left: plays, right: late_plays + 0.5}")
    assert (found.status, found.is_passed, found.periods) == ("fail", False, 2)
    assert [(b.period, b.left, b.right, b.difference) for b in found.breaks] == [
        ("2026-11-02", 2, 0.5, 1.5),
        ("2026-11-03", 3, 3.5, -0.5),
    ]
    assert found.text.startswith(
        "broken in 2 of 2 complete periods: 2026-11-02: plays = 2, late_plays + 0.5 = 0.5"
    )


def test_relation_when_one_side_is_unknown_then_that_is_a_finding(check):
    (found,) = check("one: {left: minutes, right: users * per_user}")
    assert [(b.period, b.left, b.right, b.difference) for b in found.breaks] == [
        ("2026-11-03", 30.0, None, None)
    ]
    assert "users * per_user = unknown" in found.text


def test_relation_when_both_sides_are_unknown_then_nothing_is_broken(check):
    (found,) = check("one: {left: per_user, right: minutes / users}")
    assert (found.status, found.periods) == ("pass", 1)


def test_sum_over_members_when_it_is_the_whole_then_holds_null_member_included(check):
    found = check(
        "one: {sum_of: plays, over: tab, equals: plays}",
        "two: {sum_of: users, over: tab, equals: users}",
        "three: {sum_of: feed_share, over: tab, equals: 1}",
        "four: {sum_of: feed_share, over: tab, equals: 2, tolerance: 0.5}",
    )
    assert [each.status for each in found] == ["pass", "pass", "pass", "pass"]
    assert [each.name for each in found] == ["one", "two", "three", "four"]


def test_sum_over_members_when_it_is_not_then_is_broken(check):
    (found,) = check("one: {sum_of: minutes, over: tab, equals: 20}")
    assert [(b.period, b.left, b.right) for b in found.breaks] == [("2026-11-03", 30.0, 20.0)]


def test_relation_of_another_grain_when_not_told_then_takes_that_of_its_metrics(check):
    (found,) = check("one: {left: new_weekly, right: new_weekly}")
    assert (found.status, found.text) == ("warn", "no complete period has a value on both sides")


def test_relation_of_metrics_without_time_then_is_of_totals(check):
    (found,) = check("one: {left: budget, right: 5}")
    assert found.status == "warn"  # nothing says how far a source without time is loaded


def test_relation_when_it_cannot_be_asked_then_the_others_are_all_the_same(check):
    found = check("one: {left: plays, right: per_play + budget}", "two: {left: plays, right: plays}")
    assert [each.status for each in found][1] == "pass"
    assert found[0].status != "pass"


def test_run_when_a_relation_is_broken_then_exits_1_and_names_it(write):
    folder = write("fine: {left: plays, right: plays}", "off: {left: plays, right: 2 * plays}")
    assert not run_project(folder).is_passed
    result = CliRunner().invoke(gnomon, ["run", "--project", str(folder)])
    assert result.exit_code == 1
    assert "pass  relation  fine" in result.stdout
    assert "fail  relation  off" in result.stdout
    assert "2026-11-02: plays = 2, 2 * plays = 4, difference -2" in result.output


def test_relations_when_written_back_then_read_the_same(write, tmp_path):
    folder = write(
        "one: {left: minutes, right: plays * per_play, label: Minutes, tolerance: 0.01}",
        "two: {sum_of: plays, over: tab, equals: plays, grain: week}",
    )
    model = load_model(folder)
    write_project(model, tmp_path / "again")
    assert load_model(tmp_path / "again").relations == model.relations
    assert set(model.relations) == {"one", "two"}


def test_schema_then_knows_relations():
    result = CliRunner().invoke(gnomon, ["schema", "yaml"])
    assert "relations" in json.loads(result.stdout)["properties"]


def test_relations_of_the_short_video_example_then_hold():
    with load(Path(__file__).parents[2] / "examples" / "kuairand") as project:
        found = project.check_relations()
    assert {each.name: (each.status, each.periods) for each in found} == {
        "watch_time_is_users_times_time": ("pass", 14),
        "plays_are_users_times_plays": ("pass", 14),
        "users_come_and_go": ("pass", 13),
        "feeds_are_all_plays": ("pass", 14),
    }
