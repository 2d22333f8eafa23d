"""Facts: one frozen record a file, shared by all rooms."""

from __future__ import annotations

from gnomon.records.answer import Answer, ArrowTable, Cost, KeyColumn, MetricColumn
from gnomon.records.case_result import CaseResult
from gnomon.records.finding import Finding
from gnomon.records.question import COMPARISONS, Comparison, Question
from gnomon.records.report import (
    Breakdown,
    BreakdownRow,
    CheckCount,
    GoalCard,
    GoalTarget,
    MetricCard,
    MetricSection,
    Report,
    SeriesFigure,
    SeriesPoint,
    SummaryRow,
    TreeNode,
)
from gnomon.records.shapes import Cube, Moments, Series

__all__ = [
    "COMPARISONS",
    "Answer",
    "ArrowTable",
    "Breakdown",
    "BreakdownRow",
    "CaseResult",
    "CheckCount",
    "Comparison",
    "Cost",
    "Cube",
    "Finding",
    "GoalCard",
    "GoalTarget",
    "KeyColumn",
    "MetricCard",
    "MetricColumn",
    "MetricSection",
    "Moments",
    "Question",
    "Report",
    "Series",
    "SeriesFigure",
    "SeriesPoint",
    "SummaryRow",
    "TreeNode",
]
