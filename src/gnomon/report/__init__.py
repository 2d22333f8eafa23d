"""Reports: sentences, figures and pages as functions of records alone."""

from __future__ import annotations

from gnomon.report.figures import (
    bars_figure,
    figure_chart,
    figure_png,
    figure_svg,
    series_figure,
    spark_figure,
    spark_svg,
)
from gnomon.report.page import render_report
from gnomon.report.sentences import Claim, claim_latest, claim_running
from gnomon.report.summary import name_module, summarise

__all__ = [
    "Claim",
    "bars_figure",
    "claim_latest",
    "claim_running",
    "figure_chart",
    "figure_png",
    "figure_svg",
    "name_module",
    "render_report",
    "series_figure",
    "spark_figure",
    "spark_svg",
    "summarise",
]
