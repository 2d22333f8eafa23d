"""Lowering of a derived metric: its expression, each alias replaced by its input's formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.trees import divide
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Derived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerDerived"]


class LowerDerived:
    """Arithmetic over metrics."""

    kind: ClassVar[str] = "derived"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Substitute the inputs; every division guards against zero."""
        spec = metric.spec
        if not isinstance(spec, Derived):
            raise InternalError(f"Metric {metric.name!r} is not derived.")
        parts = [scope.input(term) for term in spec.terms]
        aliases = [term.alias for term in spec.terms]
        return scope.join(parts, lambda values: _substitute(spec.expr, aliases, values))


def _substitute(tree: exp.Expr, aliases: Sequence[str], values: Sequence[exp.Expr]) -> exp.Expr:
    by_alias = dict(zip(aliases, values, strict=True))

    def swap(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in by_alias:
            return exp.paren(by_alias[node.name].copy(), copy=False)
        return node

    swapped = tree.copy().transform(swap, copy=False)
    return _guard_divisions(swapped)


def _guard_divisions(tree: exp.Expr) -> exp.Expr:
    """Guard every division, those inside others as well: the innermost first."""
    root = exp.Paren(this=tree)
    for node in reversed(list(root.find_all(exp.Div))):
        if not isinstance(node.expression, exp.Nullif):
            node.replace(divide(node.this.copy(), node.expression.copy()))
    return root.this
