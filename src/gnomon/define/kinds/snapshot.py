"""Snapshot: a balance, taken at one point of each period and never added over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import ManyText, Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Snapshot", "SnapshotYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(RowSpec):
    """A balance: taken at the last or first point of each period, never added over time.

    Attributes
    ----------
    over : str
        Time dimension over which it must not be added.
    pick : str
        ``"last"`` or ``"first"`` point of the period.
    per : tuple of str
        Entities whose own last (first) point counts; empty means one point for all.
    agg : str
        How the picked rows are put together: sum, average, min, max, count, distinct.
    """

    kind: ClassVar[str] = "snapshot"
    over: str = ""
    pick: str = "last"
    per: tuple[str, ...] = ()
    agg: str = "sum"


class SnapshotYaml(RowYaml):
    """``kind: snapshot``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["snapshot"]
    expr: Sql | None = None
    over: str
    pick: Literal["last", "first"] = "last"
    per: ManyText = Field(default_factory=list)
    agg: Literal["sum", "average", "min", "max", "count", "distinct"] = "sum"

    def to_spec(self, entry: Entry) -> Snapshot:
        """Parse the expression; only a count can do without one."""
        if self.expr is None and self.agg != "count":
            entry.report(
                f"`agg: {self.agg}` needs an `expr`.", "DEF-111", key=True, about=[("agg",), ("expr",)]
            )
        return Snapshot(
            source=self.source,
            expr=entry.optional(self.expr, "expr"),
            time=self.time,
            over=self.over,
            pick=self.pick,
            per=tuple(self.per),
            agg=self.agg,
        )

    @staticmethod
    def write(spec: Snapshot) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {**write_rows(spec), "over": spec.over}
        if spec.pick != "last":
            body["pick"] = spec.pick
        if spec.per:
            body["per"] = list(spec.per)
        if spec.agg != "sum":
            body["agg"] = spec.agg
        return body
