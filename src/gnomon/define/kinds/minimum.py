"""Minimum: least value of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Minimum", "MinimumYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum(RowSpec):
    """Least value of ``expr``."""

    kind: ClassVar[str] = "min"


class MinimumYaml(RowYaml):
    """``kind: min``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["min"]
    expr: Sql

    def to_spec(self, entry: Entry) -> Minimum:
        """Parse the expression."""
        return Minimum(source=self.source, expr=entry.expression(self.expr, "expr"), time=self.time)

    @staticmethod
    def write(spec: Minimum) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return write_rows(spec)
