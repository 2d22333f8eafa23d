"""Facts: one frozen record a file, shared by all rooms."""

from __future__ import annotations

from gnomon.records.alert import Alert, AlertState
from gnomon.records.anomaly import Anomaly, Slice, name_slice
from gnomon.records.answer import Answer, ArrowTable, Cost, KeyColumn, MetricColumn
from gnomon.records.case_result import CaseResult
from gnomon.records.event import Event, EventKind
from gnomon.records.finding import Finding
from gnomon.records.incident import Feedback, Incident, IncidentState, Opinion, Severity, Transition
from gnomon.records.question import COMPARISONS, Comparison, Question
from gnomon.records.quiet import Maintenance, QuietHours
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
    "Alert",
    "AlertState",
    "Anomaly",
    "Answer",
    "ArrowTable",
    "Breakdown",
    "BreakdownRow",
    "CaseResult",
    "CheckCount",
    "Comparison",
    "Cost",
    "Cube",
    "Event",
    "EventKind",
    "Feedback",
    "Finding",
    "GoalCard",
    "GoalTarget",
    "Incident",
    "IncidentState",
    "KeyColumn",
    "Maintenance",
    "MetricCard",
    "MetricColumn",
    "MetricSection",
    "Moments",
    "Opinion",
    "Question",
    "QuietHours",
    "Report",
    "Series",
    "SeriesFigure",
    "SeriesPoint",
    "Severity",
    "Slice",
    "SummaryRow",
    "Transition",
    "TreeNode",
    "name_slice",
]
