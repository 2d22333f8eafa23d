"""The periods of a grain, one row each, as each dialect lists them."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from gnomon.app.portable.counting import COUNTING, count_periods
from gnomon.app.portable.trees import LONG, SPARK, TRINO, each, refusal, unit_of
from gnomon.ask.localtime import as_date

__all__ = ["rewrite_spines"]


def rewrite_spines(tree: exp.Expr, dialect: str) -> None:
    """Write the periods of a grain, which DuckDB makes by generate_series after FROM."""
    write = _spine_writer(dialect)
    for node in each(tree, exp.GenerateSeries):
        table = node.parent
        if write is None or not isinstance(table, exp.Table):
            raise refusal(
                f"Gnomon knows no way to list the periods of a grain in {dialect}",
                dialect,
                "Ask without a grain, or leave `--dialect` out.",
            )
        table.replace(write(node, table.args["alias"].copy()))


def _spine_writer(dialect: str) -> Callable[[exp.Expr, exp.Expr], exp.Expr] | None:
    if dialect == "postgres":
        return lambda series, alias: exp.Table(this=series.copy(), alias=alias)
    if dialect in SPARK:
        return _spark_spine
    if dialect in TRINO:
        return lambda series, alias: exp.Unnest(expressions=[_sequence(series)], alias=alias)
    if dialect in COUNTING:
        return lambda series, alias: count_periods(series, alias, dialect)
    return _bigquery_spine if dialect == "bigquery" else None


def _sequence(series: exp.Expr) -> exp.Expr:
    edges = [series.args[name].copy() for name in ("start", "end", "step")]
    return exp.Anonymous(this="SEQUENCE", expressions=edges)


def _spark_spine(series: exp.Expr, alias: exp.Expr) -> exp.Expr:
    return exp.Table(this=exp.Anonymous(this="EXPLODE", expressions=[_sequence(series)]), alias=alias)


def _bigquery_spine(series: exp.Expr, alias: exp.Expr) -> exp.Expr:
    step = series.args["step"]
    if unit_of(step) not in LONG:
        raise refusal(
            "BigQuery lists dates and instants, not the wall-clock hours of a grain below a day",
            "bigquery",
            "Ask by day or longer, or leave `--dialect` out.",
        )
    start, end = (as_date(series.args[name].copy()) for name in ("start", "end"))
    dates = exp.GenerateDateArray(start=start, end=end, step=step.copy())
    name = alias.args["columns"][0].name
    held = exp.TableAlias(columns=[exp.Identifier(this=name, quoted=False)])
    listed = exp.Unnest(expressions=[dates], alias=held)
    return exp.select(exp.column(name)).from_(listed).subquery(exp.TableAlias(this=alias.this.copy()))
