"""The examples of docs/define.md, worked by hand, give the numbers that the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import gnomon

PAGE = (Path(__file__).parents[2] / "docs" / "define.md").read_text(encoding="utf-8")


@pytest.fixture
def worked(tmp_path):
    """Open the project of a section of the page."""
    opened = []

    def open_section(title):
        section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
        text = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)[1]
        (tmp_path / "gnomon.toml").write_text('name = "worked"\n', encoding="utf-8")
        (tmp_path / "all.yml").write_text(text, encoding="utf-8")
        opened.append(gnomon.load(tmp_path))
        return opened[-1]

    yield open_section
    for project in opened:
        project.close()


def values(answer):
    return [row["value"] for row in answer.to_dict()]


def test_crash_rate_when_one_of_four_crashes_twice_then_is_a_quarter(worked):
    days = {"grain": "day", "start": date(2024, 5, 1), "end": date(2024, 5, 1)}
    project = worked("Rate")
    assert values(project.ask("crash_rate", **days)) == [25.0]
    assert values(project.ask("crash_free_users", **days)) == [0.75]


def test_exposure_when_four_creators_share_ten_views_then_is_as_worked_by_hand(worked):
    project = worked("Per entity")
    found = values(project.ask(["exposure_gini", "top_quarter", "seen_share"]))
    assert found == [pytest.approx(0.4, abs=1e-15), 0.6, 0.5]


def test_sessions_when_a_row_comes_half_an_hour_later_then_it_begins_the_third(worked):
    project = worked("Sessions")
    assert values(project.ask(["visits", "visits_per_user", "visit_length"])) == [3, 1.5, 400.0]


def test_funnel_when_a_second_view_leads_on_then_it_counts(worked):
    project = worked("Funnel")
    steps = project.funnel("checkout").steps
    assert [(s.step, s.entities) for s in steps] == [("view", 3), ("cart", 2), ("buy", 1)]
    assert values(project.ask("checkout")) == [pytest.approx(1 / 3)]
    assert steps[-1].median_time == 30 * 60


def test_retention_when_two_of_four_come_back_on_the_next_day_then_is_a_half(worked):
    project = worked("Retention")
    assert values(project.ask(["d1", "d1_to_d2"])) == [0.5, 0.75]
    grid = project.retention("d1", [1, 2, 9])
    assert [(cell.on, cell.value, cell.n) for cell in grid.average] == [
        (1, 0.5, 4),
        (2, 0.25, 4),
        (9, None, 0),
    ]


def test_deadline_when_a_month_after_the_last_of_january_then_is_the_last_of_february(worked):
    project = worked("Within a deadline")
    found = project.ask("in_time", grain="month", start=date(2024, 2, 1), end=date(2024, 3, 31)).to_dict()
    assert [(row["value"], row["n"], row["complete"]) for row in found] == [
        (pytest.approx(1 / 3), 3, False),
        (1.0, 1, True),
    ]


def test_median_when_a_case_is_open_then_is_later_than_without_it(worked):
    project = worked("Time to")
    assert values(project.ask("days_to_answer")) == [9.0]
    assert values(project.ask("days_to_answer", where="closed is not null")) == [5.0]


def test_growth_accounting_when_four_people_come_and_go_then_is_as_worked_by_hand(worked):
    project = worked("Growth accounting")
    rows = project.ask(["users", "first_seen", "back", "gone", "quick_ratio"], grain="month").data.to_pylist()
    found = [
        tuple(row[name] for name in ("users", "first_seen", "back", "gone", "quick_ratio")) for row in rows
    ]
    assert found == [(3, None, None, None, None), (2, 1, 0, 2, 0.5), (3, 0, 1, 0, None)]


def test_stickiness_when_one_of_two_is_always_there_then_is_the_mean_day_over_both(worked):
    project = worked("Stickiness")
    assert values(project.ask("days_there")) == [0.625]
    assert values(project.ask("days_there", grain="day")) == [0.25, 0.5, 0.75, 0.625]


def test_prevalence_when_risky_views_are_sampled_more_then_is_weighted_back(worked):
    row = worked("Prevalence").ask("violative_view_rate").to_dict()[0]
    assert row["value"] == pytest.approx(0.04, abs=1e-15)
    assert row["n"] == 20
    assert 0 < row["low"] < 0.04 < row["high"] < 0.3
