"""Facts: one frozen record a file, shared by all rooms."""

from __future__ import annotations

from gnomon.records.answer import Answer, ArrowTable, Cost, KeyColumn, MetricColumn
from gnomon.records.question import COMPARISONS, Comparison, Question
from gnomon.records.shapes import Cube, Moments, Series

__all__ = [
    "COMPARISONS",
    "Answer",
    "ArrowTable",
    "Comparison",
    "Cost",
    "Cube",
    "KeyColumn",
    "MetricColumn",
    "Moments",
    "Question",
    "Series",
]
