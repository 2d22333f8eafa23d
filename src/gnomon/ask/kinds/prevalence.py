"""Lowering of a prevalence: the estimate and both ends of its interval, from one scan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.prevalence import SampleRule
from gnomon.ask.scope import leaf_column
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Prevalence

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerPrevalence"]


class LowerPrevalence:
    """Three leaves of one rule: what stands on the metric inside others is the estimate alone."""

    kind: ClassVar[str] = "prevalence"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Read estimate, low and high from the same rows."""
        spec = metric.spec
        if not isinstance(spec, Prevalence) or spec.expr is None:
            raise InternalError(f"Metric {metric.name!r} is no prevalence.")
        rule = SampleRule(
            label=spec.expr, weight=spec.weight, stratum=spec.stratum, confidence=spec.confidence
        )
        leaf = Leaf(source=spec.source, agg="prevalence", expr=spec.expr, time=spec.time, rule=rule)
        unknown = replace(metric.empty, value=None)
        parts = [
            scope.read(replace(leaf, part=part), empty=metric.empty if part == "estimate" else unknown)
            for part in ("estimate", "low", "high")
        ]
        formula = scope.join(parts, lambda values: values[0].copy(), n_of=(0,))
        return replace(formula, bounds=(leaf_column(1), leaf_column(2)))
