from __future__ import annotations

from dataclasses import replace

from gnomon.records.report import BreakdownRow
from gnomon.report.tables import WhiskerView, view_table
from tests.report.conftest import build_rich_report


def test_view_table_when_rows_have_intervals_then_shows_them_and_scales_bars_to_hold_them():
    (table,) = build_rich_report().sections[1].breakdowns
    first, second = view_table(table).rows
    assert (first.value, first.interval) == ("0.20\u202f%", "(0.10\u20130.40)")
    assert (first.bar, first.whisker) == (50.0, WhiskerView(left=25.0, width=75.0))
    assert (second.bar, second.interval, second.whisker) == (25.0, "", None)
    assert view_table(table).total.interval == "(0.12\u20130.24)"


def test_view_table_when_an_interval_goes_below_zero_then_starts_at_the_edge(breakdown):
    rows = (BreakdownRow(member="a", value=0.1, low=-0.1, high=0.2),)
    (row,) = view_table(replace(breakdown, rows=rows)).rows
    assert row.whisker == WhiskerView(left=0.0, width=100.0)


def test_view_table_when_base_is_small_then_change_has_the_format_of_the_value():
    table = build_rich_report().sections[0].breakdowns[0]
    assert view_table(table).rows[1].change == "+£30,668"
