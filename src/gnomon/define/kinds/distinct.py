"""Distinct: different values, most often of an entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.expressions import render
from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Distinct", "DistinctYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct(RowSpec):
    """Exact count of different values: of an entity of the source, or of ``expr``.

    Attributes
    ----------
    entity : str or None
        Who is counted: an entity of the source, or a dotted name of one that a join leads to.
    """

    kind: ClassVar[str] = "distinct"
    entity: str | None = None

    def rule(self) -> str:
        """Say how is counted, in one sentence."""
        what = (
            f"values of {render(self.expr)}"
            if self.entity is None and self.expr is not None
            else f"{self.entity}s"
        )
        return (
            f"Number of different {what} with a row in {self.source}: each once a period and slice, counted anew in"
            " each, so that periods and slices do not add up to the whole."
        )


class DistinctYaml(RowYaml):
    """``kind: distinct``."""

    empty_word: ClassVar[str] = "zero"
    kind: Literal["distinct"]
    expr: Sql | None = None
    entity: str | None = None

    def to_spec(self, entry: Entry) -> Distinct:
        """Parse the expression; exactly one of it and the entity says what is counted."""
        if (self.entity is None) == (self.expr is None):
            entry.report(
                "Say what is counted: `entity` or `expr`, exactly one of them.",
                "DEF-111",
                key=True,
                about=[("entity",), ("expr",)],
            )
        expr = entry.optional(self.expr, "expr")
        return Distinct(source=self.source, expr=expr, time=self.time, entity=self.entity)

    @staticmethod
    def write(spec: Distinct) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        entity = {} if spec.entity is None else {"entity": spec.entity}
        return {**write_rows(spec), **entity}
