"""A project: everything that its files say, checked once and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.channels import NoticeSettings
from gnomon.define.watching import WatchSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from gnomon.base.errors import Location
    from gnomon.define.metric import Metric
    from gnomon.define.relation import MetricRelation
    from gnomon.define.source import Relation, Source
    from gnomon.records.event import Event

__all__ = ["Calendar", "Driver", "Goal", "Model", "OracleCase", "SavedQuestion", "Settings", "Target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A table with one row a period, for grains that no formula gives.

    Attributes
    ----------
    column : str
        Column that holds the period's start.
    grain : Grain
        Grain of the rows.
    grains : mapping of str to str
        Custom grain to the column that names or starts the custom period.
    """

    name: str
    relation: Relation
    column: str
    grain: Grain = Grain.DAY
    grains: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``gnomon.toml`` says.

    Attributes
    ----------
    week_start : int
        ISO weekday on which a week starts, 1 (Monday) to 7 (Sunday).
    timezone : str
        IANA zone in which days begin.
    store : str
        Address of the product's own state; a path is one below the project's folder.
    """

    name: str
    engine: str = "duckdb:///:memory:"
    timezone: str = "UTC"
    week_start: int = 1
    label: str = ""
    description: str = ""
    memory_limit: str | None = None
    threads: int | None = None
    timeout_seconds: float | None = None
    attribution: str = ""
    watch: WatchSettings = field(default_factory=WatchSettings)
    store: str = "sqlite:///.gnomon/state.db"
    notices: NoticeSettings = field(default_factory=NoticeSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A value to reach by a day."""

    by: date
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A business goal, the metric that tells whether it is reached, and its targets over time."""

    name: str
    label: str = ""
    description: str = ""
    owner: str = ""
    north_star: str = ""
    targets: tuple[Target, ...] = ()
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A belief of the metric tree: moving ``driver`` moves ``metric``.

    What is computed from what needs no statement: it follows from the definitions.
    """

    metric: str
    driver: str
    effect: str = "up"
    why: str = ""
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuestion:
    """A question kept under a name, with its own order and limits (as ``Project.ask`` takes it)."""

    name: str
    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: str | None = None
    where: str | None = None
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    label: str = ""
    description: str = ""
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleCase:
    """A question beside plain SQL that a person wrote; both must give the same rows.

    Attributes
    ----------
    question : mapping
        Arguments of ``Project.ask``.
    sql : str
        One query; its columns are the asked ones in order: period, slices, metrics. Table names are those of
        the project's sources.
    tolerance : float
        Relative difference allowed between floats.
    """

    name: str
    question: Mapping[str, object]
    sql: str
    tolerance: float = 1e-9
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All definitions of a project, names resolved against each other.

    Attributes
    ----------
    root : Path
        The project's folder.
    drivers : tuple of Driver
        Beliefs of the metric tree.
    events : tuple of Event
        What people planned, in time and segment.
    relations : mapping of str to MetricRelation
        What must hold between metrics in every complete period.
    """

    root: Path
    settings: Settings
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    metrics: Mapping[str, Metric] = field(default_factory=lambda: MappingProxyType({}))
    goals: Mapping[str, Goal] = field(default_factory=lambda: MappingProxyType({}))
    drivers: tuple[Driver, ...] = ()
    relations: Mapping[str, MetricRelation] = field(default_factory=lambda: MappingProxyType({}))
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: MappingProxyType({}))
    saved: Mapping[str, SavedQuestion] = field(default_factory=lambda: MappingProxyType({}))
    events: tuple[Event, ...] = ()
    cases: tuple[OracleCase, ...] = ()
