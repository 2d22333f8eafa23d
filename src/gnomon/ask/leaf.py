"""What a metric is lowered to: leaves (aggregates over rows) and a formula over them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from sqlglot import exp

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.base.time import Grain, Window
    from gnomon.define.metric import Empty

__all__ = [
    "Anchor",
    "ClosedRule",
    "CohortRule",
    "ConversionRule",
    "ElapsedRule",
    "Formula",
    "Frame",
    "Lag",
    "Leaf",
    "PacedRule",
    "ReachingRule",
    "RowRule",
    "SeenRule",
    "SnapshotRule",
    "WaitingRule",
    "looks_back",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A move from the day an answer speaks of to the day that is looked at.

    Exactly one is set: ``back`` by a window, or to the ``start_of`` the surrounding grain.
    """

    back: Window | None = None
    start_of: str | None = None

    def __str__(self) -> str:
        return f"{self.back} back" if self.back else f"start of {self.start_of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Which days' rows speak for a day of the answer; the empty frame is the day itself.

    Attributes
    ----------
    anchors : tuple of Anchor
        Applied in order, outermost first.
    window : Window or None
        Rows of the window that ends at the anchored day.
    since : str or None
        Rows since the start of this grain, up to the anchored day.
    is_unbounded : bool
        All rows up to the anchored day.
    over_period : str
        How daily values of a window speak for a longer period: first, last or average.
    """

    anchors: tuple[Anchor, ...] = ()
    window: Window | None = None
    since: str | None = None
    is_unbounded: bool = False
    over_period: str = "last"

    @property
    def is_plain(self) -> bool:
        """Whether rows speak for their own day only."""
        return not (self.anchors or self.is_cumulative)

    @property
    def is_cumulative(self) -> bool:
        """Whether several days speak for one."""
        return self.window is not None or self.since is not None or self.is_unbounded

    def __str__(self) -> str:
        words = [str(a) for a in self.anchors]
        if self.window:
            words.append(f"last {self.window}")
        if self.since:
            words.append(f"{self.since} to date")
        if self.is_unbounded:
            words.append("all so far")
        if self.is_cumulative:
            words.append(f"{self.over_period} of period")
        return ", ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """A whole-period shift of the answer: rows of the earlier period are shown at the later one.

    Attributes
    ----------
    shift : Window
        A multiple of whole periods of the question's grain (or a span of days without one).
    cut : datetime or None
        Rows from here on do not count, so that a running period is compared like for like.
    start, end : datetime or None
        Rows that count when they are not the question's own window moved back.
    """

    shift: Window
    cut: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None


class RowRule(Protocol):
    """How the rows of a leaf are made from its source's rows, before they are aggregated.

    A frozen record; leaves with equal rules and filters share one scan (see ``gnomon.ask.scans.ruled``).

    Attributes
    ----------
    word : str
        What it is called in messages, such as "snapshot".
    matures : Window or None
        How long after its own time a row is final; None is at once.
    """

    word: ClassVar[str]

    @property
    def matures(self) -> Window | None:
        """How long after its own time a row is final."""
        ...


@runtime_checkable
class ReachingRule(Protocol):
    """A rule that reads rows of further sources: numbers are known as far as all of them are."""

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """Further sources, each with its time dimension; None is the source's default time."""
        ...


@runtime_checkable
class ElapsedRule(Protocol):
    """A rule that waits elapsed time, so that a day is 24 hours, whatever the clocks do."""

    is_elapsed: ClassVar[bool]


@runtime_checkable
class CohortRule(Protocol):
    """A rule that waits whole calendar periods after the one in which a row lies."""

    @property
    def every(self) -> Grain:
        """Grain of the periods."""
        ...

    @property
    def is_first_seen(self) -> bool:
        """Whether first rows stand for entries, so that those of the log's first period may be older."""
        ...


@runtime_checkable
class WaitingRule(Protocol):
    """A rule that looks at nothing before some whole calendar periods have passed."""

    @property
    def every(self) -> Grain:
        """Grain of the periods."""
        ...

    def waits(self, leaf: Leaf) -> int:
        """How many periods after its own a row is first looked at."""
        ...


@runtime_checkable
class SeenRule(Protocol):
    """A rule over rows that are changed later: they are known as far as the latest of several times."""

    @property
    def seen_by(self) -> tuple[str, ...]:
        """Time dimensions of the leaf's source."""
        ...


