"""Make tables in a DuckDB of its own and write them as Parquet: trees in, files out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from sqlglot import exp

from gnomon.base.errors import EngineError, InputError

if TYPE_CHECKING:
    from types import TracebackType

    import duckdb

__all__ = ["DuckDBMaker", "Measure"]

_WHOLE: Final = 2**64
_INTERRUPTED: Final = "Query interrupted"  # what DuckDB makes of Ctrl-C, in an error of no class of its own
_UNWRITTEN: Final = (
    "Could not write file"  # inside an error of the transaction when a database file cannot grow
)
# Parquet 2 writes the steps between numbers, which are small; texts of few values still get a dictionary.
_PARQUET: Final = (
    ("format", exp.var("parquet")),
    ("parquet_version", exp.var("v2")),
    ("compression", exp.var("snappy")),
    ("dictionary_size_limit", exp.Literal.number(1000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a set of rows holds.

    Attributes
    ----------
    rows : int
        Rows, repeated ones included.
    content : int
        Sum over the rows of a hash of all their columns, modulo 2**64: equal sets of rows in any order have equal
        sums.
    """

    rows: int = 0
    content: int = 0

    def __add__(self, other: Measure) -> Measure:
        """Join two sets of rows."""
        return Measure(rows=self.rows + other.rows, content=(self.content + other.content) % _WHOLE)


