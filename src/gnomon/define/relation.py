"""Relations: what must hold between metrics in every period, whatever the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gnomon.define.expressions import names_in

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.base.errors import Location

__all__ = ["MetricRelation", "names_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRelation:
    """Two expressions over metrics that are equal in every complete period.

    Attributes
    ----------
    left, right : sqlglot expression
        Over names of metrics; the right side may be a number.
    over : str or None
        Dimension over whose members the left side is added up before it is held against the right one.
    grain : str or None
        Periods in which it must hold; None is the finest that all its metrics can be asked by, a day at least.
    tolerance : float
        Difference allowed, relative to the larger side (to 1, where both are smaller).
    """

    name: str
    left: exp.Expr
    right: exp.Expr
    over: str | None = None
    label: str = ""
    grain: str | None = None
    tolerance: float = 1e-9
    location: Location | None = field(default=None, compare=False)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of the metrics of both sides, each once."""
        return tuple(dict.fromkeys((*names_of(self.left), *names_of(self.right))))


def names_of(side: exp.Expr) -> tuple[str, ...]:
    """Metrics that a side of a relation names, each once.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> names_of(parse_one("dau * time_per_dau + dau"))
    ('dau', 'time_per_dau')
    """
    return tuple(dict.fromkeys(".".join(name.path) for name in names_in(side)))
