from __future__ import annotations

import pytest

from gnomon.records.report import BreakdownRow
from gnomon.report.intervals import find_interval, format_interval
from gnomon.report.numbers import format_short


def build_row(low, high, value=0.002):
    return BreakdownRow(member="DE", value=value, low=low, high=high)


@pytest.mark.parametrize(
    "form,unit,low,high,expected",
    [
        (".2%", "", 0.0012, 0.0024, "(0.12\u20130.24)"),
        (",.0f", "£", 1200, 2400, "(£1,200\u2013£2,400)"),
        (",.1f", "", -0.5, 0.25, "(\u22120.5 to 0.2)"),
    ],
)
def test_format_interval_when_written_then_has_the_format_of_the_value(
    make_card, form, unit, low, high, expected
):
    assert format_interval(build_row(low, high), make_card(format=form, unit=unit)) == expected


def test_format_interval_when_written_short_then_has_few_digits(make_card):
    row = build_row(0.00121, 0.002444)
    assert format_interval(row, make_card(format=".5%"), write=format_short) == "(0.121\u20130.244)"


@pytest.mark.parametrize(
    "row",
    [
        build_row(None, None),
        build_row(0.1, None),
        build_row(float("nan"), 0.2),
        build_row(0.1, 0.2, value=None),
    ],
)
def test_find_interval_when_an_end_or_the_value_is_unknown_then_there_is_none(make_card, row):
    assert find_interval(row) is None
    assert format_interval(row, make_card()) == ""
