"""What a question must know of the data before it is compiled: types, loaded range, version."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlglot import exp

from gnomon.ask.due import LaterTime, later
from gnomon.ask.localtime import LocalTime, TimeType, local_time, truncate
from gnomon.ask.repeats import keep_one
from gnomon.ask.trees import column, data_type, date_literal, named, qualify
from gnomon.base.errors import DataError, QuestionError
from gnomon.base.hashing import fingerprint
from gnomon.base.time import Grain
from gnomon.define.source import FileRef

if TYPE_CHECKING:
    from gnomon.define.project import Calendar, Model
    from gnomon.define.source import Dimension, Relation, Source
    from gnomon.engine.protocol import Engine

__all__ = ["Bounds", "Catalog", "file_state"]

T = TypeVar("T")
_TIME_TYPES: dict[str, TimeType] = {
    "date": TimeType.DATE,
    "timestamp": TimeType.NAIVE,
    "timestamptz": TimeType.ZONED,
    "integer": TimeType.EPOCH,
    "decimal": TimeType.EPOCH,
    "float": TimeType.EPOCH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Stretch of time over which a source, or a calendar, has rows.

    Attributes
    ----------
    first, last : date, datetime or None
        Least and greatest time in the reporting zone; None where there is no row.
    loaded_through : datetime or None
        Moment up to which rows are known to be loaded (exclusive).
    rows : int
        Rows in all.
    """

    first: date | None
    last: date | None
    loaded_through: datetime | None
    rows: int = 0

    @property
    def reach(self) -> date | None:
        """Last moment of which the rows are known: that of the last row, or a later one that is told to be loaded."""
        if self.last is None or self.loaded_through is None:
            return self.last
        tick = self.loaded_through - timedelta(microseconds=1)
        return max(self.last, tick if isinstance(self.last, datetime) else tick.date())


