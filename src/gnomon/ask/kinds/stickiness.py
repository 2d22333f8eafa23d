"""Lowering of stickiness: entity days over entities, of a window that moves or of calendar periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.stickiness import DAILY, PRESENT, StickinessRule
from gnomon.ask.trees import conjuncts, divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds.stickiness import Stickiness

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerStickiness"]


class LowerStickiness:
    """Mean daily entities over entities of all the days."""

    kind: ClassVar[str] = "stickiness"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Count different pairs of entity and day, and different entities."""
        spec = metric.spec
        if not isinstance(spec, Stickiness):
            raise InternalError(f"Metric {metric.name!r} is no stickiness.")
        return _by_window(metric, spec, scope) if spec.every is None else _by_period(metric, spec, scope)


def _by_window(metric: Metric, spec: Stickiness, scope: Scope) -> Formula:
    """Different pairs in a window are the sum of its daily entities: the mean is over all its days."""
    inner = scope.windowed(window=spec.window, since=None, is_unbounded=False, over_period="last")
    own = scope.model.sources[spec.source].entity(spec.entity)
    who = _dotted(spec.entity) if own is None else exp.column(own.name)
    day = exp.Dot(this=exp.column("metric_time"), expression=exp.to_identifier("day"))
    is_there = exp.Not(this=exp.Is(this=who.copy(), expression=exp.Null()))
    pair = exp.Case(ifs=[exp.If(this=is_there, true=exp.Tuple(expressions=[who.copy(), day]))])

    def read(expr: exp.Expr) -> Formula:
        leaf = Leaf(source=spec.source, agg="distinct", expr=expr, time=spec.time, is_reached=True)
        return inner.read(leaf, empty=metric.empty)

    def mean_over_all(values: Sequence[exp.Expr]) -> exp.Expr:
        daily = divide(values[0].copy(), exp.Literal.number(spec.days))
        return divide(exp.Paren(this=daily), values[1].copy())

    return scope.join([read(pair), read(who)], mean_over_all, n_of=(1,))


def _by_period(metric: Metric, spec: Stickiness, scope: Scope) -> Formula:
    own = () if metric.filter is None else tuple(conjuncts(metric.filter))
    rule = StickinessRule(entity=spec.entity, every=spec.every or "month", own=own)
    outer = scope.filters[: len(scope.filters) - len(own)]

    def read(part: str) -> Formula:
        leaf = Leaf(source=spec.source, agg="sum", expr=exp.column(part), time=spec.time, rule=rule)
        return scope.read_exact(leaf.filtered(*outer), empty=metric.empty)

    return scope.join([read(DAILY), read(PRESENT)], lambda values: divide(*values), n_of=(1,))


def _dotted(name: str) -> exp.Expr:
    first, *rest = name.replace("__", ".").split(".")
    tree: exp.Expr = exp.column(first)
    for part in rest:
        tree = exp.Dot(this=tree, expression=exp.to_identifier(part))
    return tree
