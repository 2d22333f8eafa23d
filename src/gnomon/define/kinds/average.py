"""Average: mean value of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Average", "AverageYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Average(RowSpec):
    """Mean of ``expr`` over rows where it is not null."""

    kind: ClassVar[str] = "average"


class AverageYaml(RowYaml):
    """``kind: average``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["average"]
    expr: Sql

    def to_spec(self, entry: Entry) -> Average:
        """Parse the expression."""
        return Average(source=self.source, expr=entry.expression(self.expr, "expr"), time=self.time)

    @staticmethod
    def write(spec: Average) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return write_rows(spec)
