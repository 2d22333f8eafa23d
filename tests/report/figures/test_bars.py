from __future__ import annotations

from dataclasses import replace

import pytest

from gnomon.base.errors import DataError
from gnomon.records.report import BreakdownRow
from gnomon.report.figures import bars_figure, figure_chart, figure_svg


@pytest.mark.parametrize("width", [960, 360])
def test_bars_figure_when_built_then_numbers_are_those_of_the_record(breakdown, width):
    rows = bars_figure(breakdown, width=width)["datasets"]["rows"]
    assert [r["v"] for r in rows] == [0.5, 0.25, None]
    assert [r["compared"] for r in rows] == [0.4, None, 0.1]
    assert [r["member"] for r in rows] == ["DE", "(none)", "FR"]
    assert [r["change"] for r in rows] == ["+10.0 points", "", ""]


@pytest.mark.parametrize("has_head", [True, False])
def test_bars_figure_when_handed_to_altair_then_validates(breakdown, has_head):
    spec = bars_figure(breakdown, has_head=has_head)
    assert len(figure_chart(spec).to_dict()["layer"]) == 5
    assert ">DE</text>" in figure_svg(spec)


def test_bars_figure_when_values_are_negative_then_bars_start_at_zero(breakdown):
    rows = (BreakdownRow(member="a", value=-2), BreakdownRow(member="b", value=-1))
    spec = bars_figure(replace(breakdown, rows=rows))
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [-2, 0]


def test_bars_figure_when_no_value_is_known_then_fails_by_name(breakdown):
    with pytest.raises(DataError, match=r"click_rate by user.country has no value.*\[DAT-310\]"):
        bars_figure(replace(breakdown, rows=()))


def test_bars_figure_when_rows_have_intervals_then_draws_them_inside_its_scale(breakdown):
    rows = (BreakdownRow(member="a", value=0.2, low=0.1, high=0.4), BreakdownRow(member="b", value=0.1))
    spec = bars_figure(replace(breakdown, rows=rows))
    assert [(r.get("low"), r.get("high")) for r in spec["datasets"]["rows"]] == [(0.1, 0.4), (None, None)]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 0.4]
    assert [la["mark"]["type"] for la in spec["layer"]].count("rule") == 2
    assert spec["title"]["subtitle"][-1].endswith("The thin line is the interval.")
    assert figure_chart(spec).to_dict()
