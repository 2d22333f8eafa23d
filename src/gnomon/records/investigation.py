"""Why a number changed: what was looked at, in which order, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gnomon.records.event import Event
from gnomon.records.explanation import Change, Explanation
from gnomon.records.localisation import Localisation, Segment

__all__ = [
    "Band",
    "BaseRate",
    "DataFinding",
    "DataVerdict",
    "Investigation",
    "Lead",
    "Period",
    "RankedEvent",
    "Split",
    "Story",
    "Usual",
    "Verdict",
]

Verdict = Literal["within the usual range", "data problem", "localised", "mix", "diffuse", "not enough data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}" if self.start == self.end else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where the value was expected.

    Attributes
    ----------
    expected, low, high : float
    method : str
        Who expected it.
    """

    expected: float
    low: float
    high: float
    method: str

    def holds(self, value: float) -> bool:
        """Whether a value is inside.

        Examples
        --------
        >>> Band(expected=10.0, low=8.0, high=12.0, method="").holds(12.5)
        False
        """
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFinding:
    """A fault of the data, or a sign of one.

    Attributes
    ----------
    rule : str
        ``"missing rows"``, ``"late rows"``, ``"doubled rows"``, ``"null burst"``, ``"value vanished"``,
        ``"value appeared"``, ``"unit change"`` or ``"logging change"``.
    source : str
        Table that it is in.
    text : str
        What was seen, in a sentence.
    first, last : date
        Days of the period on which it was seen.
    where : tuple of (str, object)
        Slice that it is in; empty for the whole table.
    before, after : float
        The figure that jumped: rows, a share, a mean.
    reach : float or None
        What it does to the metric as a share of it, -0.3 for 30 % less; None where that cannot be told.
    explains : bool
        Whether it carries at least half of the metric's change, in the same direction.
    """

    rule: str
    source: str
    text: str
    first: date
    last: date
    before: float
    after: float
    where: tuple[tuple[str, object], ...] = ()
    reach: float | None = None
    explains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataVerdict:
    """Whether the data can carry the number.

    Attributes
    ----------
    status : str
        ``"sound"`` (nothing found), ``"suspect"`` (something found that does not carry the change), ``"at fault"``
        or ``"not checked"``.
    findings : tuple of DataFinding
        Those that carry the change first.
    checked : tuple of str
        Tables that were read.
    notes : tuple of str
        What could not be checked.
    """

    status: Literal["sound", "suspect", "at fault", "not checked"]
    findings: tuple[DataFinding, ...] = ()
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a contribution commonly is.

    Attributes
    ----------
    name, part : str
        The contribution.
    low, high : float
        Nineteen of twenty past periods of the same length lie between.
    pvalue : float
        Chance of a contribution at least this large, by those periods.
    is_unusual : bool
        Whether it stands out of all that are shown, at a false-discovery share of 10 %.
    """

    name: str
    part: str
    low: float
    high: float
    pvalue: float
    is_unusual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The change over one dimension.

    Attributes
    ----------
    dimension : str
    explanation : Explanation
        Contributions that sum to the change.
    usual : tuple of Usual
        One for each contribution for which past periods tell it.
    rate, mix : float or None
        Of a ratio: what the values' own rates did to the change, and what their sizes did.
    """

    dimension: str
    explanation: Explanation
    usual: tuple[Usual, ...] = ()
    rate: float | None = None
    mix: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A segment over time.

    Attributes
    ----------
    segment : Segment
    days : tuple of date
        First days of the buckets.
    values, expected : tuple of float or None
        The segment's own value, and what its earlier weeks would expect.
    onset : date or None
        First day of the change; None where no day can be told.
    returns : bool or None
        Whether the metric would be inside its band without the segment's effect; None without a band.
    """

    segment: Segment
    days: tuple[date, ...] = ()
    values: tuple[float | None, ...] = ()
    expected: tuple[float | None, ...] = ()
    onset: date | None = None
    returns: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """How often an event of the kind fell into a quiet week.

    Attributes
    ----------
    with_event, quiet : int
        Of `quiet` weeks in which the metric was as expected, so many had one.
    """

    with_event: int
    quiet: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedEvent:
    """A known event, and how well it fits.

    Attributes
    ----------
    event : Event
    score : float
        Closeness times overlap, in [0, 1].
    days : int
        From the event's start to the onset; negative when the event came later.
    overlap : float
        How much of its scope the named segments are, in [0, 1].
    base_rate : BaseRate or None
    """

    event: Event
    score: float
    days: int
    overlap: float
    base_rate: BaseRate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Another metric that moved before or with this one.

    Attributes
    ----------
    metric, label : str
    relation : str
        ``"moved first"``, ``"moved together"`` or ``"moved later"``.
    moved_on : date
        First day on which it was out of the ordinary.
    lag_days : int
        Days by which it runs ahead where surprises of both agree best.
    correlation : float
        Of the surprises at that lag.
    pvalue : float
        Of that correlation, corrected for the lags tried.
    change : float
        Its own relative change on that day against what was expected.
    """

    metric: str
    label: str
    relation: Literal["moved first", "moved together"]
    moved_on: date
    lag_days: int
    correlation: float
    pvalue: float
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """A change of a metric, looked into.

    Attributes
    ----------
    metric, label, unit, format : str
        What changed.
    period : Period
        When.
    baseline : str
        Name of what it is held against: ``"expected"``, ``"previous"``, ``"last_week"``, ``"last_year"`` or
        ``"window"``.
    against : tuple of Period
        Days that the baseline was made from.
    change : Change
        Value by the baseline, and the value.
    band : Band or None
        Range in which the detector expected the value; None without enough history.
    outcome : str
        See `Verdict`.
    data : DataVerdict
    splits : tuple of Split
        The change over each dimension.
    drivers : Explanation or None
        The change over the inputs of the metric's formula.
    localisation : Localisation or None
        The search over all combinations of dimensions; None where the metric's cells cannot be added up.
    stories : tuple of Story
        One for each segment of the localisation.
    events : tuple of RankedEvent
        Best fit first.
    leads : tuple of Lead
        Other metrics that moved.
    method : str
    assumptions : tuple of str
    sentences : tuple of str
        The finding in words; every number in them is one of this record's.
    """

    metric: str
    label: str
    period: Period
    baseline: str
    change: Change
    outcome: Verdict
    data: DataVerdict
    unit: str = ""
    format: str = ""
    against: tuple[Period, ...] = ()
    band: Band | None = None
    splits: tuple[Split, ...] = ()
    drivers: Explanation | None = None
    localisation: Localisation | None = None
    stories: tuple[Story, ...] = ()
    events: tuple[RankedEvent, ...] = ()
    leads: tuple[Lead, ...] = ()
    method: str = ""
    assumptions: tuple[str, ...] = ()
    sentences: tuple[str, ...] = field(default=())

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Segments that were named, largest effect first."""
        return () if self.localisation is None else self.localisation.segments
