"""Lowering of a ratio: numerator and denominator summed up first, then divided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.trees import divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Ratio

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerRatio"]


class LowerRatio:
    """A quotient of two metrics; the denominator's rows are behind it."""

    kind: ClassVar[str] = "ratio"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Divide; by zero is unknown."""
        if not isinstance(metric.spec, Ratio):
            raise InternalError(f"Metric {metric.name!r} is no ratio.")
        top = scope.input(metric.spec.numerator)
        bottom = scope.input(metric.spec.denominator)
        return scope.join((top, bottom), lambda values: divide(*values), n_of=(1,))