class DuckDBMaker:
    """A writable DuckDB in memory, for data that Gnomon itself makes.

    Parameters
    ----------
    spill : Path
        Existing folder for what does not fit into memory.
    memory : str
        Limit such as ``"4GB"``.
    threads : int or None
        None is as many as there are cores.
    """

    def __init__(self, *, spill: Path, memory: str, threads: int | None = None) -> None:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(spill),
            "memory_limit": memory,
            "preserve_insertion_order": True,
            "python_enable_replacements": False,
        }
        if threads is not None:
            config["threads"] = threads
        self._variables: dict[str, int] = {}
        self._rendered: dict[str, tuple[exp.Query, str]] = {}
        self._connection: duckdb.DuckDBPyConnection = duckdb.connect(":memory:", config=config)

    def fork(self) -> DuckDBMaker:
        """Open a second way to the same tables, for another thread; variables are not shared."""
        other = copy(self)
        other._variables, other._rendered = {}, {}  # noqa: SLF001 - one of our own
        other._connection = self._connection.cursor()  # noqa: SLF001 - one of our own
        return other

    def set_variables(self, values: Mapping[str, int]) -> None:
        """Set what ``getvariable`` reads, where it differs from before."""
        for name, value in values.items():
            if self._variables.get(name) != value:
                number = exp.cast(exp.Literal.number(value), "bigint")
                pair = exp.EQ(this=exp.column(name), expression=number)
                self._run(exp.Set(expressions=[exp.SetItem(this=pair, kind="VARIABLE")]))
                self._variables[name] = value

    def make_table(self, name: str, tree: exp.Query) -> None:
        """Keep the rows of a query as a table in memory; a tree that comes again is rendered once."""
        known = self._rendered.get(name)
        if known is None or known[0] is not tree:
            known = (tree, _create(name, tree, kind="TABLE").sql(dialect="duckdb"))
            self._rendered[name] = known
        self._execute(known[1])

    def make_view(self, name: str, file: Path) -> None:
        """Let a name stand for a Parquet file."""
        self._run(_create(name, exp.select("*").from_(_parquet(file)), kind="VIEW"))

    def drop(self, name: str, *, kind: str = "TABLE") -> None:
        """Forget a table or view."""
        self._run(exp.Drop(tables=[exp.to_table(name, quoted=True)], kind=kind))

    def write(self, tree: exp.Query, file: Path) -> None:
        """Write the rows of a query as one Parquet file, in their order."""
        copy = exp.Copy(
            this=exp.Subquery(this=tree.copy()),
            kind=False,
            files=[exp.Literal.string(str(file))],
            params=[exp.CopyParameter(this=exp.var(n), expression=v) for n, v in _PARQUET],
        )
        self._run(copy)

    def measure_file(self, file: Path) -> Measure:
        """Count and hash the rows of a Parquet file."""
        relation = _parquet(file)
        relation.set("alias", exp.TableAlias(this=exp.to_identifier("r")))
        hashed = exp.cast(exp.func("hash", exp.column("r")), "hugeint")
        rows = self._rows(exp.select(exp.Count(this=exp.Star()), exp.Sum(this=hashed)).from_(relation))
        return Measure(rows=rows[0][0], content=int(rows[0][1] or 0) % _WHOLE)

    def measure_days(
        self, name: str, columns: tuple[str, ...], *, day: str, copies: str
    ) -> Mapping[date, Measure]:
        """Count and hash the rows of a table for each value of `day`, each as often as `copies` says."""
        times = exp.column(copies, quoted=True)
        hashed = exp.func("hash", *(exp.column(c, quoted=True) for c in columns))
        tree = (
            exp.select(
                exp.column(day, quoted=True),
                exp.Sum(this=times.copy()),
                exp.Sum(this=exp.Mul(this=exp.cast(hashed, "hugeint"), expression=times)),
            )
            .from_(exp.to_table(name, quoted=True))
            .group_by(exp.column(day, quoted=True))
            .order_by(exp.column(day, quoted=True))
        )
        return {d: Measure(rows=int(n), content=int(h) % _WHOLE) for d, n, h in self._rows(tree)}

    def read(self, tree: exp.Query) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self._rows(tree)

    def load(self, database: Path, name: str, files: str) -> None:
        """Copy Parquet files into a table of a database file, the day of their folders included."""
        alias = exp.to_identifier("target", quoted=True)
        self._run(exp.Attach(this=exp.alias_(exp.Literal.string(str(database)), alias), exists=True))
        is_hive = exp.EQ(this=exp.column("hive_partitioning"), expression=exp.true())
        source = exp.func("read_parquet", exp.Literal.string(files), is_hive, dialect="duckdb")
        tree = exp.select("*").from_(exp.Table(this=source))
        target = exp.Table(
            this=exp.to_identifier(name, quoted=True), db=exp.to_identifier("main"), catalog=alias
        )
        self._run(exp.Create(this=target, kind="TABLE", expression=tree))

    def detach(self) -> None:
        """Let go of the database that :meth:`load` wrote, so that its file is complete."""
        self._run(exp.Detach(this=exp.to_identifier("target", quoted=True)))

    def interrupt(self) -> None:
        """Stop what runs."""
        self._connection.interrupt()

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, tree: exp.Expr) -> list[tuple[Any, ...]]:
        return self._run(tree).fetchall()

    def _run(self, tree: exp.Expr) -> duckdb.DuckDBPyConnection:
        return self._execute(tree.sql(dialect="duckdb"))

    def _execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        import duckdb

        try:
            return self._connection.execute(sql)
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except RuntimeError as error:
            if str(error) != _INTERRUPTED:
                raise
            raise KeyboardInterrupt from None
        except duckdb.OutOfMemoryException as error:
            raise InputError(
                f"A step does not fit into memory: {_first_line(error)}", code="SIM-804"
            ) from error
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException) or _UNWRITTEN in str(error):
                raise InputError(f"Cannot write: {_cause(error)}", code="INP-017") from error
            raise EngineError(f"DuckDB cannot make a table: {error}") from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _cause(error: Exception) -> str:
    """What an error of a file says at its core; writes on another thread come wrapped in JSON."""
    inner = re.search(r'"exception_message":"((?:[^"\\]|\\.)*)"', str(error))
    if inner:
        return inner[1].replace('\\"', '"')
    _, found, rest = _first_line(error).partition(_UNWRITTEN)
    return found + rest if found else _first_line(error)


def _create(name: str, tree: exp.Query, *, kind: str) -> exp.Create:
    return exp.Create(this=exp.to_table(name, quoted=True), kind=kind, expression=tree, replace=True)


def _parquet(file: Path) -> exp.Table:
    return exp.Table(this=exp.func("read_parquet", exp.Literal.string(str(file)), dialect="duckdb"))
