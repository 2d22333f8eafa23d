"""Lowering of the kinds counted from rows: one leaf, read as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.leaf import Leaf
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Distinct, Percentile, RowSpec

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = [
    "LowerAverage",
    "LowerCount",
    "LowerDistinct",
    "LowerMaximum",
    "LowerMinimum",
    "LowerPercentile",
    "LowerRows",
    "LowerSum",
    "row_spec",
]


def row_spec(metric: Metric) -> RowSpec:
    """Return the spec of a metric counted from rows.

    Raises
    ------
    InternalError
        If it is of another kind: the model was not validated.
    """
    if not isinstance(metric.spec, RowSpec):
        raise InternalError(f"Metric {metric.name!r} of kind {metric.kind!r} is not counted from rows.")
    return metric.spec


class LowerRows:
    """One leaf whose aggregate is the kind's name."""

    kind: ClassVar[str]

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Read the leaf as it is."""
        spec = row_spec(metric)
        leaf = Leaf(source=spec.source, agg=self.kind, expr=spec.expr, time=spec.time)
        return scope.read(leaf, empty=metric.empty)


class LowerCount(LowerRows):
    """Rows, or non-null values."""

    kind: ClassVar[str] = "count"


class LowerSum(LowerRows):
    """Sum of values."""

    kind: ClassVar[str] = "sum"


class LowerAverage(LowerRows):
    """Mean of values."""

    kind: ClassVar[str] = "average"


class LowerMinimum(LowerRows):
    """Least value."""

    kind: ClassVar[str] = "min"


class LowerMaximum(LowerRows):
    """Greatest value."""

    kind: ClassVar[str] = "max"


class LowerDistinct(LowerRows):
    """Different entities or values."""

    kind: ClassVar[str] = "distinct"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Count the entity's key where one is named, also of an entity that a join leads to."""
        spec = row_spec(metric)
        leaf = Leaf(source=spec.source, agg="distinct", expr=spec.expr, time=spec.time)
        if isinstance(spec, Distinct) and spec.entity:
            own = scope.model.sources[spec.source].entity(spec.entity)
            key = _dotted(spec.entity) if own is None else own.expr
            leaf = replace(leaf, expr=key, is_reached=own is None)
        return scope.read(leaf, empty=metric.empty)


class LowerPercentile(LowerRows):
    """A percentile by its declared method."""

    kind: ClassVar[str] = "percentile"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Carry the share and the method."""
        spec = row_spec(metric)
        if not isinstance(spec, Percentile):
            raise InternalError(f"Metric {metric.name!r} is no percentile.")
        leaf = Leaf(
            source=spec.source, agg="percentile", expr=spec.expr, time=spec.time, p=spec.p, method=spec.method
        )
        return scope.read(leaf, empty=metric.empty)


def _dotted(name: str) -> exp.Expr:
    first, *rest = name.replace("__", ".").split(".")
    tree: exp.Expr = exp.column(first)
    for part in rest:
        tree = exp.Dot(this=tree, expression=exp.to_identifier(part))
    return tree
