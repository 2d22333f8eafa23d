"""Decompose: take a change apart so that the parts sum to it."""

from __future__ import annotations

from gnomon.explain.decompose.distinct import decompose_distinct
from gnomon.explain.decompose.formula import decompose_formula
from gnomon.explain.decompose.quantile import decompose_quantile
from gnomon.explain.decompose.ratio import decompose_ratio
from gnomon.explain.decompose.sums import decompose_sum

__all__ = [
    "decompose_distinct",
    "decompose_formula",
    "decompose_quantile",
    "decompose_ratio",
    "decompose_sum",
]
