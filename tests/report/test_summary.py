from __future__ import annotations

from gnomon.report.summary import summarise
from tests.report.conftest import build_rich_report


def test_summarise_when_given_a_report_then_writes_one_line_a_metric_by_module(make_report):
    rows = summarise(make_report())
    assert [r.name for r in rows] == ["click_rate", "hours", "crashes"]
    first = rows[0]
    assert (first.period, first.comparison) == ("Sun 8 May", "same weekday last week")
    assert [t.replace("\u202f", " ") for t in (first.value, first.compared, first.change)] == [
        "44.2 %",
        "43.4 %",
        "+0.8 points",
    ]
    assert first.tone == "better"
    assert rows[1].unit == "hours"


def test_summarise_when_a_metric_failed_then_says_why(make_report):
    assert summarise(make_report())[2].failure == "Stopped after 600 s."


def test_summarise_when_numbers_carry_the_sign_of_money_then_names_no_unit():
    rows = {row.name: row for row in summarise(build_rich_report())}
    assert (rows["revenue"].value, rows["revenue"].unit) == ("£1,355,033", "")


def test_summarise_when_grains_differ_then_each_line_names_its_own_comparison():
    rows = {row.name: row.comparison for row in summarise(build_rich_report())}
    assert rows == {"revenue": "week before", "bad": "same weekday last week"}
