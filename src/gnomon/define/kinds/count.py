"""Count: rows, or rows that have a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Count", "CountYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(RowSpec):
    """Rows, or rows where ``expr`` is not null."""

    kind: ClassVar[str] = "count"


class CountYaml(RowYaml):
    """``kind: count``."""

    empty_word: ClassVar[str] = "zero"
    kind: Literal["count"]
    expr: Sql | None = None

    def to_spec(self, entry: Entry) -> Count:
        """Parse the expression."""
        return Count(source=self.source, expr=entry.optional(self.expr, "expr"), time=self.time)

    @staticmethod
    def write(spec: Count) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return write_rows(spec)
