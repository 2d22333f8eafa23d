"""Measure what an injection did: the world with it beside the same world without."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlglot import exp

from gnomon.engine.duckdb_maker import DuckDBMaker
from gnomon.sim import TABLES, World
from gnomon.sim.functions import replace_functions
from gnomon.sim.lever_notes import DELIVERY, NOTES
from gnomon.sim.measures import MEASURES
from gnomon.sim.scenario import Change, Segment
from gnomon.sim.stage_scenario import StagedInjection, member_condition
from gnomon.sim.trials import is_treated

__all__ = ["TruthReader", "Want", "list_wants"]

_BY_NAME: Final = {table.name: table for table in TABLES}
_OF_EXPERIMENTS: Final = ("watch_ms", "plays", "sessions")
_LATE_DAYS: Final = 6
_USERS: Final = "users"


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One number to compare, for a slice, for some users, day by day."""

    measure: str
    table: str
    aggregate: exp.Expr
    time: str
    segment: Segment
    who: str
    condition: exp.Expr | None
    first: date
    until: date

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that it needs."""
        return (self.table, _USERS) if self.reads_users else (self.table,)

    @property
    def reads_users(self) -> bool:
        """Whether the slice or the condition needs columns of the user."""
        columns = _BY_NAME[self.table].columns
        outside = [dim for dim, _ in self.segment if dim not in columns]
        named = (
            {c.name for c in self.condition.find_all(exp.Column)}
            if self.condition is not None
            else set[str]()
        )
        return self.table != _USERS and bool(outside or named - set(columns))


def list_wants(staged: StagedInjection, world: World) -> tuple[Want, ...]:
    """Numbers that show an injection: of each lever, and for an experiment those that everybody asks for."""
    found: dict[tuple[object, ...], Want] = {}
    for change in staged.injection.changes:
        names = NOTES[change.lever].measures
        extra = _OF_EXPERIMENTS if change.who == "treated" else ()
        for segment in dict.fromkeys((change.segment, ()) if extra else (change.segment,)):
            for name in (*names, *extra):
                for table in change.tables or (MEASURES[name].table,):
                    want = _want(name, table, segment, change, staged, world)
                    found.setdefault(
                        (want.measure, want.table, want.segment, want.who, want.first, want.until), want
                    )
    return tuple(found.values())


def _want(
    name: str, table: str, segment: Segment, change: Change, staged: StagedInjection, world: World
) -> Want:
    measured = MEASURES[name]
    last = world.days if change.until is None else change.until
    if change.lever in DELIVERY and name == "rows_landed":
        last = min(world.days, last + _LATE_DAYS)
    columns = {*_BY_NAME[table].columns, *_BY_NAME[_USERS].columns}
    return Want(
        measure=name,
        table=table,
        aggregate=measured.tree,
        time=measured.time or str(_BY_NAME[table].time),
        segment=tuple((dim, values) for dim, values in segment if dim in columns),
        who=change.who,
        condition=_condition(change, staged, world),
        first=world.start + timedelta(days=change.first or 0),
        until=world.start + timedelta(days=last),
    )


def _condition(change: Change, staged: StagedInjection, world: World) -> exp.Expr | None:
    """Who is meant, as a condition over ``user_id`` and ``country``; None is everybody."""
    condition: exp.Expr | None = None
    if change.who == "treated" and staged.trial is not None:
        condition = is_treated(staged.trial, user=exp.column("user_id"), country=exp.column("country"))
    behaviour = staged.injection.behaviour
    if change.who == "members" and behaviour is not None and not behaviour.is_by_quality:
        condition = member_condition(staged.injection, user=exp.column("user_id"))
    return None if condition is None else replace_functions(condition, seed=world.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthReader:
    """Reads two worlds side by side."""

    maker: DuckDBMaker
    folders: tuple[Path, Path]

    @classmethod
    @contextmanager
    def open(cls, one: Path, other: Path, *, memory: str, threads: int | None) -> Generator[TruthReader]:
        """Open the world with the injection, and the one without."""
        with (
            TemporaryDirectory() as spill,
            DuckDBMaker(spill=Path(spill), memory=memory, threads=threads) as maker,
        ):
            yield cls(maker=maker, folders=(one, other))

    def compare(self, want: Want) -> dict[str, Any]:
        """Compare one number, over all and by day; JSON's plain data."""
        with_it, without = (self._read(folder, want) for folder in self.folders)
        total, plain = with_it.pop(None, None), without.pop(None, None)
        days = sorted(d for d in {*with_it, *without} if d is not None)
        return {
            "measure": want.measure,
            "table": want.table,
            "who": want.who,
            "segment": {dim: list(values) for dim, values in want.segment},
            "from": want.first.isoformat(),
            "until": want.until.isoformat(),
            "with": total,
            "without": plain,
            "relative_effect": None if total is None or not plain else round(total / plain - 1, 6),
            "days": [{"day": d.isoformat(), "with": with_it.get(d), "without": without.get(d)} for d in days],
        }

    def _read(self, folder: Path, want: Want) -> dict[date | None, float | None]:
        """The number of each day, and under None that of all days."""
        tree = self._query(folder, want)
        return {d: None if v is None else round(float(v), 9) for d, v in self.maker.read(tree)}

    def _query(self, folder: Path, want: Want) -> exp.Select:
        rows = exp.select("r.*").from_(exp.alias_(_files(folder, want.table), "r", table=True))
        columns = set(_BY_NAME[want.table].columns)
        if want.reads_users:
            own = sorted(set(_BY_NAME[_USERS].columns) - columns)
            rows = rows.select(*(exp.column(name, table="p") for name in own)).join(
                exp.alias_(_files(folder, _USERS), "p", table=True),
                on=exp.EQ(this=exp.column("user_id", table="p"), expression=exp.column("user_id", table="r")),
            )
        day = exp.cast(exp.column(want.time), "date")
        tree = exp.select(exp.alias_(day, "on_day"), want.aggregate).from_(rows.subquery("rows_read"))
        tree = tree.where(*(exp.column(dim).isin(*values) for dim, values in want.segment))
        tree = tree.where(exp.GTE(this=day.copy(), expression=_date(want.first)))
        tree = tree.where(exp.LT(this=day.copy(), expression=_date(want.until)))
        if want.condition is not None:
            tree = tree.where(want.condition)
        sets = exp.GroupingSets(expressions=[exp.Tuple(expressions=[day.copy()]), exp.Tuple(expressions=[])])
        tree.set("group", exp.Group(grouping_sets=[sets]))
        return tree


def _files(folder: Path, table: str) -> exp.Table:
    is_static = _BY_NAME[table].time is None
    place = folder / f"{table}.parquet" if is_static else folder / table / "*" / "*.parquet"
    return exp.Table(this=exp.func("read_parquet", exp.Literal.string(str(place)), dialect="duckdb"))


def _date(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), "date")
