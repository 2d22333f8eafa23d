"""Contract suite for engines: run it on yours before you publish it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from sqlglot import exp, parse_one

from gnomon.base.errors import EngineError
from gnomon.define.source import FileRef, QueryRef
from gnomon.engine import Engine
from gnomon.engine.errors import (
    EngineClosedError,
    MemoryLimitError,
    MissingColumnError,
    MissingTableError,
    ParameterError,
    QueryCancelledError,
    RefusedAccessError,
    RefusedQueryError,
    TimeLimitError,
)
from gnomon.testing.engine_cases import GOLDEN_CASES, GoldenCase, digits, query_over

__all__ = [
    "EngineCheck",
    "EngineFactory",
    "engine_checks",
    "names_columns",
    "refuses_missing_names",
    "refuses_undeclared_files",
    "refuses_unmatched_parameters",
    "refuses_when_closed",
    "refuses_writes",
    "runs_one_statement",
    "serves_two_threads",
    "stops_at_memory_limit",
    "stops_at_time_limit",
    "stops_when_interrupted",
]

_STOP_SECONDS: Final = 2.0
_ENDLESS: Final = query_over(
    "SELECT COUNT(*) AS n FROM a CROSS JOIN b WHERE a.x + b.x < 0", a=digits(6), b=digits(6)
)
_WRITES: Final = (
    "CREATE TABLE gnomon_probe AS SELECT 1 AS x",
    "INSERT INTO gnomon_probe VALUES (1)",
    "UPDATE gnomon_probe SET x = 2",
    "DELETE FROM gnomon_probe",
    "DROP TABLE IF EXISTS gnomon_probe",
    "ALTER TABLE gnomon_probe ADD COLUMN y INT",
    "TRUNCATE TABLE gnomon_probe",
    "SET x = 1",
    "SELECT 1 AS x INTO gnomon_probe",
    "WITH d AS (DELETE FROM gnomon_probe RETURNING x) SELECT x FROM d",
)


class EngineFactory(Protocol):
    """Opens a fresh engine of the kind under test."""

    def __call__(
        self,
        *,
        project_dir: Path = ...,
        files: Sequence[str] = ...,
        timezone: str = ...,
        memory_limit: str | None = ...,
        timeout_seconds: float | None = ...,
    ) -> Engine:
        """Open it with these options."""
        ...


EngineCheck = Callable[[EngineFactory], None]


def engine_checks() -> tuple[EngineCheck, ...]:
    """Return every check; each takes a factory and raises AssertionError where the engine falls short.

    An operation that the engine itself calls approximate or missing is passed over; one that it calls
    exact must return the golden rows.

    Examples
    --------
    A test module of your engine needs these lines::

        @pytest.mark.parametrize("check", engine_checks(), ids=lambda check: check.__name__)
        def test_engine_when_checked_then_keeps_the_contract(check):
            check(open_my_engine)
    """
    return (
        *(_golden_check(case) for case in GOLDEN_CASES),
        names_columns,
        refuses_missing_names,
        refuses_unmatched_parameters,
        runs_one_statement,
        refuses_writes,
        refuses_undeclared_files,
        stops_when_interrupted,
        stops_at_time_limit,
        stops_at_memory_limit,
        serves_two_threads,
        refuses_when_closed,
    )


def _golden_check(case: GoldenCase) -> EngineCheck:
    def check(factory: EngineFactory) -> None:
        with factory(timezone=case.timezone) as engine:
            if case.ability and getattr(engine.capabilities, case.ability).level != "exact":
                return
            found = _rows(engine, case.tree, **case.params)
            _require(found == case.rows, f"{case.name}: {found} is not {case.rows}")

    check.__name__ = case.name
    return check


def names_columns(factory: EngineFactory) -> None:
    """Check that columns carry their names and neutral types."""
    query = exp.select(
        "CAST(1 AS BIGINT) AS a", "CAST('x' AS TEXT) AS b", "CAST(1 AS DECIMAL(9, 2)) AS c", "1 < 2 AS d"
    )
    with factory() as engine:
        found = {c.name: c.type for c in engine.columns(query)}
        nested = {c.name: c.type for c in engine.columns(engine.relation(QueryRef(tree=query)))}
    wanted = {"a": "integer", "b": "text", "c": "decimal", "d": "boolean"}
    _require(found == wanted == nested, (found, nested))


def refuses_missing_names(factory: EngineFactory) -> None:
    """Check that a wrong table or column is named in an error of its own kind."""
    with factory() as engine:
        error = _refusal(engine, parse_one("SELECT x FROM no_such_table"), MissingTableError)
        _require("no_such_table" in str(error), error)
        error = _refusal(engine, parse_one("SELECT plais FROM (SELECT 1 AS plays) AS t"), MissingColumnError)
        _require("plais" in str(error), error)


def refuses_unmatched_parameters(factory: EngineFactory) -> None:
    """Check that a placeholder without a value, or a value without a placeholder, is refused."""
    with factory() as engine:
        _refusal(engine, parse_one("SELECT :a AS x"), ParameterError)
        _refusal(engine, parse_one("SELECT 1 AS x"), ParameterError, a=1)


def runs_one_statement(factory: EngineFactory) -> None:
    """Check that text hidden in a name, number or function never becomes a second statement."""
    hidden = "x; DROP TABLE t"
    trees = (
        exp.select(exp.Identifier(this=hidden, quoted=False)),
        exp.select(exp.Literal(this=f"1 AS {hidden}", is_string=False)),
        exp.select(exp.Anonymous(this=f"now() AS {hidden} --", expressions=[])),
        exp.select("1").from_(exp.Table(this=exp.Identifier(this=hidden, quoted=False))),
        exp.select(exp.Cast(this=exp.Literal.number(1), to=exp.Var(this=f"INT) AS {hidden} --"))),
    )
    with factory() as engine:
        for tree in trees:
            _refusal(engine, tree, RefusedQueryError)
        _require(
            _rows(engine, exp.select(exp.Literal.string(hidden).as_(hidden, quoted=True))) == ((hidden,),),
            "the answer is wrong",
        )


def refuses_writes(factory: EngineFactory) -> None:
    """Check that nothing but a query runs, also inside WITH, and no table comes into being."""
    with factory() as engine:
        for text in _WRITES:
            _refusal(engine, parse_one(text), RefusedQueryError)
        _refusal(engine, parse_one("SELECT x FROM gnomon_probe"), MissingTableError)


def refuses_undeclared_files(factory: EngineFactory) -> None:
    """Check that a file beside the declared one cannot be read by any road."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("open.csv", "secret.csv"):
            (folder / file).write_text("word\ncanary\n", encoding="utf-8")
        secret = exp.Literal.string((folder / "secret.csv").as_posix())
        with factory(project_dir=folder, files=["open.csv"]) as engine:
            try:
                engine.relation(FileRef(path="secret.csv"))
            except EngineError:
                pass
            else:
                raise AssertionError("relation() accepts a file that is not declared")
            for call in (
                exp.ReadCSV(this=secret),
                exp.Anonymous(this="read_text", expressions=[secret]),
                exp.Anonymous(this="glob", expressions=[secret]),
                exp.Anonymous(this="query", expressions=[exp.Literal.string("SELECT 1")]),
                exp.to_identifier(secret.name, quoted=True),
            ):
                _refusal(engine, exp.select("*").from_(exp.Table(this=call)), RefusedAccessError)
            _refusal(
                engine,
                exp.select(exp.Anonymous(this="pg_read_file", expressions=[secret])),
                RefusedAccessError,
            )


