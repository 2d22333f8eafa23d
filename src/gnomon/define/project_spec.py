"""What a user may write about goals, drivers, questions and cases, and in ``gnomon.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gnomon.base.errors import nearest_hint
from gnomon.base.time import Grain
from gnomon.define.channel_spec import ChannelToml, MaintenanceToml, QuietToml, make_notices
from gnomon.define.engine_settings import check_address, check_memory
from gnomon.define.expressions import Allowed
from gnomon.define.project import Calendar, Driver, Goal, OracleCase, SavedQuestion, Settings, Target
from gnomon.define.source_spec import RelationYaml, read_zone
from gnomon.define.spec import ManyText, Number, Sql, Strict
from gnomon.define.watch_spec import WatchToml
from gnomon.define.watching import WatchSettings
from gnomon.records.question import COMPARISONS

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.define.entry import Entry

__all__ = [
    "WEEKDAYS",
    "AskedYaml",
    "CalendarToml",
    "CaseYaml",
    "DriverYaml",
    "GoalYaml",
    "LimitsToml",
    "ProjectToml",
    "QuestionYaml",
    "StoreToml",
    "TargetYaml",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class TargetYaml(Strict):
    """A value to reach by a day."""

    by: str
    value: Number


class GoalYaml(Strict):
    """Body of a goal."""

    label: str = ""
    description: str = ""
    owner: str = ""
    north_star: str = ""
    targets: list[TargetYaml] = Field(default_factory=list)

    def to_goal(self, entry: Entry, name: str) -> Goal:
        """Read the days of the targets."""
        days = [entry.day(t.by, "targets", i, "by") for i, t in enumerate(self.targets)]
        targets = tuple(
            Target(by=day, value=t.value)
            for day, t in zip(days, self.targets, strict=True)
            if day is not None
        )
        return Goal(
            name=name,
            label=self.label,
            description=self.description,
            owner=self.owner,
            north_star=self.north_star,
            targets=targets,
            location=entry.where(key=True),
        )


class DriverYaml(Strict):
    """A belief of the metric tree."""

    metric: str
    driver: str
    effect: Literal["up", "down"] = "up"
    why: str = ""

    def to_driver(self, entry: Entry) -> Driver:
        """Make the record."""
        return Driver(**self.model_dump(), location=entry.where())


class QuestionYaml(Strict):
    """Body of a saved question."""

    metrics: ManyText
    by: ManyText = Field(default_factory=list)
    grain: str | None = None
    where: Sql | None = None
    order_by: ManyText = Field(default_factory=list)
    limit: Annotated[int, Field(ge=1)] | None = None
    label: str = ""
    description: str = ""

    def to_question(self, entry: Entry, name: str) -> SavedQuestion:
        """Check that the filter is SQL; names are resolved later."""
        if self.where is not None:
            entry.expression(self.where, "where", allowed=Allowed.QUESTION)
        return SavedQuestion(
            name=name,
            metrics=tuple(self.metrics),
            by=tuple(self.by),
            grain=self.grain,
            where=self.where,
            order_by=tuple(self.order_by),
            limit=self.limit,
            label=self.label,
            description=self.description,
            location=entry.where(key=True),
        )


class AskedYaml(Strict):
    """Arguments of ``Project.ask``, as a case writes them."""

    metrics: ManyText
    by: ManyText | None = None
    grain: str | None = None
    start: str | None = None
    end: str | None = None
    where: Sql | None = None
    compare: str | list[str] | None = None
    order_by: ManyText | None = None
    limit: Annotated[int, Field(ge=1)] | None = None
    as_of: str | None = None

    def check(self, entry: Entry) -> None:
        """Report what is no SQL, no date, no window and no comparison; names are resolved later."""
        if self.where is not None:
            entry.expression(self.where, "where", allowed=Allowed.QUESTION)
        start, end = entry.moment(self.start, "start"), entry.moment(self.end, "end")
        entry.moment(self.as_of, "as_of")
        if start is not None and end is not None and _day(end) < _day(start):
            message = f"The window ends ({self.end}) before it starts ({self.start})."
            entry.report(message, "DEF-116", "end", about=[("start",), ("end",)])
        if isinstance(self.compare, str):
            for name in self.compare.split(","):
                _check_comparison(name.strip(), entry, "compare")
        else:
            for index, name in enumerate(self.compare or ()):
                _check_comparison(name, entry, "compare", index)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _check_comparison(name: str, entry: Entry, *keys: str | int) -> None:
    known = [word for word in COMPARISONS if word != "window"]
    if name not in known:
        hint = nearest_hint(name, known, otherwise=f"Known: {', '.join(known)}.")
        entry.report(f"Unknown comparison {name!r}. {hint}", "DEF-162", *keys)


class CaseYaml(Strict):
    """A question beside plain SQL that must give the same rows."""

    name: str
    question: AskedYaml
    sql: str
    tolerance: Annotated[float, Field(ge=0)] = 1e-9

    def to_case(self, entry: Entry) -> OracleCase:
        """Check that both are SQL; the query keeps its text."""
        self.question.check(entry.below("question"))
        entry.query(self.sql, "sql")
        asked = {k: v for k, v in self.question.model_dump().items() if v is not None}
        return OracleCase(
            name=self.name,
            question=MappingProxyType(asked),
            sql=self.sql,
            tolerance=self.tolerance,
            location=entry.where(),
        )


class LimitsToml(Strict):
    """What a query may use."""

    memory: str | None = None
    threads: Annotated[int, Field(ge=1)] | None = None
    timeout_seconds: Annotated[float, Field(gt=0)] | None = None


class StoreToml(Strict):
    """Where the product keeps its own state."""

    url: str = "sqlite:///.gnomon/state.db"


class CalendarToml(RelationYaml):
    """A table with one row a period."""

    column: str
    grain: str = "day"
    grains: dict[str, str] = Field(default_factory=dict)

    def to_calendar(self, entry: Entry, name: str, root: Path) -> Calendar:
        """Choose the relation and read the grain."""
        return Calendar(
            name=name,
            relation=self.to_relation(entry, root),
            column=self.column,
            grain=entry.grain(self.grain, "grain") or Grain.DAY,
            grains=MappingProxyType(dict(self.grains)),
        )


class ProjectToml(Strict):
    """All of ``gnomon.toml``."""

    name: str
    label: str = ""
    description: str = ""
    attribution: str = ""
    timezone: str = "UTC"
    week_start: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = (
        "monday"
    )
    engine: str = "duckdb:///:memory:"
    limits: LimitsToml = Field(default_factory=LimitsToml)
    calendars: dict[str, CalendarToml] = Field(default_factory=dict)
    watch: WatchToml | None = None
    store: StoreToml = Field(default_factory=StoreToml)
    channels: dict[str, ChannelToml] = Field(default_factory=dict)
    quiet: QuietToml | None = None
    maintenance: list[MaintenanceToml] = Field(default_factory=list)

    def to_settings(self, entry: Entry) -> Settings:
        """Make the record; zone, engine and memory checked."""
        check_address(self.engine, entry, "engine")
        check_memory(self.limits.memory, entry, "limits", "memory")
        return Settings(
            name=self.name,
            engine=self.engine,
            timezone=read_zone(self.timezone, entry, "timezone") or "UTC",
            week_start=WEEKDAYS.index(self.week_start) + 1,
            label=self.label,
            description=self.description,
            memory_limit=self.limits.memory,
            threads=self.limits.threads,
            timeout_seconds=self.limits.timeout_seconds,
            attribution=self.attribution,
            store=self.store.url,
            watch=WatchSettings() if self.watch is None else self.watch.to_settings(entry.below("watch")),
            notices=make_notices(
                entry, channels=self.channels, quiet=self.quiet, maintenance=self.maintenance
            ),
        )

    def to_calendars(self, entry: Entry, root: Path) -> Mapping[str, Calendar]:
        """Make a record of each calendar."""
        return {
            name: body.to_calendar(entry.below("calendars", name), name, root)
            for name, body in self.calendars.items()
        }
