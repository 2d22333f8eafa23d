"""Lowering of a rate: numerator and denominator summed up first, then divided and scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.trees import as_double, divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Rate

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerRate"]


class LowerRate:
    """A quotient of two metrics, scaled; the denominator's rows are behind it."""

    kind: ClassVar[str] = "rate"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Divide; by zero, or by nothing, is unknown, and so is what is left of it."""
        spec = metric.spec
        if not isinstance(spec, Rate):
            raise InternalError(f"Metric {metric.name!r} is no rate.")
        parts = (scope.input(spec.numerator), scope.input(spec.denominator))
        return scope.join(parts, lambda values: _value(spec, *values), n_of=(1,))


def _value(spec: Rate, *values: exp.Expr) -> exp.Expr:
    top, bottom = (exp.paren(value.copy(), copy=False) for value in values)
    if spec.is_complement:
        # The rest is counted before it is divided: 1 - n / d would lose digits of a small rest.
        top = exp.Paren(this=exp.Sub(this=bottom.copy(), expression=top))
    if spec.per != 1:
        top = exp.Mul(this=as_double(top), expression=exp.convert(spec.per))
    return divide(top, bottom)