def stops_when_interrupted(factory: EngineFactory) -> None:
    """Check that a query stops soon after interrupt(), and the engine answers the next one."""
    with factory() as engine:
        timer = threading.Timer(0.3, engine.interrupt)
        timer.start()
        start = time.monotonic()
        _refusal(engine, _ENDLESS, QueryCancelledError)
        seconds = time.monotonic() - start
        _require(seconds < 0.3 + _STOP_SECONDS, f"it took {seconds:.1f} s to stop")
        _require(_rows(engine, parse_one("SELECT 1 AS x")) == ((1,),), "the answer is wrong")


def stops_at_time_limit(factory: EngineFactory) -> None:
    """Check that a query stops at its limit, says how to raise it, and the next one runs."""
    with factory(timeout_seconds=0.3) as engine:
        start = time.monotonic()
        error = _refusal(engine, _ENDLESS, TimeLimitError)
        seconds = time.monotonic() - start
        _require(seconds < 0.3 + _STOP_SECONDS, f"it took {seconds:.1f} s to stop")
        _require("timeout_seconds" in str(error), error)
        _require(_rows(engine, parse_one("SELECT 1 AS x")) == ((1,),), "the answer is wrong")


def stops_at_memory_limit(factory: EngineFactory) -> None:
    """Check that a query beyond its memory fails with a word on the limit, and the next one runs."""
    tree = query_over(
        "SELECT LENGTH(STRING_AGG(REPEAT('gnomon', 50) || CAST(x AS TEXT), ',')) AS n FROM numbers",
        numbers=digits(6),
    )
    with factory(memory_limit="100MB") as engine:
        if engine.capabilities.memory_limit.level == "missing":
            return
        error = _refusal(engine, tree, MemoryLimitError)
        _require("memory_limit" in str(error), error)
        _require(_rows(engine, parse_one("SELECT 1 AS x")) == ((1,),), "the answer is wrong")


def serves_two_threads(factory: EngineFactory) -> None:
    """Check that queries of several threads do not mix their answers."""
    tree = query_over("SELECT :k AS k, SUM(x) + :k AS s FROM numbers", numbers=digits(4))
    with factory() as engine, ThreadPoolExecutor(max_workers=2) as threads:

        def ask(k: int) -> tuple[tuple[object, ...], ...]:
            return _rows(engine, tree, k=k)

        found = list(threads.map(ask, range(40)))
    _require(found == [((k, 49_995_000 + k),) for k in range(40)], found)


def refuses_when_closed(factory: EngineFactory) -> None:
    """Check that a closed engine says so, and closing twice is fine."""
    engine = factory()
    engine.close()
    engine.close()
    _refusal(engine, parse_one("SELECT 1 AS x"), EngineClosedError)


def _rows(engine: Engine, tree: exp.Expr, **params: object) -> tuple[tuple[object, ...], ...]:
    table = engine.execute(tree, params).table
    return tuple(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _require(is_kept: bool, detail: object) -> None:  # noqa: FBT001 - reads as assert, and -O keeps it
    if not is_kept:
        raise AssertionError(str(detail))


def _refusal(engine: Engine, tree: exp.Expr, kind: type[EngineError], **params: object) -> EngineError:
    """Return the error that the engine raises; fail if it answers, or with an error of another kind."""
    try:
        engine.execute(tree, params)
    except kind as error:
        return error
    raise AssertionError(f"the engine ran what it must refuse: {tree.sql()}")
