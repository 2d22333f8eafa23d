"""A metric: what is counted, for whom, and how far it may be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from datetime import date

    from sqlglot import exp

    from gnomon.base.errors import Location
    from gnomon.base.time import Window

__all__ = [
    "Counting",
    "Direction",
    "Empty",
    "KindSpec",
    "Metric",
    "MetricInput",
    "Module",
    "Plausible",
    "Reference",
    "Ruled",
    "Sensitivity",
    "Tier",
]


class Direction(Enum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Tier(Enum):
    """How far a metric has been certified; ``core`` is earned (see ``gnomon lint``)."""

    CORE = "core"
    STANDARD = "standard"
    DRAFT = "draft"


class Module(Enum):
    """The part of the product that a metric speaks of."""

    EXPERIENCE = "experience"
    GROWTH = "growth"
    CONTENT = "content"
    CREATION = "creation"
    SOCIAL = "social"
    PGC = "pgc"
    INFRASTRUCTURE = "infrastructure"
    COMPLIANCE = "compliance"
    SECURITY = "security"


class Sensitivity(Enum):
    """Who may see a metric's numbers: personal and sensitive ones speak of single people."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A public source that defines the metric.

    Attributes
    ----------
    text : str
        Who says it, and where: a law's article, a document's title.
    url : str
        Address; empty where there is none.
    checked : date or None
        Day on which thresholds and deadlines were read there; None where nobody did.
    """

    text: str
    url: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausible:
    """Range that the source would call plausible, both ends in it; None is open."""

    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value is inside.

        Examples
        --------
        >>> Plausible(low=0, high=1).holds(1.2)
        False
        """
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        if self.low is None:
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What a period without a single row means.

    Attributes
    ----------
    is_shown : bool
        Whether the answer has a row for it.
    value : int, float or None
        Its value; None is unknown.
    is_dense : bool
        Whether every slice gets its own row for an empty period, or the period one row without a slice
        (only where no slice has rows).
    """

    is_shown: bool = True
    value: int | float | None = None
    is_dense: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricInput:
    """A metric used inside another, with its own filter and shift in time.

    Attributes
    ----------
    alias : str
        Name in the outer expression.
    offset : Window or None
        Take the value this long before.
    to_start_of : str or None
        Take the value at the start of the surrounding period of this grain.
    """

    metric: str
    alias: str
    filter: exp.Expr | None = None
    offset: Window | None = None
    to_start_of: str | None = None


@runtime_checkable
class Ruled(Protocol):
    """A kind whose way of counting must be said beside its numbers."""

    def rule(self) -> str:
        """Say in one sentence whom or what it counts, when, and once or often."""
        ...


class KindSpec(Protocol):
    """What is peculiar to a kind of metric: a frozen record of its own."""

    kind: ClassVar[str]

    def inputs(self) -> tuple[MetricInput, ...]:
        """Metrics that it is computed from; empty for one counted from a source."""
        ...


@runtime_checkable
class Counting(Protocol):
    """A spec whose number says nothing without the unit that it counts: users, sessions or devices."""

    def counts(self) -> str:
        """Say who is counted, such as ``sessions``."""
        ...

    def default_unit(self) -> str:
        """Say what the number is in where the file does not; empty for a share."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One definition of one number.

    Attributes
    ----------
    spec : KindSpec
        The peculiar part: see ``gnomon.define.kinds``.
    filter : sqlglot expression or None
        Rows that count, over dimensions reachable from the metric's sources.
    dimensions : tuple of str or None
        Dimensions it may be sliced by; None allows all.
    grain : str or None
        Grain of an answer when none is asked for.
    valid_since : date or None
        First day on which the definition holds.
    deprecated_by : str or None
        Metric to use instead.
    paired_with : tuple of str
        Metrics to read beside it, because pushing this one alone can be paid for there.
    """

    name: str
    spec: KindSpec
    label: str = ""
    description: str = ""
    filter: exp.Expr | None = None
    unit: str = ""
    format: str = ""
    direction: Direction = Direction.NEITHER
    module: Module | None = None
    goal: str | None = None
    tier: Tier = Tier.DRAFT
    owner: str = ""
    is_guardrail: bool = False
    dimensions: tuple[str, ...] | None = None
    empty: Empty = Empty()
    grain: str | None = None
    valid_since: date | None = None
    deprecated_by: str | None = None
    freshness: Window | None = None
    tags: tuple[str, ...] = ()
    reference: Reference | None = None
    paired_with: tuple[str, ...] = ()
    plausible: Plausible | None = None
    sensitivity: Sensitivity | None = None
    location: Location | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """Name of the kind, such as count or ratio."""
        return self.spec.kind

    @property
    def title(self) -> str:
        """Label, or the name made readable, with who is counted where the kind leaves that open."""
        name = self.label or self.name.replace("_", " ").capitalize()
        return name if self.label or not isinstance(self.spec, Counting) else f"{name} ({self.spec.counts()})"
