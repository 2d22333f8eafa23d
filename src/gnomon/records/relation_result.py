"""The outcome of a relation: in which periods its two sides differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["RelationBreak", "RelationResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationBreak:
    """A complete period in which the two sides differ.

    Attributes
    ----------
    period : str
        Start of the period; empty where there are none.
    left, right : int, float or None
        None is unknown.
    """

    period: str
    left: int | float | None
    right: int | float | None

    @property
    def difference(self) -> int | float | None:
        """Left less right; None where one of them is unknown."""
        return None if self.left is None or self.right is None else self.left - self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationResult:
    """Whether a relation holds.

    Attributes
    ----------
    label : str
        Label, or the name made readable.
    status : {"pass", "warn", "fail", "error"}
        ``warn`` means that no complete period has both sides; ``error`` that it could not be asked.
    text : str
        What was seen.
    periods : int
        Complete periods in which both sides were held against each other.
    breaks : tuple of RelationBreak
        In order of time.
    where : str
        File and line of the relation.
    """

    name: str
    label: str
    status: Literal["pass", "warn", "fail", "error"]
    text: str
    periods: int = 0
    breaks: tuple[RelationBreak, ...] = ()
    where: str = ""

    @property
    def is_passed(self) -> bool:
        """Whether nothing speaks against it."""
        return self.status in ("pass", "warn")
