"""A report: everything that its page, its pictures and its terminal table show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gnomon.records.answer import Cost
from gnomon.records.event import Event
from gnomon.records.incident import Severity
from gnomon.records.investigation import Investigation

__all__ = [
    "Breakdown",
    "BreakdownRow",
    "CheckCount",
    "GoalCard",
    "GoalTarget",
    "Member",
    "MetricCard",
    "MetricSection",
    "Number",
    "Report",
    "SeriesFigure",
    "SeriesPoint",
    "SummaryRow",
    "TreeNode",
    "WatchFinding",
    "WatchPart",
]

Number = int | float
Member = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricCard:
    """What a reader must know of a metric besides its numbers.

    Attributes
    ----------
    unit : str
        ``hours``, ``users``, ``$``; ``share``, ``percent`` and ``%`` say that values are fractions of 1.
    format : str
        d3 style (``,.0f``, ``.1%``); empty lets the report choose.
    direction : str
        ``up``, ``down`` or ``neither``: which way is good.
    module, goal, tier, owner : str
        Empty when not said.
    version : str
        Hash of the definition and of all that it stands on.
    definition : str
        The definition as its author wrote it (YAML text).
    definition_place : str
        File and line of the definition.
    sources : tuple of str
        Labels of the sources that it is counted from.
    rule : str
        How it is counted, in one sentence; empty where the kind says it all.
    """

    name: str
    label: str
    description: str = ""
    kind: str = ""
    unit: str = ""
    format: str = ""
    direction: str = "neither"
    module: str = ""
    goal: str = ""
    tier: str = ""
    owner: str = ""
    is_guardrail: bool = False
    version: str = ""
    definition: str = ""
    definition_place: str = ""
    sources: tuple[str, ...] = ()
    deprecated_by: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One period of a line.

    Attributes
    ----------
    period : datetime
        Start of the period in the reporting zone, naive.
    value : int, float or None
        None is unknown (an empty period of a ratio, for example).
    compared : int, float or None
        Value of the period that it is held against.
    n : int or None
        Rows or entities behind the value.
    is_complete : bool
        Whether the period is finished and loaded.
    low, high : float or None
        Ends of the value's interval; None where it has none.
    """

    period: datetime
    value: Number | None
    compared: Number | None = None
    n: int | None = None
    is_complete: bool = True
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFigure:
    """One metric over time beside what it is compared with.

    Attributes
    ----------
    points : tuple of SeriesPoint
        Ascending, one a period, empty periods included.
    grain : str
        Grain of the periods: ``day``, ``week``, … or a custom one.
    comparison : str
        Name of the comparison (see ``COMPARISONS``); empty draws none.
    scope : str
        What the numbers are limited to, in words (``country DE``); empty is everything.
    """

    card: MetricCard
    points: tuple[SeriesPoint, ...]
    grain: str = "day"
    comparison: str = "last_week"
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownRow:
    """One slice of a breakdown.

    Attributes
    ----------
    member : str, number, bool, date, datetime or None
        Value of the dimension; None is the null member, shown as ``(none)``.
    n : int or None
        Rows or entities behind the value.
    low, high : int, float or None
        Ends of the value's interval; None where it has none.
    """

    member: Member
    value: Number | None
    compared: Number | None = None
    n: int | None = None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One metric over one dimension in one period.

    Attributes
    ----------
    dimension, label : str
        Name as asked (``user.country``) and what to call it.
    rows : tuple of BreakdownRow
        In the order to show them.
    total : BreakdownRow or None
        Asked at the coarser grain, never summed from rows; its member is not shown.
    period : datetime
        Start of the period.
    hidden : int
        Members that are not among the rows.
    """

    card: MetricCard
    dimension: str
    label: str
    rows: tuple[BreakdownRow, ...]
    period: datetime
    total: BreakdownRow | None = None
    grain: str = "day"
    comparison: str = "last_week"
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSection:
    """All that a report shows of one metric.

    Attributes
    ----------
    series : SeriesFigure or None
        None only together with a failure.
    sql : str
        What ran for the series.
    failure : str
        Why there are no numbers, shown in their place; empty when there are.
    """

    card: MetricCard
    series: SeriesFigure | None
    breakdowns: tuple[Breakdown, ...] = ()
    sql: str = ""
    notes: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTarget:
    """A value to reach by a day."""

    by: date
    value: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCard:
    """A business goal; ``north_star`` is the name of the metric that tells whether it is reached."""

    name: str
    label: str
    description: str = ""
    owner: str = ""
    north_star: str = ""
    targets: tuple[GoalTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A metric in the metric tree, with what it is computed from and what is believed to drive it.

    Attributes
    ----------
    relation : str
        How it stands to the node above: ``""`` (a root), ``"part"`` (the one above is computed from it)
        or ``"driver"`` (believed to move the one above).
    effect : str
        Of a driver: ``up`` or ``down``.
    """

    metric: str
    label: str
    relation: str = ""
    effect: str = ""
    why: str = ""
    children: tuple[TreeNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How many checks ran and how many passed."""

    passed: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFinding:
    """One incident as the page shows it.

    Attributes
    ----------
    id, title, text : str
        Name of the incident, one line, and what was seen in a sentence or two.
    figure : SeriesFigure or None
        The series that leads it; its comparison is the expected value, with the band.
    investigation : Investigation or None
        What was found behind it; None where it could not be looked into.
    failure : str
        Why not.
    """

    id: str
    title: str
    text: str
    severity: Severity
    began: datetime
    last: datetime
    figure: SeriesFigure | None = None
    investigation: Investigation | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPart:
    """What a watch found over some days.

    Attributes
    ----------
    first, last : datetime or None
        Days that were judged; None where nothing was.
    metrics, series, young : int
        Watched metrics, their series, and how many of those have too little history.
    findings : tuple of WatchFinding
        Newest first.
    more : int
        Incidents that are not shown.
    events : tuple of Event
        Known events in these days that raised no alarm.
    looks : tuple of Investigation
        Changes of the last week that were taken apart although nothing was out of the ordinary.
    """

    first: datetime | None
    last: datetime | None
    metrics: int
    series: int
    young: int
    findings: tuple[WatchFinding, ...] = ()
    more: int = 0
    events: tuple[Event, ...] = ()
    looks: tuple[Investigation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of a project at a moment; the page is a function of it alone.

    Attributes
    ----------
    project : str
        Label of the project.
    as_of : datetime
        The moment that counted as now (UTC).
    complete_through : datetime or None
        End of what is loaded (naive, reporting zone), exclusive: midnight after the last loaded day.
    attribution : str
        Licence line of the data.
    checks : CheckCount or None
        None when no checks ran.
    cost : Cost or None
        Of all questions together.
    watch : WatchPart or None
        What was out of the ordinary; None when nobody looked.
    """

    project: str
    as_of: datetime
    timezone: str
    sections: tuple[MetricSection, ...]
    description: str = ""
    complete_through: datetime | None = None
    attribution: str = ""
    data_version: str = ""
    checks: CheckCount | None = None
    goals: tuple[GoalCard, ...] = ()
    tree: tuple[TreeNode, ...] = ()
    cost: Cost | None = None
    notes: tuple[str, ...] = ()
    watch: WatchPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One metric in one line, as texts: for the table on top of the page and for the terminal.

    Attributes
    ----------
    module : str
        Empty for metrics of no module.
    period, value, compared, change : str
        Of the last complete period; a dash where unknown.
    tone : str
        ``better``, ``worse`` or empty, by the metric's direction.
    failure : str
        Why there are no numbers; empty when there are.
    """

    module: str
    name: str
    label: str
    period: str = ""
    value: str = ""
    compared: str = ""
    comparison: str = ""
    change: str = ""
    tone: str = ""
    unit: str = ""
    owner: str = ""
    failure: str = ""
