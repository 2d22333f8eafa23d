"""Value columns of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.define.metric import Empty

__all__ = ["Asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A value column of the answer.

    Attributes
    ----------
    name : str
        Output column.
    formula : Formula
        Its leaves renumbered to the question's.
    empty : Empty
        What the metric means where it has no row.
    n_name : str or None
        Output column for the count behind it; None for compared values.
    bound_of : str
        Metric whose interval ends here; empty for a value.
    comparison : str
        Name of the comparison whose value it is; empty for the others.
    compared : tuple of int
        Numbers of the leaves that its comparisons stand on.
    """

    name: str
    formula: Formula
    empty: Empty
    n_name: str | None = None
    bound_of: str = ""
    comparison: str = ""
    compared: tuple[int, ...] = ()

    @property
    def metric(self) -> str:
        """Name of the metric."""
        own = f"__{self.comparison}" if self.comparison else ""
        return self.bound_of or self.name.removesuffix(own)

    @property
    def is_shown(self) -> bool:
        """Whether empty periods are rows of its answer."""
        return self.empty.is_shown or any(e.is_shown for e in self.formula.empties)

    @property
    def is_dense(self) -> bool:
        """Whether every slice gets its own row for an empty period."""
        return all(e.is_dense for e in (self.empty, *self.formula.empties))