@runtime_checkable
class PacedRule(Protocol):
    """A rule whose periods are of one fixed grain; without a time key, one period speaks."""

    @property
    def pace(self) -> Grain:
        """The grain."""
        ...

    def looks_back(self, leaf: Leaf) -> Window | None:
        """How long before a period rows must be there as well; None is not at all."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRule:
    """Rows at the last or first point of ``over``, per entities, count."""

    word: ClassVar[str] = "snapshot"
    over: str
    pick: str
    per: tuple[str, ...]

    @property
    def matures(self) -> None:
        """A balance is final with its day."""
        return

    def __str__(self) -> str:
        return f"{self.pick} {self.over}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRule:
    """Base rows of the leaf, each joined to conversions of the same entity that follow it.

    Attributes
    ----------
    leaf : Leaf
        The conversion event.
    claims : str
        Whether ``all`` base events may claim a conversion, or only those ``asked`` for.
    closes_after : Window or None
        How long a base event waits until it counts; None is not at all.
    """

    word: ClassVar[str] = "conversion"
    leaf: Leaf
    entity: str
    window: Window | None
    constant: tuple[tuple[str, str], ...]
    claims: str = "all"
    closes_after: Window | None = None

    @property
    def matures(self) -> Window | None:
        """A base event is final when its window is over; where all count, each period is as far as it is known."""
        return self.closes_after

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """Source and time of the conversions."""
        return ((self.leaf.source, self.leaf.time),)

    def __str__(self) -> str:
        return f"converting to {self.leaf.source} by {self.entity} within {self.window or 'any time'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRule:
    """Rows as they are, once what may follow them is known.

    Attributes
    ----------
    beside : tuple of (str, str or None)
        Source and time of what may follow.
    """

    word: ClassVar[str] = "closed count"
    closes_after: Window
    beside: tuple[str, str | None]

    @property
    def matures(self) -> Window:
        """A row is final when its window is over."""
        return self.closes_after

    @property
    def also_reads(self) -> tuple[tuple[str, str | None], ...]:
        """Source and time of what may follow."""
        return (self.beside,)

    def __str__(self) -> str:
        return f"{self.closes_after} over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One aggregate over the rows of one source: the unit that scans are shared between.

    Attributes
    ----------
    agg : str
        count, sum, average, min, max, distinct, percentile.
    expr : sqlglot expression or None
        Over the source's columns, not yet qualified.
    is_reached : bool
        Whether the names in ``expr`` are dotted ones that joins lead to, not columns.
    filters : tuple of sqlglot expression
        Row conditions in names, all of which must hold.
    rule : RowRule or None
        How rows are made before they are aggregated; None takes the source's rows as they are.
    after : Window or None
        How much later than ``time`` a row is dated, such as a deadline.
    part : hashable or None
        What is made of the rule's rows for this leaf alone; leaves of one rule may differ in it.
    is_bounded : bool
        Whether its periods are those in which data may be, also where a calendar knows more.
    """

    source: str
    agg: str
    expr: exp.Expr | None
    time: str | None
    is_reached: bool = False
    p: float = 0.5
    method: str = "continuous"
    filters: tuple[exp.Expr, ...] = ()
    frame: Frame = field(default_factory=Frame)
    lag: Lag | None = None
    rule: RowRule | None = None
    part: Hashable | None = None
    after: Window | None = None
    is_bounded: bool = False

    @property
    def is_additive(self) -> bool:
        """Whether partial results over disjoint rows combine to the whole."""
        return self.agg in {"count", "sum", "min", "max"}

    def filtered(self, *filters: exp.Expr) -> Leaf:
        """Add row conditions."""
        return replace(self, filters=(*self.filters, *filters)) if filters else self


def looks_back(leaf: Leaf) -> Window | None:
    """How long before a period a leaf's rows must be there as well."""
    return leaf.rule.looks_back(leaf) if isinstance(leaf.rule, PacedRule) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A value computed from leaves.

    Attributes
    ----------
    value : sqlglot expression
        Its columns named ``leaf_<i>`` stand for ``leaves[i]``.
    leaves : tuple of Leaf
        In order of their numbers.
    empties : tuple of Empty, same length
        What each leaf means where it has no row.
    n : tuple of int
        Leaves whose rows (or entities) are behind the value; the least of them is told.
    empty : Empty or None
        What the whole means where it is unknown.
    numbers : tuple of int, same length as leaves
        Numbers of the leaves in the question at hand.
    bounds : tuple of two sqlglot expressions, or None
        Ends of the value's interval, over the same leaves; a formula over others has none.
    """

    value: exp.Expr
    leaves: tuple[Leaf, ...]
    empties: tuple[Empty, ...]
    n: tuple[int, ...]
    empty: Empty | None = None
    numbers: tuple[int, ...] = ()
    bounds: tuple[exp.Expr, exp.Expr] | None = None
