"""Kinds computed from other metrics: ratio, derived, rolling, to-date, conversion; and the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from gnomon.define.kinds.aggregate import RowSpec

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.base.time import Window
    from gnomon.define.metric import MetricInput

__all__ = ["Conversion", "Derived", "Ratio", "Rolling", "Snapshot", "ToDate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Numerator over denominator, each summed up first; they may live in different sources."""

    kind: ClassVar[str] = "ratio"
    numerator: MetricInput
    denominator: MetricInput

    def inputs(self) -> tuple[MetricInput, ...]:
        """Numerator, then denominator."""
        return (self.numerator, self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Arithmetic over metrics; the expression's columns are the aliases of its inputs."""

    kind: ClassVar[str] = "derived"
    expr: exp.Expression
    terms: tuple[MetricInput, ...]

    def inputs(self) -> tuple[MetricInput, ...]:
        """The terms as written."""
        return self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """A metric over a window that ends with each period.

    Attributes
    ----------
    window : Window or None
        Length; None means everything so far.
    over_period : str
        Which value speaks for a longer period: ``"last"``, ``"first"`` or ``"average"`` of its base values.
    """

    kind: ClassVar[str] = "rolling"
    term: MetricInput
    window: Window | None = None
    over_period: str = "last"

    def inputs(self) -> tuple[MetricInput, ...]:
        """The one metric."""
        return (self.term,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDate:
    """A metric from the start of the surrounding period of ``since`` up to each period.

    Attributes
    ----------
    since : str
        A standard or custom grain: ``month`` gives month-to-date.
    """

    kind: ClassVar[str] = "to_date"
    term: MetricInput
    since: str = "month"
    over_period: str = "last"

    def inputs(self) -> tuple[MetricInput, ...]:
        """The one metric."""
        return (self.term,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Base events that are followed by a conversion event of the same entity within a window.

    Attributes
    ----------
    entity : str
        Who must do both.
    window : Window or None
        From the base event on; None means any time after.
    calculate : str
        ``"rate"`` (conversions over base events) or ``"count"`` (conversions).
    constant : tuple of (str, str)
        Properties (base, conversion) that must be equal in both events.
    """

    kind: ClassVar[str] = "conversion"
    base: MetricInput
    conversion: MetricInput
    entity: str
    window: Window | None = None
    calculate: str = "rate"
    constant: tuple[tuple[str, str], ...] = ()

    def inputs(self) -> tuple[MetricInput, ...]:
        """Base, then conversion."""
        return (self.base, self.conversion)


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
