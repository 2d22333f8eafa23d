"""Lowering of a conversion: base rows, and conversions that follow one of them in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import ClosedRule, ConversionRule, Formula, Leaf
from gnomon.ask.trees import divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Conversion

if TYPE_CHECKING:
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Empty, Metric, MetricInput

__all__ = ["LowerConversion"]


class LowerConversion:
    """Each conversion belongs to the latest base event before it, and is dated by that event."""

    kind: ClassVar[str] = "conversion"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Count conversions; a rate divides by all base events."""
        spec = metric.spec
        if not isinstance(spec, Conversion):
            raise InternalError(f"Metric {metric.name!r} is no conversion.")
        base = scope.input(spec.base)
        base_leaf = _only_leaf(base, metric, spec.base)
        bare = _only_leaf(scope.without_filters().input(spec.conversion), metric, spec.conversion)
        rule = ConversionRule(
            leaf=bare,
            entity=spec.entity,
            window=spec.window,
            constant=spec.constant,
            claims=spec.claims,
            closes_after=spec.closes_after,
        )
        converted = scope.read_exact(replace(base_leaf, rule=rule), empty=_empty_of(scope, spec.conversion))
        if spec.closes_after is not None:
            closed = ClosedRule(closes_after=spec.closes_after, beside=(bare.source, bare.time))
            base = replace(base, leaves=(replace(base_leaf, rule=closed),))
        if spec.calculate == "count":
            # The base events open the rows, so that a day without conversions is not a day without visits.
            return scope.join((converted, base), lambda values: values[0].copy(), n_of=(1,))
        return scope.join((converted, base), lambda values: divide(*values), n_of=(1,))


def _only_leaf(formula: Formula, metric: Metric, term: MetricInput) -> Leaf:
    if len(formula.leaves) != 1:
        raise InternalError(f"{term.metric!r} in conversion {metric.name!r} must be counted from rows.")
    return formula.leaves[0]


def _empty_of(scope: Scope, term: MetricInput) -> Empty:
    return scope.model.metrics[term.metric].empty
