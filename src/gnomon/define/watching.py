"""What a project says about watching: which series, how sensitively, under which calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gnomon.base.budget import Budget

__all__ = ["WatchSettings"]

_DAYS: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """The table ``[watch]`` of ``gnomon.toml``.

    Attributes
    ----------
    budget : Budget or None
        False alerts accepted over the whole project; None for one in a thousand days of a metric.
    metrics : tuple of str
        Names; empty for the core metrics.
    by : tuple of str or None
        Dimensions whose values are watched apart; None chooses for each metric, an empty one watches totals.
    grain : str
        Finest buckets that are watched: ``"hour"``, ``"day"`` or ``"week"``.
    slices : int
        Most values of a dimension that are watched, the largest first.
    country : str or None
        Whose holidays to expect.
    country_by : str or None
        Dimension whose values are codes of countries: a slice has the holidays of its own.
    least_change : float
        Smallest distance from what was expected, as a share of it, that is raised.
    history_days : int
        Days that are learned from.
    is_stated : bool
        Whether the project has such a table.
    """

    budget: Budget | None = None
    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] | None = None
    grain: str = "day"
    slices: int = 12
    country: str | None = None
    country_by: str | None = None
    least_change: float = 0.01
    history_days: int = 420
    is_stated: bool = False

    def spend(self, metrics: int) -> Budget:
        """Budget of so many watched metrics.

        Examples
        --------
        >>> WatchSettings().spend(100).per_day
        0.1
        """
        return self.budget or Budget(count=max(metrics, 1), days=_DAYS)
