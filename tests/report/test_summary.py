from __future__ import annotations

from gnomon.report.summary import summarise


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
