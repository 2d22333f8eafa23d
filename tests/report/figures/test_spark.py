from __future__ import annotations

from gnomon.report.figures import figure_chart, spark_figure, spark_svg


def test_spark_figure_when_built_then_leaves_unfinished_periods_out(make_figure):
    figure = make_figure()
    data = spark_figure(figure)["datasets"]
    assert [r["v"] for r in data["actual"]] == [p.value for p in figure.points if p.is_complete]
    assert data["latest"][0]["v"] == figure.points[-2].value


def test_spark_figure_when_handed_to_altair_then_validates(make_figure):
    assert figure_chart(spark_figure(make_figure())).to_dict()["layer"]


def test_spark_svg_when_drawn_then_is_small_and_without_background(make_figure):
    svg = spark_svg(make_figure())
    assert 'width="104" height="24"' in svg
    assert "<rect" not in svg
    assert len(svg) < 3000
