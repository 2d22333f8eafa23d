from __future__ import annotations

import shutil
from datetime import datetime

import pytest

from gnomon.app.build_report import build_report
from gnomon.app.project import Project, load
from gnomon.app.report_slices import main_dimensions
from gnomon.records.report import CheckCount

BROKEN = """
metrics:
  broken: {kind: sum, source: orders, expr: channel, tier: core}
  nothing: {kind: average, source: orders, expr: amount, filter: channel = 'fax', tier: core}
  people: {kind: count, source: users, tier: core}
  so_far: {kind: to_date, metric: revenue, since: month, tier: core, dimensions: [channel]}
  by_week: {kind: sum, source: orders, expr: amount, grain: week}
  share_by_week: {kind: ratio, numerator: by_week, denominator: revenue, grain: week}
  window_by_week: {kind: rolling, metric: revenue, window: 7 days, grain: week}
  growth: {kind: derived, expr: now - before, inputs: {now: revenue, before: {metric: revenue, offset: 1 day}}}
  monthly: {kind: sum, source: orders, expr: amount, grain: month, tier: core, dimensions: [user.country]}
"""


@pytest.fixture(scope="module")
def project(shop_folder):
    with load(shop_folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory, request):
    source = request.path.parents[1] / "fixtures" / "shop"
    folder = shutil.copytree(source, tmp_path_factory.mktemp("report") / "shop")
    (folder / "more.yml").write_text(BROKEN, encoding="utf-8")
    orders = folder / "data" / "orders.csv"
    more = [f"{20 + i},{i},2024-05-13,{i}.0,channel {i}" for i in range(1, 13)]
    orders.write_text(orders.read_text(encoding="utf-8") + "\n".join(more) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def report(project):
    return build_report(project, checks=CheckCount(passed=3, total=3))


@pytest.fixture(scope="module")
def sections(report):
    return {section.card.name: section for section in report.sections}


def test_report_without_named_metrics_then_holds_the_core_ones(report):
    names = [s.card.name for s in report.sections]
    assert sorted(names) == ["broken", "monthly", "nothing", "people", "revenue", "so_far"]
    assert report.checks == CheckCount(passed=3, total=3)


def test_report_of_named_metrics_keeps_their_order(project):
    report = build_report(project, metrics=["buyers", "revenue"])
    assert [s.card.name for s in report.sections] == ["buyers", "revenue"]


def test_series_of_a_sum_is_what_the_rows_say(sections):
    points = sections["revenue"].series.points
    assert [p.value for p in points[:6]] == [10.5, 25.25, 7.0, 0, 12.0, 3.0]
    last = points[-1]
    assert (last.period, last.value, last.compared, last.n) == (datetime(2024, 5, 13), 78.0, 3.0, 12)
    assert last.is_complete


def test_breakdown_of_the_last_day_is_limited_and_counts_what_is_hidden(sections):
    (table,) = [b for b in sections["revenue"].breakdowns if b.dimension == "channel"]
    assert [r.value for r in table.rows] == [12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0]
    assert table.hidden == 5  # channels 1 to 4, and app, which has a value to compare with
    assert (table.total.value, table.total.compared, table.total.n) == (78.0, 3.0, 12)


def test_metric_that_fails_then_keeps_its_section_and_leaves_the_others_alone(sections):
    assert sections["broken"].series is None
    assert "[ENG-" in sections["broken"].failure
    assert not sections["revenue"].failure


def test_metric_without_time_then_says_so_and_leaves_the_others_alone(sections):
    assert "has no time dimension" in sections["people"].failure
    assert sections["people"].series is None


def test_metric_without_a_value_then_says_so(sections):
    assert sections["nothing"].failure.startswith("No value in")


def test_metric_to_date_is_held_against_nothing(sections):
    section = sections["so_far"]
    assert section.series.comparison == ""
    assert section.series.points[-1].value == pytest.approx(135.75)
    assert [b.comparison for b in section.breakdowns] == [""]


def test_metric_by_month_when_its_month_is_not_over_then_has_no_breakdown(sections):
    section = sections["monthly"]
    assert (section.series.grain, section.series.comparison) == ("month", "previous")
    assert not section.series.points[-1].is_complete
    assert section.breakdowns == ()


def test_sql_of_a_section_asks_its_metric_alone(sections):
    assert '"revenue"' in sections["revenue"].sql
    assert "so_far" not in sections["revenue"].sql


def test_report_asks_one_question_for_all_lines_and_one_for_each_dimension(project, monkeypatch):
    asked = []
    ask = Project.ask_question
    monkeypatch.setattr(Project, "ask_question", lambda self, q: asked.append(q) or ask(self, q))
    build_report(project, metrics=["revenue", "orders_placed", "buyers", "revenue_per_buyer"])
    assert [q.by for q in asked] == [(), ("channel",)]


def test_total_of_a_ratio_is_not_made_from_slices(project):
    (section,) = build_report(project, metrics=["revenue_per_buyer"]).sections
    (table,) = section.breakdowns
    assert table.total.value == section.series.points[-1].value == 6.5


def test_main_dimensions_are_the_listed_ones_else_the_first_of_the_source(project):
    assert main_dimensions(project.model, "monthly") == ("user.country",)
    assert main_dimensions(project.model, "revenue") == ("channel",)


def test_goals_and_tree_begin_at_the_north_star(report):
    assert [(g.name, g.north_star) for g in report.goals] == [("growth", "revenue")]
    assert [node.metric for node in report.tree] == ["revenue"]


def test_report_of_the_same_data_then_has_the_same_version(project, report):
    assert build_report(project).data_version == report.data_version


@pytest.mark.parametrize("name", ["by_week", "share_by_week"])
def test_line_whose_first_week_is_partial_then_says_no_more_than_that(project, name):
    (section,) = build_report(project, metrics=[name]).sections
    assert section.series.points[0].period == datetime(2024, 5, 6)
    assert section.notes == (
        "The line begins in the week of Mon 6 May 2024: the first week is only partly loaded.",
    )


@pytest.mark.parametrize("name", ["window_by_week", "growth"])
def test_line_that_looks_back_then_says_that_earlier_rows_are_needed(project, name):
    (section,) = build_report(project, metrics=[name]).sections
    assert len(section.notes) == 1
    assert section.notes[0].endswith("earlier periods need rows from before the data begins.")
