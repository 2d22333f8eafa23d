from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gnomon.base.errors import DataError, InputError
from gnomon.records.report import SeriesFigure, SeriesPoint
from gnomon.report.figures import figure_chart, figure_png, figure_svg, series_figure
from gnomon.report.figures.scales import as_milliseconds
from gnomon.report.tokens import take_theme


def layers_of(spec, dataset):
    return [layer for layer in spec["layer"] if layer["data"]["name"] == dataset]


@pytest.mark.parametrize("width", [960, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_figure_when_built_then_numbers_are_those_of_the_record(make_figure, width, theme):
    figure = make_figure()
    data = series_figure(figure, width=width, theme=theme)["datasets"]
    complete = [(as_milliseconds(p.period), p.value) for p in figure.points if p.is_complete]
    assert [(r["t"], r["v"]) for r in data["actual"] if r["v"] is not None] == complete
    assert [r["v"] for r in data["compared"]] == [p.compared for p in figure.points]
    assert [(r["t"], r["v"]) for r in data["latest"]] == [complete[-1]]
    assert [r["v"] for r in data["hollow"]] == [figure.points[-1].value]


@pytest.mark.parametrize("width", [960, 360])
@pytest.mark.parametrize("has_head", [True, False])
def test_series_figure_when_handed_to_altair_then_validates(make_figure, width, has_head):
    spec = series_figure(make_figure(), width=width, has_head=has_head)
    assert figure_chart(spec).to_dict()["layer"][0]["mark"]["type"] == "line"


def test_series_figure_when_newest_period_is_unfinished_then_it_is_hollow_and_dotted(make_figure):
    spec = series_figure(make_figure())
    paper, accent = take_theme("light")["paper"], take_theme("light")["accent"]
    (hollow,) = layers_of(spec, "hollow")
    assert (hollow["mark"]["fill"], hollow["mark"]["stroke"]) == (paper, accent)
    (dotted,) = layers_of(spec, "unfinished")
    assert dotted["mark"]["strokeDash"]
    assert [r["segment"] for r in spec["datasets"]["unfinished"]] == [13, 13]
    svg = figure_svg(spec)
    assert len(re.findall(rf'<path [^>]*fill="{paper}" stroke="{accent}"', svg)) == 1


def test_series_figure_when_a_period_in_the_middle_is_unfinished_then_its_segments_stay_apart(make_figure):
    points = list(make_figure(has_running=False).points)
    points[4] = replace(points[4], is_complete=False)
    points[9] = replace(points[9], is_complete=False)
    data = series_figure(replace(make_figure(), points=tuple(points)))["datasets"]
    assert [r["segment"] for r in data["unfinished"]] == [3, 3, 4, 4, 8, 8, 9, 9]
    assert len(data["hollow"]) == 2


def test_series_figure_when_periods_are_unknown_then_gaps_stay_gaps(make_figure):
    points = list(make_figure(has_running=False).points)
    for i in (1, 3):
        points[i] = replace(points[i], value=float("nan"))
    data = series_figure(replace(make_figure(), points=tuple(points)))["datasets"]
    assert [i for i, r in enumerate(data["actual"]) if r["v"] is None] == [1, 3]
    assert [r["t"] for r in data["alone"]] == [as_milliseconds(points[i].period) for i in (0, 2)]


def test_series_figure_when_no_value_is_known_then_fails_by_name(make_card):
    with pytest.raises(DataError, match="click_rate"):
        series_figure(SeriesFigure(card=make_card(), points=()))


def test_series_figure_when_theme_is_unknown_then_names_the_nearest(make_figure):
    with pytest.raises(InputError, match="Did you mean dark"):
        series_figure(make_figure(), theme="darkk")


@pytest.mark.parametrize(
    "grain,days", [("hour", 0), ("day", 1), ("week", 7), ("month", 30), ("year", 365), ("fiscal_month", 28)]
)
@pytest.mark.parametrize("size", [1, 2, 3, 30, 400])
def test_series_figure_when_any_length_and_grain_then_draws_five_ticks_at_most(make_card, grain, days, size):
    step = timedelta(days=days) or timedelta(hours=1)
    points = tuple(SeriesPoint(period=datetime(2000, 1, 3) + i * step, value=i % 7) for i in range(size))
    spec = series_figure(SeriesFigure(card=make_card(format="", unit=""), points=points, grain=grain))
    encoding = spec["layer"][0]["encoding"]
    assert 1 <= len(encoding["x"]["axis"]["values"]) <= 5
    assert 1 <= len(encoding["y"]["axis"]["values"]) <= 5
    assert as_milliseconds(points[-1].period) in encoding["x"]["axis"]["values"]


@pytest.mark.parametrize(
    "values", [[0, 0, 0], [5, 5, 5], [-3, 2, 4], [-9, -8.5, -9], [1e12, 2e12], [1e-9, 3e-9]]
)
def test_series_figure_when_values_are_odd_then_axis_holds_them(make_card, values):
    points = tuple(SeriesPoint(period=datetime(2022, 5, 1 + i), value=v) for i, v in enumerate(values))
    spec = series_figure(SeriesFigure(card=make_card(format="", unit=""), points=points))
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low <= min(values) <= max(values) <= high
    assert all(low <= t <= high for t in spec["layer"][0]["encoding"]["y"]["axis"]["values"])


def test_series_figure_when_line_ends_are_close_then_labels_do_not_overlap(make_figure):
    points = list(make_figure(has_running=False).points)
    points[-1] = replace(points[-1], value=0.440, compared=0.440)
    spec = series_figure(replace(make_figure(), points=tuple(points)))
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    places = sorted(r["v"] for r in spec["datasets"]["labels"])
    assert (places[1] - places[0]) / (high - low) * spec["height"] >= 15


def test_series_figure_when_titled_then_sentence_stands_below_the_title(make_figure):
    title = series_figure(make_figure())["title"]
    assert title["text"] == "Click rate"
    assert " ".join(title["subtitle"]).startswith("Click rate was 44.2\u202f% on Sun 8 May 2022")
    assert title["anchor"] == "start"


def test_figure_svg_when_drawn_then_needs_nothing_from_outside(make_figure):
    svg = figure_svg(series_figure(make_figure()))
    assert "<style" not in svg
    assert "<script" not in svg
    assert not re.search(r'\b(?:href|id|src|class="[^"]*url)=', svg.replace("xmlns", ""))
    assert svg.count("http") == 2  # the two names of SVG itself


def test_figure_svg_when_texts_are_hostile_then_escapes_them(make_card, make_figure):
    svg = figure_svg(series_figure(make_figure(make_card(label="<script>alert(1)</script>"))))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_figure_png_when_drawn_then_is_a_picture(make_figure):
    assert figure_png(series_figure(make_figure()), scale=1).startswith(b"\x89PNG")


def test_series_figure_when_intervals_have_no_gap_then_only_the_band_shows_them(make_figure):
    figure = make_figure()
    points = tuple(
        replace(p, low=None if i == 7 else 0.3, high=None if i == 7 else 0.6)
        for i, p in enumerate(figure.points[:9])
    )
    spec = series_figure(replace(figure, points=points))
    assert [row["alone"] for row in spec["datasets"]["band"]] == [False] * 7 + [True]
    area, bar = layers_of(spec, "band")
    assert "transform" not in area
    assert bar["transform"] == [{"filter": {"field": "alone", "equal": True}}]
