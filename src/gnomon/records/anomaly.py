"""An anomaly: one bucket of one series that is out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Anomaly", "Slice", "name_slice"]

Slice = tuple[tuple[str, str | None], ...]


def name_slice(where: Slice) -> str:
    """Say a slice in words.

    Examples
    --------
    >>> name_slice((("country", "DE"), ("os", None))), name_slice(())
    ('country = DE, os = null', 'total')
    """
    return ", ".join(f"{dim} = {'null' if value is None else value}" for dim, value in where) or "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """One bucket of one series.

    Attributes
    ----------
    metric : str
        Name of the metric.
    where : tuple of (str, str or None)
        Dimension and value pairs, sorted by dimension; empty for the total.
    grain : str
        Name of the bucket size.
    start : datetime
        Begin of the bucket in the reporting zone, without a zone.
    value : float or None
        None where the bucket has no row.
    expected, low, high : float
        Forecast and the edges of its band, in the unit of the metric.
    p_value : float
        How often a bucket this strange comes without a fault, in [0, 1].
    kind : str
        spike, drop, drop to zero, level shift, ramp, variance change, missing bucket or stuck value.
    is_loud : bool
        The first bucket of its series' incident, or one that turned round or grew by half.
    """

    metric: str
    where: Slice
    grain: str
    start: datetime
    value: float | None
    expected: float
    low: float
    high: float
    p_value: float
    kind: str
    is_loud: bool = True

    @property
    def side(self) -> int:
        """1 above what was expected, -1 below, 0 where there is no value."""
        if self.value is None:
            return 0
        return 1 if self.value > self.expected else -1

    @property
    def name(self) -> str:
        """Metric and slice in words.

        Examples
        --------
        >>> from datetime import datetime
        >>> rest = dict(grain="day", value=1.0, expected=9.0, low=7.0, high=11.0, p_value=1e-4, kind="drop")
        >>> Anomaly(metric="dau", where=(("os", "ios"),), start=datetime(2024, 5, 1), **rest).name
        'dau, os = ios'
        """
        return f"{self.metric}, {name_slice(self.where)}" if self.where else self.metric
