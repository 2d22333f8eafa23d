"""What a user may write about watching in ``gnomon.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gnomon.base.budget import Budget, parse_budget
from gnomon.base.errors import InputError
from gnomon.define.spec import ManyText, Number, Strict
from gnomon.define.watching import WatchSettings

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["WatchToml"]


class WatchToml(Strict):
    """Which series are watched, how sensitively, under which calendar."""

    budget: str | None = None
    metrics: ManyText = Field(default_factory=list)
    by: ManyText | None = None
    grain: Literal["hour", "day", "week"] = "day"
    slices: Annotated[int, Field(ge=1, le=1000)] = 12
    country: str | None = None
    country_by: str | None = None
    least_change: Annotated[Number, Field(ge=0, lt=1)] = 0.01
    history_days: Annotated[int, Field(ge=60, le=4000)] = 420

    def to_settings(self, entry: Entry) -> WatchSettings:
        """Make the record; the budget is read."""
        budget: Budget | None = None
        try:
            budget = None if self.budget is None else parse_budget(self.budget)
        except InputError as error:
            entry.report(error.message, "DEF-116", "budget")
        return WatchSettings(
            budget=budget,
            metrics=tuple(self.metrics),
            by=None if self.by is None else tuple(self.by),
            grain=self.grain,
            slices=self.slices,
            country=self.country,
            country_by=self.country_by,
            least_change=float(self.least_change),
            history_days=self.history_days,
            is_stated=True,
        )
