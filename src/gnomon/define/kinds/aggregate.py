"""Kinds counted from the rows of one source: count, sum, average, min, max, distinct, percentile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.metric import MetricInput

__all__ = ["Average", "Count", "Distinct", "Maximum", "Minimum", "Percentile", "RowSpec", "Sum"]


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
    """

    kind: ClassVar[str] = ""
    source: str
    expr: exp.Expression | None = None
    time: str | None = None

    def inputs(self) -> tuple[MetricInput, ...]:
        """Rows need no other metric."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(RowSpec):
    """Rows, or rows where ``expr`` is not null."""

    kind: ClassVar[str] = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(RowSpec):
    """Sum of ``expr`` (true counts as one)."""

    kind: ClassVar[str] = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Average(RowSpec):
    """Mean of ``expr`` over rows where it is not null."""

    kind: ClassVar[str] = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum(RowSpec):
    """Least value of ``expr``."""

    kind: ClassVar[str] = "min"


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum(RowSpec):
    """Greatest value of ``expr``."""

    kind: ClassVar[str] = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct(RowSpec):
    """Exact count of different values: of an entity of the source, or of ``expr``.

    Attributes
    ----------
    entity : str or None
        Who is counted.
    """

    kind: ClassVar[str] = "distinct"
    entity: str | None = None


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
