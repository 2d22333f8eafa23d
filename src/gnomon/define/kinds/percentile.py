"""Percentile: the value below which a share of rows lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Sql

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Percentile", "PercentileYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentile(RowSpec):
    """Value below which the share ``p`` of rows lies.

    Attributes
    ----------
    p : float
        In (0, 1); 0.5 is the median.
    method : str
        ``"continuous"`` (interpolated), ``"discrete"`` (an observed value) or ``"approximate"``.
    """

    kind: ClassVar[str] = "percentile"
    p: float = 0.5
    method: str = "continuous"


class PercentileYaml(RowYaml):
    """``kind: percentile``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["percentile"]
    expr: Sql
    p: Annotated[float, Field(gt=0, lt=1)] = 0.5
    method: Literal["continuous", "discrete", "approximate"] = "continuous"

    def to_spec(self, entry: Entry) -> Percentile:
        """Parse the expression."""
        expr = entry.expression(self.expr, "expr")
        return Percentile(source=self.source, expr=expr, time=self.time, p=self.p, method=self.method)

    @staticmethod
    def write(spec: Percentile) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        method = {} if spec.method == "continuous" else {"method": spec.method}
        return {**write_rows(spec), "p": spec.p, **method}
