"""What retention counts, as a rule of its leaves; leaves speak of cohorts and of those who came back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from sqlglot import exp

from gnomon.base.time import Window

if TYPE_CHECKING:
    from gnomon.ask.leaf import Leaf
    from gnomon.base.time import Grain
    from gnomon.define.kinds.retention import Returning

__all__ = ["RetentionRule", "Span", "came_back", "entered", "spans_of"]

Span = tuple[int, int]
_NAMED: Final = re.compile(r"(?:back|size)_(\d+)_(\d+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Rows become one row for each entity: when it entered, and in which periods it came back.

    Attributes
    ----------
    where : sqlglot expression or None
        Rows by which an entity can enter.
    is_first_seen : bool
        Whether the first row stands for the entry, so that those of the log's first period may be older.
    last : int
        Period that must be over; leaves that differ in it alone share a scan.
    """

    word: ClassVar[str] = "retention"
    entity: str
    where: exp.Expr | None
    active: Returning
    every: Grain
    is_first_seen: bool
    last: int = field(compare=False)

    @property
    def matures(self) -> Window | None:
        """A cohort is final when its last period is over; see ``every`` for what whole periods are."""
        return Window(count=self.last, grain=self.every.value) if self.last else None

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """Source and time of the returns."""
        return ((self.active.source, self.active.time),)

    def waits(self, leaf: Leaf) -> int:
        """First period after the entry that a measure speaks of."""
        spans = spans_of(() if leaf.expr is None else (leaf.expr,))
        return min((first for first, _ in spans), default=0)

    def __str__(self) -> str:
        return f"cohorts by {self.every.value} of {self.entity}, back in {self.active.source}"


def came_back(span: Span) -> exp.Column:
    """Build the column that is 1 for an entity that came back in a span of periods, its cohort being closed."""
    return exp.column(f"back_{span[0]}_{span[1]}")


def entered(span: Span) -> exp.Column:
    """Build the column that is 1 for an entity whose cohort is closed for a span of periods."""
    return exp.column(f"size_{span[0]}_{span[1]}")


def spans_of(trees: Iterable[exp.Expr]) -> tuple[Span, ...]:
    """Find the spans of periods that measures speak of."""
    names = {found.name for tree in trees for found in tree.find_all(exp.Column)}
    return tuple(sorted({(int(m[1]), int(m[2])) for name in names if (m := _NAMED.match(name))}))
