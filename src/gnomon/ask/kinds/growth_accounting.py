"""Lowering of growth accounting: a leaf for each part, all of one scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.growth import GrowthRule
from gnomon.ask.trees import conjuncts, divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds.growth_accounting import GrowthAccounting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerGrowthAccounting"]


class LowerGrowthAccounting:
    """Parts are counted; net and quick ratio are computed from them."""

    kind: ClassVar[str] = "growth_accounting"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Read the parts under filters from outside; the metric's own filter goes into the rule.

        What uses the metric, or asks it, may look at fewer rows; when an entity began does not depend on that.
        """
        spec = metric.spec
        if not isinstance(spec, GrowthAccounting):
            raise InternalError(f"Metric {metric.name!r} is no growth accounting.")
        own = () if metric.filter is None else tuple(conjuncts(metric.filter))
        rule = GrowthRule(entity=spec.entity, every=spec.every, first=spec.first, own=own)
        outer = scope.filters[: len(scope.filters) - len(own)]

        def read(part: str) -> Formula:
            leaf = Leaf(source=spec.source, agg="sum", expr=exp.column(part), time=spec.time, rule=rule)
            return scope.read_exact(leaf.filtered(*outer), empty=metric.empty)

        if spec.part not in ("net", "quick_ratio"):
            return read(spec.part)
        parts = [read(part) for part in ("new", "resurrected", "churned")]
        return scope.join(parts, _net if spec.part == "net" else _quick_ratio)


def _net(values: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Paren(this=exp.Sub(this=_came(values), expression=values[2].copy()))


def _quick_ratio(values: Sequence[exp.Expr]) -> exp.Expr:
    return divide(exp.Paren(this=_came(values)), values[2].copy())


def _came(values: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Add(this=values[0].copy(), expression=values[1].copy())
