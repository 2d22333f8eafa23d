"""Make one step of a world: keep what later steps read, write what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlglot import exp

from gnomon.app.write_behind import WriteBehind
from gnomon.engine.duckdb_maker import DuckDBMaker, Measure
from gnomon.sim import Step, Table, World, round_values, table_tree
from gnomon.sim.delivery import COPIES, LANDING

__all__ = ["TableWriter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWriter:
    """Writes the tables of one world into one folder.

    Attributes
    ----------
    behind : WriteBehind
        Of the same maker; rows are written there while the next table is made.
    measures : dict
        What was written of each table so far.
    """

    maker: DuckDBMaker
    behind: WriteBehind
    folder: Path
    world: World
    measures: dict[str, Measure] = field(default_factory=dict)
    _trees: dict[str, exp.Query] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows written so far."""
        return sum(measure.rows for measure in tuple(self.measures.values()))

    def make(self, step: Step) -> None:
        """Make a step, see to it that its rows are written, forget what no later step reads."""
        table, tree = step.table, self._tree(step.table)
        self.behind.finish(table.name)
        self.maker.set_variables(round_values(step, self.world))
        if table.scope == "static" and table.is_stored:
            self._write_static(table, tree)
        else:
            self.maker.make_table(table.name, tree)
        if table.scope != "static" and table.is_stored:
            self.behind.add(table.name, lambda maker: self._write_days(maker, step))
        for name in step.done:
            self._forget(name)

    def _tree(self, table: Table) -> exp.Query:
        if table.name not in self._trees:
            self._trees[table.name] = table_tree(table, self.world)
        return self._trees[table.name]

    def _forget(self, name: str) -> None:
        if self.behind.has(name):
            self.behind.add(name, lambda maker: maker.drop(name))
        else:
            self.maker.drop(name)

    def _write_static(self, table: Table, tree: exp.Query) -> None:
        file = self.folder / f"{table.name}.parquet"
        self.maker.write(_written(table).from_(_aliased(tree)), file)
        self.maker.make_view(table.name, file)
        self._count(table, self.maker.measure_file(file))

    def _write_days(self, maker: DuckDBMaker, step: Step) -> None:
        """Write the rows that land on each day; what lands after the last day never arrived."""
        table = step.table
        if step.chunk.index == step.batch.index == 0:
            maker.make_table(
                _shape(table), _written(table).from_(exp.to_table(table.name, quoted=True)).limit(0)
            )
        days = maker.measure_days(table.name, table.columns, day=LANDING, copies=COPIES)
        for day, measure in days.items():
            if measure.rows and self.world.start <= day < self.world.end:
                maker.write(_landed(table, day), self._part(table, day, step))
                self._count(table, measure)

    def _count(self, table: Table, measure: Measure) -> None:
        self.measures[table.name] = self.measures.get(table.name, Measure()) + measure

    def fill_empty(self, table: Table) -> None:
        """Give a table that got no rows one empty file, so that its columns are known."""
        if table.is_stored and table.time is not None and not (self.folder / table.name).exists():
            empty = exp.select("*").from_(exp.to_table(_shape(table), quoted=True))
            self.maker.write(empty, self._part(table, self.world.start, Step(table=table)))

    def _part(self, table: Table, day: date, step: Step) -> Path:
        folder = self.folder / table.name / f"day={day.isoformat()}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"part-{step.chunk.index:04d}-{step.batch.index:04d}.parquet"


def _shape(table: Table) -> str:
    return f"_shape_of_{table.name}"


def _written(table: Table) -> exp.Select:
    return exp.select(*(exp.column(name, quoted=True) for name in table.columns))


def _aliased(tree: exp.Query) -> exp.Subquery:
    return exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("rows_made")))


def _landed(table: Table, day: date) -> exp.Query:
    """Rows of a day in the order they were made, then those that came twice once more."""
    first, again = (
        _written(table)
        .from_(exp.to_table(table.name, quoted=True))
        .where(
            exp.column(LANDING, quoted=True).eq(exp.cast(exp.Literal.string(day.isoformat()), "date")),
            exp.GTE(this=exp.column(COPIES, quoted=True), expression=exp.Literal.number(copies)),
        )
        for copies in (1, 2)
    )
    return exp.union(first, again, distinct=False) if table.is_client else first
