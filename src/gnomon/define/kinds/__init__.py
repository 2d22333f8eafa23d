"""Kinds of metric: what is peculiar to each, one frozen record a kind."""

from __future__ import annotations

from gnomon.define.kinds.aggregate import Average, Count, Distinct, Maximum, Minimum, Percentile, RowSpec, Sum
from gnomon.define.kinds.composite import Conversion, Derived, Ratio, Rolling, Snapshot, ToDate

__all__ = [
    "Average",
    "Conversion",
    "Count",
    "Derived",
    "Distinct",
    "Maximum",
    "Minimum",
    "Percentile",
    "Ratio",
    "Rolling",
    "RowSpec",
    "Snapshot",
    "Sum",
    "ToDate",
]
