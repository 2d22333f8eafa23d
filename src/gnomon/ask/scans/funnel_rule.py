"""What a funnel counts, as a rule of its leaves; leaves speak of the steps that each entity reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from sqlglot import exp

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.kinds.funnel import Step

__all__ = ["FunnelRule", "began", "places_of", "reached", "step_flag", "took"]

_REACHED: Final = re.compile(r"(?:reached|began)_(\d+)\Z")
_TOOK: Final = re.compile(r"took_(\d+)_(\d+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRule:
    """Rows of the steps become one row for each entity: the steps it reaches, and how long they take."""

    word: ClassVar[str] = "funnel"
    is_elapsed: ClassVar[bool] = True
    entity: str
    steps: tuple[Step, ...]
    window: Window
    order: str
    constant: tuple[str, ...]

    @property
    def matures(self) -> Window:
        """An entry is final when its window is over."""
        return self.window

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """Sources and times of the later steps."""
        return tuple((step.source, step.time) for step in self.steps[1:])

    @property
    def held(self) -> tuple[str, ...]:
        """Columns within which a walk stays: who, and what is held constant."""
        return ("who", *(f"p{i}" for i in range(len(self.constant))))

    def __str__(self) -> str:
        names = " > ".join(step.name for step in self.steps)
        return f"funnel {names} by {self.entity} within {self.window}, {self.order}"


def reached(place: int) -> exp.Column:
    """Build the column that is 1 for an entity that reaches a step, else null."""
    return exp.column(f"reached_{place}")


def began(place: int) -> exp.Column:
    """Build the same column for the step that a share is of: its count is also the n behind it."""
    return exp.column(f"began_{place}")


def took(first: int, last: int) -> exp.Column:
    """Build the column of the microseconds from one step to another; null where the last is not reached."""
    return exp.column(f"took_{first}_{last}")


def step_flag(place: int) -> str:
    """Name the column that tells whether a row fulfils a step."""
    return f"is_{place}"


def places_of(trees: Iterable[exp.Expr]) -> tuple[set[int], list[tuple[int, int]]]:
    """Find the steps that measures speak of: those reached, and pairs of steps with a time between."""
    names = {found.name for tree in trees for found in tree.find_all(exp.Column)}
    pairs = sorted((int(m[1]), int(m[2])) for name in names if (m := _TOOK.match(name)))
    return {int(m[1]) for name in names if (m := _REACHED.match(name))}, pairs
