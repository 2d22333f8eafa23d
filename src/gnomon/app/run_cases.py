"""Run oracle cases: a question beside the plain SQL that a person wrote for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from gnomon.app.compare_rows import describe_difference
from gnomon.ask.repeats import keep_one
from gnomon.base.errors import DefinitionError, GnomonError
from gnomon.records.case_result import CaseResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.app.project import Project
    from gnomon.define import Model, OracleCase
    from gnomon.engine import Engine

__all__ = ["plain_query", "run_case", "run_cases"]


def run_cases(
    project: Project, *, on_done: Callable[[CaseResult], None] | None = None
) -> tuple[CaseResult, ...]:
    """Run every oracle case of a project.

    Parameters
    ----------
    project : Project
        Answers the questions; its engine runs the plain SQL.
    on_done : callable, optional
        Told of each result as it comes.
    """
    results: list[CaseResult] = []
    for case in project.model.cases:
        result = run_case(project, case)
        results.append(result)
        if on_done is not None:
            on_done(result)
    return tuple(results)


def run_case(project: Project, case: OracleCase) -> CaseResult:
    """Run one case; rows must agree as multisets, floats within the case's tolerance.

    The columns of the SQL are the asked ones in order: period, slices, metrics; their names do not matter.
    """
    start = time.perf_counter()
    where = str(case.location or "")
    try:
        question: dict[str, Any] = dict(case.question)
        answer = project.ask(**question)
        names = [*(k.name for k in answer.keys), *(m.name for m in answer.metrics)]
        asked = [tuple(row[n] for n in names) for row in answer.data.to_pylist()]
        plain = _plain_rows(project.engine, project.model, case)
    except GnomonError as error:
        seconds = time.perf_counter() - start
        return CaseResult(name=case.name, status="error", text=str(error), seconds=seconds, where=where)
    text = describe_difference(asked, plain, columns=names, keys=len(answer.keys), tolerance=case.tolerance)
    return CaseResult(
        name=case.name,
        status="fail" if text else "pass",
        text=text,
        rows=len(asked),
        seconds=time.perf_counter() - start,
        where=where,
    )


def plain_query(case: OracleCase, model: Model, engine: Engine) -> exp.Query:
    """Parse a case's SQL and put in front a common table for each source that it names.

    Raises
    ------
    DefinitionError
        If the SQL does not parse or is no query.
    """
    try:
        parsed = sqlglot.parse(case.sql, dialect=engine.dialect)
    except SqlglotError as error:
        raise DefinitionError(
            f"The SQL of case {case.name!r} does not parse: {error}", code="DEF-130"
        ) from None
    tree = parsed[0] if len(parsed) == 1 else None
    if not isinstance(tree, exp.Query):
        raise DefinitionError(f"The SQL of case {case.name!r} must be one query.", code="DEF-130")
    return _with_sources(tree, model, engine)


def _with_sources(tree: exp.Query, model: Model, engine: Engine) -> exp.Query:
    own = {cte.alias for cte in tree.ctes}
    named = {t.name for t in tree.find_all(exp.Table) if not t.db}
    ctes = [
        exp.CTE(this=exp.select("*").from_(_relation(engine, model, name)), alias=_alias(name))
        for name in model.sources
        if name in named - own
    ]
    if not ctes:
        return tree
    with_: exp.With | None = tree.args.get("with_")
    ours = exp.With(
        expressions=[*ctes, *(with_.expressions if with_ else [])], recursive=bool(with_ and with_.recursive)
    )
    tree.set("with_", ours)
    return tree


def _relation(engine: Engine, model: Model, name: str) -> exp.Expr:
    source = model.sources[name]
    relation = keep_one(engine.relation(source.relation), source)
    return exp.alias_(relation, "source_rows", table=True) if isinstance(relation, exp.Subquery) else relation


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name))


def _plain_rows(engine: Engine, model: Model, case: OracleCase) -> list[tuple[object, ...]]:
    table = engine.execute(plain_query(case, model, engine)).table
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
