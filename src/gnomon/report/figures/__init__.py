"""Figures: one function a chart, the same on every surface."""

from __future__ import annotations

from gnomon.report.figures.bars import bars_figure
from gnomon.report.figures.render import Spec, figure_chart, figure_png, figure_svg
from gnomon.report.figures.series import series_figure
from gnomon.report.figures.spark import spark_figure, spark_svg
from gnomon.report.figures.stories import heat_figure, stories_figure
from gnomon.report.figures.waterfall import waterfall_figure

__all__ = [
    "Spec",
    "bars_figure",
    "figure_chart",
    "figure_png",
    "figure_svg",
    "heat_figure",
    "series_figure",
    "spark_figure",
    "spark_svg",
    "stories_figure",
    "waterfall_figure",
]
