"""Lowering of retention: those of a cohort who came back, over the cohort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.retention_rule import RetentionRule, came_back, entered
from gnomon.ask.trees import divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Retention

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerRetention"]


class LowerRetention:
    """A share of closed cohorts, dated by the entry; n is their members."""

    kind: ClassVar[str] = "retention"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Read both counts from the same rows."""
        spec = metric.spec
        if not isinstance(spec, Retention):
            raise InternalError(f"Metric {metric.name!r} is no retention.")
        rule = RetentionRule(
            entity=spec.entity,
            where=spec.where,
            active=spec.active,
            every=spec.every,
            is_first_seen=spec.is_first_seen,
            last=spec.last,
        )
        leaf = Leaf(source=spec.source, agg="count", expr=None, time=spec.time, rule=rule)
        span = (spec.first, spec.last)
        # Where a cohort is closed and nobody came back, zero is a fact.
        none = replace(metric.empty, value=0)
        back = scope.read(replace(leaf, expr=came_back(span)), empty=none)
        size = scope.read(replace(leaf, expr=entered(span)), empty=none)
        formula = scope.join((back, size), lambda values: divide(*values), n_of=(1,))
        return formula if metric.empty.value is None else replace(formula, empty=metric.empty)
