"""Measures as kinds of metric that are counted from rows."""

from __future__ import annotations

from sqlglot import exp

from gnomon.base.errors import DefinitionError
from gnomon.define.interop.dbt.spec import DbtRows
from gnomon.define.interop.dbt.sql import read_expression
from gnomon.define.kinds import Average, Count, Distinct, Maximum, Minimum, Percentile, RowSpec, Snapshot, Sum
from gnomon.define.source import Source

__all__ = ["make_rows"]

_PLAIN: dict[str, type[RowSpec]] = {
    "sum": Sum,
    "average": Average,
    "avg": Average,
    "min": Minimum,
    "max": Maximum,
}
_SNAPSHOT = {
    "sum": "sum",
    "sum_boolean": "sum",
    "average": "average",
    "avg": "average",
    "min": "min",
    "max": "max",
    "count": "count",
    "count_distinct": "distinct",
}
_PICKS = {"min": "first", "max": "last"}


def make_rows(rows: DbtRows, source: Source, dialect: str) -> RowSpec:
    """Make the kind that counts as dbt's aggregation does.

    Raises
    ------
    DefinitionError
        If Gnomon has no such aggregation, or a name in it does not exist.
    """
    time = _time(rows.time, source)
    expr = read_expression(rows.expr, dialect)
    if rows.agg == "sum_boolean":
        expr = exp.Case().when(expr, exp.Literal.number(1)).else_(exp.Literal.number(0))
    if rows.over is not None:
        return _snapshot(rows, expr, source, time)
    if rows.agg in {"sum_boolean", *_PLAIN}:
        kind = _PLAIN.get(rows.agg, Sum)
        return kind(source=source.name, expr=expr, time=time)
    if rows.agg == "count":
        return Count(source=source.name, expr=None if isinstance(expr, exp.Literal) else expr, time=time)
    if rows.agg == "count_distinct":
        return _distinct(expr, source, time)
    if rows.agg in {"median", "percentile"}:
        return _percentile(rows, expr, source, time)
    raise DefinitionError(f"Gnomon has no aggregation {rows.agg!r}" if rows.agg else "it says no aggregation")


def _time(name: str | None, source: Source) -> str | None:
    """Find the metric's own time; None where the source's default says the same."""
    if name is None:
        if source.default_time is None:
            raise DefinitionError(f"neither it nor {source.name} says which time dimension it is counted by")
        return None
    dimension = source.dimension(name)
    if dimension is None or not dimension.is_time:
        raise DefinitionError(f"{source.name} has no time dimension {name}")
    return None if name == source.default_time else name


def _snapshot(rows: DbtRows, expr: exp.Expr, source: Source, time: str | None) -> Snapshot:
    if rows.agg not in _SNAPSHOT:
        raise DefinitionError(f"a snapshot cannot be put together by {rows.agg}")
    if rows.pick not in _PICKS:
        raise DefinitionError(f"a snapshot takes the first or last point of a period, not {rows.pick}")
    over = source.dimension(rows.over or "")
    if over is None or not over.is_time:
        raise DefinitionError(f"{source.name} has no time dimension {rows.over}")
    missing = [name for name in rows.per if source.entity(name) is None]
    if missing:
        raise DefinitionError(f"its window groupings {', '.join(missing)} are no entities of {source.name}")
    return Snapshot(
        source=source.name,
        expr=expr,
        time=time,
        over=over.name,
        pick=_PICKS[rows.pick],
        per=rows.per,
        agg=_SNAPSHOT[rows.agg],
    )


def _distinct(expr: exp.Expr, source: Source, time: str | None) -> Distinct:
    """Count an entity by its name where the expression is exactly its key."""
    entity = next((each.name for each in source.entities if each.expr == expr), None)
    return Distinct(source=source.name, entity=entity, expr=None if entity else expr, time=time)


def _percentile(rows: DbtRows, expr: exp.Expr, source: Source, time: str | None) -> Percentile:
    share = 0.5 if rows.agg == "median" else rows.percentile
    if share is None:
        raise DefinitionError("a percentile needs a number between 0 and 1")
    share = share / 100 if share > 1 else share
    if not 0 < share < 1:
        raise DefinitionError(f"its percentile {rows.percentile} does not lie between 0 and 1")
    method = "approximate" if rows.is_approximate else "discrete" if rows.is_discrete else "continuous"
    return Percentile(source=source.name, expr=expr, time=time, p=float(share), method=method)
