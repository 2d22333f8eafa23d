"""Sum: values of rows added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Sum", "SumYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(RowSpec):
    """Sum of ``expr`` (true counts as one)."""

    kind: ClassVar[str] = "sum"


class SumYaml(RowYaml):
    """``kind: sum``."""

    empty_word: ClassVar[str] = "zero"
    kind: Literal["sum"]
    expr: Sql

    def to_spec(self, entry: Entry) -> Sum:
        """Parse the expression."""
        return Sum(source=self.source, expr=entry.expression(self.expr, "expr"), time=self.time)

    @staticmethod
    def write(spec: Sum) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return write_rows(spec)
