"""Lowering of a funnel: entities that reach a step, over those that reach an earlier one, or the time between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from sqlglot import exp

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.funnel_rule import FunnelRule, began, reached, took
from gnomon.ask.scans.ticks import SECOND
from gnomon.ask.trees import as_double, divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Funnel

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerFunnel"]

_UNITS: Final = {"seconds": SECOND, "minutes": 60 * SECOND, "hours": 3600 * SECOND, "days": 86_400 * SECOND}


class LowerFunnel:
    """Each entity once a period, by the deepest step that it reaches."""

    kind: ClassVar[str] = "funnel"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Read both steps from the same rows; n is the entities at the first of them."""
        spec = metric.spec
        if not isinstance(spec, Funnel) or spec.window is None:
            raise InternalError(f"Metric {metric.name!r} is no funnel.")
        rule = FunnelRule(
            entity=spec.entity, steps=spec.steps, window=spec.window, order=spec.order, constant=spec.constant
        )
        leaf = Leaf(source=spec.source, agg="count", expr=None, time=spec.time, rule=rule)
        first, last = spec.place(spec.first), spec.place(spec.last)
        if spec.calculate == "time":
            length = exp.Div(
                this=as_double(took(first, last)),
                expression=exp.Literal.number(_UNITS[spec.measured_in]),
                typed=False,
            )
            none = replace(metric.empty, value=0)
            timed = scope.read(replace(leaf, agg="percentile", p=spec.p, expr=length), empty=metric.empty)
            # n is those who got there; those who entered open the row.
            got = scope.read(replace(leaf, expr=began(last)), empty=none)
            came = scope.read(replace(leaf, expr=reached(last)), empty=none)
            return scope.join((timed, got, came), lambda values: values[0].copy(), n_of=(1,))
        # Where some entered and none got through, zero is a fact.
        none = replace(metric.empty, value=0)
        got = scope.read(replace(leaf, expr=reached(last)), empty=none)
        came = scope.read(replace(leaf, expr=began(first)), empty=none)
        if spec.calculate == "count":
            return scope.join((got, came), lambda values: values[0].copy(), n_of=(1,))
        formula = scope.join((got, came), lambda values: divide(*values), n_of=(1,))
        return formula if metric.empty.value is None else replace(formula, empty=metric.empty)
