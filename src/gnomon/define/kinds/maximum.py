"""Maximum: greatest value of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Maximum", "MaximumYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum(RowSpec):
    """Greatest value of ``expr``."""

    kind: ClassVar[str] = "max"


class MaximumYaml(RowYaml):
    """``kind: max``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["max"]
    expr: Sql

    def to_spec(self, entry: Entry) -> Maximum:
        """Parse the expression."""
        return Maximum(source=self.source, expr=entry.expression(self.expr, "expr"), time=self.time)

    @staticmethod
    def write(spec: Maximum) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return write_rows(spec)
