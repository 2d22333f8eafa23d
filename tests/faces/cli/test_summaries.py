from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from click.testing import CliRunner

from gnomon.faces.cli.summaries import print_summary
from gnomon.records.report import CheckCount, MetricCard, MetricSection, Report, SeriesFigure, SeriesPoint


def make_section(name, module, value, compared, failure=""):
    card = MetricCard(name=name, label=name.capitalize(), module=module, kind="count")
    point = SeriesPoint(period=datetime(2024, 5, 6), value=value, compared=compared, n=100)
    series = None if failure else SeriesFigure(card=card, points=(point,))
    return MetricSection(card=card, series=series, failure=failure)


def test_summary_of_a_report_then_groups_by_module_and_names_the_page():
    report = Report(
        project="Shop",
        as_of=datetime(2024, 5, 7, tzinfo=UTC),
        timezone="UTC",
        sections=(
            make_section("plays", "content", 1200, 1000),
            make_section("likes", "content", 90, 100),
            make_section("crashes", "infrastructure", None, None, failure="no such table"),
        ),
        checks=CheckCount(passed=2, total=3),
    )

    @click.command()
    def show():
        print_summary(report, Path("report.html"))

    result = CliRunner().invoke(show)
    assert result.output.splitlines()[-1] == "report.html"
    assert "2 of 3 checks passed." in result.stderr
    assert "crashes has no numbers: no such table" in result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "Module          Metric   Period      Value  same weekday last week  Change"
    assert lines[1] == "Content         Plays    Mon 6 May   1,200                   1,000   +20\u202f%"
    assert lines[2].split()[0] == "Likes"
    assert "failed" in lines[3]
