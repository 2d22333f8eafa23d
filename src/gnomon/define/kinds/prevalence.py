"""Prevalence: a share estimated from a labelled sample of rows, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.define.expressions import render
from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.entry import Entry

__all__ = ["Prevalence", "PrevalenceYaml"]

_USUAL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence(RowSpec):
    """Weighted share of sampled rows whose label is true; ``expr`` is the label.

    Attributes
    ----------
    weight : sqlglot expression or None
        How much of the whole a row stands for; None is the same for all.
    stratum : sqlglot expression or None
        Part of the whole that a row was drawn from; None is one part.
    confidence : float
        Share of intervals that hold the truth.
    """

    kind: ClassVar[str] = "prevalence"
    can_move: ClassVar[bool] = False
    weight: exp.Expr | None = None
    stratum: exp.Expr | None = None
    confidence: float = _USUAL

    def reads(self) -> tuple[exp.Expr, ...]:
        """Give label, weight and stratum."""
        return tuple(tree for tree in (self.expr, self.weight, self.stratum) if tree is not None)

    def rule(self) -> str:
        """Say what is estimated from what, and by which interval."""
        label = "" if self.expr is None else render(self.expr)
        weight = "unweighted" if self.weight is None else f"weighted by {render(self.weight)}"
        stratum = "" if self.stratum is None else f", drawn within {render(self.stratum)}"
        return (
            f"Share with {label}, estimated from labelled rows ({weight}{stratum}), each once; "
            f"{100 * self.confidence:g} % Wilson interval with the effective sample size."
        )


class PrevalenceYaml(RowYaml):
    """``kind: prevalence``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["prevalence"]
    expr: Sql | None = None
    weight: Sql | None = None
    stratum: Sql | None = None
    confidence: Annotated[float, Field(ge=0.5, lt=1)] = _USUAL

    def to_spec(self, entry: Entry) -> Prevalence:
        """Parse the expressions."""
        if self.expr is None:
            entry.report(
                "Say what is estimated with `expr`, an expression that is true or false (`label` is the name that "
                "people read).",
                "DEF-111",
                key=True,
                about=[("expr",)],
            )
        return Prevalence(
            source=self.source,
            expr=entry.optional(self.expr, "expr"),
            time=self.time,
            weight=entry.optional(self.weight, "weight"),
            stratum=entry.optional(self.stratum, "stratum"),
            confidence=self.confidence,
        )

    @staticmethod
    def write(spec: Prevalence) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body = write_rows(spec)
        for key, tree in (("weight", spec.weight), ("stratum", spec.stratum)):
            if tree is not None:
                body[key] = render(tree)
        return body if spec.confidence == _USUAL else {**body, "confidence": spec.confidence}
