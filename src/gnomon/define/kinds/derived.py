"""Derived: arithmetic over metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.expressions import names_in, render
from gnomon.define.kinds.terms import write_input
from gnomon.define.metric import MetricInput
from gnomon.define.spec import Metrics, MetricYaml, Sql

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.entry import Entry

__all__ = ["Derived", "DerivedYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Arithmetic over metrics; the expression's columns are the aliases of its inputs."""

    kind: ClassVar[str] = "derived"
    expr: exp.Expr
    terms: tuple[MetricInput, ...]

    def inputs(self) -> tuple[MetricInput, ...]:
        """Give the terms as written."""
        return self.terms


class DerivedYaml(MetricYaml):
    """``kind: derived``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["derived"]
    expr: Sql
    inputs: Metrics

    def to_spec(self, entry: Entry) -> Derived:
        """Parse the expression; a name that is no alias is a metric of that name."""
        tree = entry.expression(self.expr, "expr")
        terms = [body.to_input(entry.below("inputs", alias), alias) for alias, body in self.inputs.items()]
        known = set(self.inputs)
        for name in names_in(tree):
            alias = ".".join(name.path)
            if alias not in known:
                known.add(alias)
                terms.append(MetricInput(metric=alias, alias=alias))
        return Derived(expr=tree, terms=tuple(terms))

    @staticmethod
    def write(spec: Derived) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        used = [".".join(name.path) for name in names_in(spec.expr)]
        plain = [t for t in spec.terms if t == MetricInput(metric=t.alias, alias=t.alias)]
        # Names of metrics need no entry of their own, as long as reading them gives the same order.
        rest = [t for t in spec.terms if t not in plain]
        implied = list(dict.fromkeys(n for n in used if n not in {t.alias for t in rest}))
        is_short = [t.alias for t in spec.terms] == [t.alias for t in rest] + implied
        named = rest if is_short else list(spec.terms)
        inputs = {"inputs": {t.alias: write_input(t) for t in named}} if named else {}
        return {"expr": render(spec.expr), **inputs}
