"""What all kinds counted from the rows of one source share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from gnomon.define.expressions import render
from gnomon.define.spec import MetricYaml

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.metric import MetricInput

__all__ = ["RowSpec", "RowYaml", "write_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSpec:
    """What all kinds counted from rows share.

    Attributes
    ----------
    source : str
        Source whose rows count.
    expr : sqlglot expression or None
        Over the source's columns.
    time : str or None
        Time dimension of the source; None means its default.
    can_move : bool
        Whether a rolling or to-date metric may move over its rows.
    """

    kind: ClassVar[str] = ""
    can_move: ClassVar[bool] = True
    source: str
    expr: exp.Expr | None = None
    time: str | None = None

    def inputs(self) -> tuple[MetricInput, ...]:
        """Rows need no other metric."""
        return ()

    def time_key(self) -> str:
        """Key of the file that names the time."""
        return "time"

    def reads(self) -> tuple[exp.Expr, ...]:
        """Give the expressions over the source's columns."""
        return () if self.expr is None else (self.expr,)

    def sources(self) -> tuple[str, ...]:
        """Give all sources whose rows decide; that of the rows that are counted first."""
        return (self.source,)


class RowYaml(MetricYaml):
    """Keys that every kind counted from rows may have."""

    source: str
    time: str | None = None


def write_rows(spec: RowSpec) -> dict[str, object]:
    """Keys that every kind counted from rows shares, as a person would write them."""
    body: dict[str, object] = {"source": spec.source}
    if spec.expr is not None:
        body["expr"] = render(spec.expr)
    if spec.time is not None:
        body["time"] = spec.time
    return body