@dataclass(slots=True)
class Catalog:
    """Looks at the data once per version of it and remembers.

    Files count as changed when their size or modification time changes; tables are looked at in each question.

    Attributes
    ----------
    is_still : bool
        Take it that no table changes while this catalog lives, as where questions follow each other at once.
    """

    model: Model
    engine: Engine
    is_still: bool = False
    _types: dict[tuple[str, str], TimeType] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], tuple[str, object]] = field(default_factory=dict)
    _states: dict[FileRef, str | None] | None = None
    _question: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def relation(self, relation: Relation, alias: str) -> exp.Expr:
        """Build what stands after FROM, under an alias."""
        return exp.alias_(self.engine.relation(relation), alias, quoted=True, table=True, copy=False)

    def rows(self, source: Source, alias: str) -> exp.Expr:
        """Build the rows of a source that count, under an alias: without repeats where it drops them."""
        told = keep_one(self.engine.relation(source.relation), source)
        return exp.alias_(told, alias, quoted=True, table=True, copy=False)

    def time_type(self, source: Source, dimension: Dimension) -> TimeType:
        """Tell how a time dimension is stored.

        Raises
        ------
        DataError
            If the column holds no time.
        """
        key = (source.name, dimension.name)
        with self._lock:
            if key not in self._types:
                self._learn_types(source)
            found = self._types.get(key)
        if found is None or (found is TimeType.EPOCH and dimension.epoch is None):
            raise DataError(
                f"Time dimension {dimension.name!r} of source {source.name!r} holds no dates or timestamps. "
                "Cast it in its `expr`, or say `epoch: milliseconds` for numbers.",
                code="DAT-302",
                where=dimension.location,
            )
        return found

    def _learn_types(self, source: Source) -> None:
        times = list(source.time_dimensions())
        probe = exp.Select(expressions=[named(d.expr.copy(), d.name, quoted=True) for d in times])
        probe = probe.from_(self.relation(source.relation, "t"), copy=False)
        for dimension, told in zip(times, self.engine.columns(probe), strict=True):
            kind = _TIME_TYPES.get(told.type)
            if kind is not None:
                self._types[source.name, dimension.name] = kind

    def time_dimension(self, source: Source, name: str | None) -> Dimension:
        """Find the time dimension that a metric over ``source`` uses.

        Raises
        ------
        QuestionError
            If the source has none.
        """
        chosen = name or source.default_time
        found = source.dimension(chosen) if chosen else None
        if found is None or not found.is_time:
            raise QuestionError(
                f"Source {source.name!r} has no time dimension{f' {chosen!r}' if chosen else ''}; "
                "give it one and name it in `time:`.",
                code="ASK-211",
                where=source.location,
            )
        return found

    def local(self, source: Source, dimension: Dimension, alias: str | None) -> LocalTime:
        """Build a time dimension's value in the reporting zone, cut to its declared grain."""
        if isinstance(dimension, LaterTime):
            earlier = self.local(source, dimension.base, alias)
            return later(earlier, dimension.after, reporting=self.model.settings.timezone)
        kind = self.time_type(source, dimension)
        raw = dimension.expr.copy()
        if alias is not None:
            raw = qualify(raw, alias)
        local = local_time(
            raw, kind=kind, zone=dimension.zone, epoch=dimension.epoch, reporting=self.model.settings.timezone
        )
        if dimension.grain is not None and dimension.grain >= Grain.DAY and kind is not TimeType.DATE:
            return truncate(local, dimension.grain, week_start=self.model.settings.week_start)
        return local

    def source_bounds(self, source: Source, dimension: Dimension) -> Bounds:
        """Look up from when to when a source has rows."""
        return self.remember(
            ("bounds", source.name, dimension.name), source.relation, lambda: self._look(source, dimension)
        )

    def _look(self, source: Source, dimension: Dimension) -> Bounds:
        local = self.local(source, dimension, None)
        tree = exp.Select(
            expressions=[
                named(_earthly(exp.Min(this=local.tree.copy()), local), "first"),
                named(_earthly(exp.Max(this=local.tree.copy()), local), "last"),
                named(exp.Count(this=exp.Star()), "rows"),
                named(_through(source), "through"),
            ]
        ).from_(self.relation(source.relation, "t"), copy=False)
        row = self.engine.execute(tree).table.to_pylist()[0]
        first, last = row["first"], row["last"]
        loaded = _loaded(row["through"], last, zone=self.model.settings.timezone)
        return Bounds(first=first, last=last, loaded_through=loaded, rows=row["rows"])

    def calendar_bounds(self, calendar: Calendar) -> Bounds:
        """Look up from when to when a calendar has rows."""

        def look() -> Bounds:
            cell = exp.Cast(
                this=column(calendar.column),
                to=data_type("DATE" if calendar.grain >= Grain.DAY else "TIMESTAMP"),
            )
            tree = exp.Select(
                expressions=[
                    named(exp.Min(this=cell), "first"),
                    named(exp.Max(this=cell.copy()), "last"),
                ]
            ).from_(self.relation(calendar.relation, "t"), copy=False)
            row = self.engine.execute(tree).table.to_pylist()[0]
            return Bounds(first=row["first"], last=row["last"], loaded_through=None)

        return self.remember(("calendar", calendar.name), calendar.relation, look)

    def data_version(self, names: list[str]) -> str:
        """Fingerprint the present state of some sources."""
        parts: list[tuple[str, object]] = []
        for name in sorted(names):
            source = self.model.sources[name]
            state = self._state_of(source.relation)
            parts.append((name, state or self._kept_bounds(name)))
        return fingerprint(parts)

    def _kept_bounds(self, name: str) -> list[object]:
        with self._lock:
            return [(k, v[1]) for k, v in self._kept.items() if k[:2] == ("bounds", name)]

    def remember(
        self, key: tuple[str, ...], relation: Relation, look: Callable[[], T], *, state: str | None = None
    ) -> T:
        """Look something up once for each state of a relation.

        Parameters
        ----------
        state : str, optional
            What tells states apart; by default the files' sizes and times, and for a table each question anew.
        """
        state = state or self._state_of(relation) or f"question {self._question}"
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == state:
                return cast("T", kept[1])
        found = look()
        with self._lock:
            self._kept[key] = (state, found)
        return found

    def look(self, tree: exp.Select, source: Source) -> dict[str, object]:
        """Run a query of one row over a source once for each state of it."""
        key = ("look", source.name, tree.sql(dialect="duckdb"))

        def run() -> dict[str, object]:
            return self.engine.execute(tree).table.to_pylist()[0]

        return self.remember(key, source.relation, run)

    def rows_of(self, source: Source) -> int:
        """Count a source's rows; for a table that is cheaper than any look at its values."""

        def look() -> int:
            tree = exp.Select(expressions=[named(exp.Count(this=exp.Star()), "rows")])
            return int(
                self.engine.execute(tree.from_(self.relation(source.relation, "t"), copy=False))
                .table["rows"][0]
                .as_py()
            )

        return self.remember(("rows", source.name), source.relation, look)

    @contextmanager
    def one_question(self) -> Generator[None]:
        """Answer a question: tables may have changed since the last one; files are looked at once until its end."""
        with self._lock:
            self._question += not self.is_still
            self._states = {}
        try:
            yield
        finally:
            with self._lock:
                self._states = None

    def _state_of(self, relation: Relation) -> str | None:
        """Fingerprint the files of a relation, within a question once: a glob over many days is not cheap."""
        with self._lock:
            states = self._states
        if states is None or not isinstance(relation, FileRef):
            return file_state(relation)
        if relation not in states:
            states[relation] = file_state(relation)
        return states[relation]


def _earthly(call: exp.Expr, local: LocalTime) -> exp.Expr:
    """Leave out infinite and sentinel dates, such as 9999-12-31: they tell nothing of when rows were loaded."""
    edges = (date_literal(date(1, 1, 2)), date_literal(date(9000, 1, 1)))
    inside = exp.Between(this=local.tree.copy(), low=edges[0], high=edges[1])
    return exp.Filter(this=call, expression=exp.Where(this=inside))


def file_state(relation: Relation) -> str | None:
    """Fingerprint the files of a relation; None when it is no file."""
    if not isinstance(relation, FileRef):
        return None
    paths = sorted(glob(relation.path, recursive=True)) or [relation.path]  # noqa: PTH207 - absolute globs
    stats = [
        (p, s.st_size, s.st_mtime_ns) for p in paths if (s := Path(p).stat() if Path(p).exists() else None)
    ]
    return fingerprint(stats)


def _through(source: Source) -> exp.Expr:
    tree = source.complete_through
    return exp.Null() if tree is None else tree.copy()


def _loaded(told: object, last: date | None, *, zone: str) -> datetime | None:
    """Moment up to which data is loaded: what the source says, else the end of the last row's date or its moment."""
    if isinstance(told, str):
        told = datetime.fromisoformat(told)
    if isinstance(told, datetime):
        return told.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if told.tzinfo else told
    if isinstance(told, date):
        return datetime(told.year, told.month, told.day)
    if isinstance(last, datetime):
        return last
    if isinstance(last, date):
        return datetime(last.year, last.month, last.day) + timedelta(days=1)
    return None
