"""A finding: what a rule says of one thing, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gnomon.base.errors import Location

__all__ = ["Finding", "Status"]

Status = Literal["pass", "warn", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Outcome of one rule.

    Attributes
    ----------
    rule : str
        Name of the rule, stable.
    target : str
        Name of what was looked at, such as a metric.
    status : str
        ``"pass"``, ``"warn"`` or ``"fail"``.
    text : str
        What was seen and how to mend it.
    location : Location or None
        Where to mend it.
    """

    rule: str
    target: str
    status: Status
    text: str
    location: Location | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        """File, line and column, or the target where no file is known."""
        return str(self.location or self.target)

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        return f"{where}{self.status} {self.rule} {self.target}: {self.text}"
