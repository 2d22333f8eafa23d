"""Periods listed by counting: for dialects without a function that lists times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlglot import exp

from gnomon.app.portable.trees import LONG, refusal, unit_of
from gnomon.ask.localtime import as_date

__all__ = ["COUNTING", "count_periods"]

COUNTING: Final = frozenset({"snowflake", "tsql", "redshift", "mysql", "clickhouse"})
# Days of the shortest period.
_SHORTEST: Final[Mapping[str, int]] = {"DAY": 1, "WEEK": 7, "MONTH": 28, "QUARTER": 90, "YEAR": 365}
_EVERY: Final = {("MONTH", 3): "QUARTER"}


def count_periods(series: exp.Expr, alias: exp.Expr, dialect: str) -> exp.Expr:
    """Write the periods between two known edges: a start, and as many steps after it as digits can count.

    Parameters
    ----------
    series : sqlglot GenerateSeries
        Its edges hold a literal moment each, or null where there is no row.
    alias : sqlglot TableAlias
        With the name of its one column.

    Raises
    ------
    QuestionError
        ASK-260 for hours and less: what an engine calls a moment differs too much.
    """
    step = series.args["step"]
    unit = _EVERY.get((unit_of(step), int(step.this.name)), unit_of(step))
    if unit not in LONG:
        raise refusal(
            f"Gnomon lists days and longer periods in {dialect}, not hours",
            dialect,
            "Ask by day or longer, or leave `--dialect` out.",
        )
    start, end = (as_date(series.args[name].copy()) for name in ("start", "end"))
    digits = len(str(_most(series, unit)))
    name = alias.args["columns"][0].name
    moment = exp.DateAdd(this=start, expression=exp.Paren(this=_number(digits)), unit=exp.var(unit))
    listed = exp.select(exp.alias_(moment, name)).from_(_digit(0))
    for place in range(1, digits):
        listed = listed.join(_digit(place), join_type="cross")
    moments = exp.column(name, table="counted")
    kept = exp.select(moments).from_(listed.subquery("counted"))
    kept = kept.where(exp.LTE(this=as_date(moments.copy()), expression=end))
    return kept.subquery(alias.name)


def _most(series: exp.Expr, unit: str) -> int:
    """Count periods at most, from the literal edges."""
    edges = [_edge(series.args[name]) for name in ("start", "end")]
    if edges[0] is None or edges[1] is None:
        return 1
    return max((edges[1] - edges[0]).days, 0) // _SHORTEST[unit] + 2


def _edge(tree: exp.Expr) -> datetime | None:
    found = [each for each in tree.find_all(exp.Literal) if each.is_string and each.name[:1].isdigit()]
    moments = [each.name for each in found if "-" in each.name]
    return datetime.fromisoformat(moments[0]) if moments else None


def _digit(place: int) -> exp.Expr:
    """Ten rows, 0 to 9."""
    tree: exp.Query = exp.select(exp.alias_(exp.Literal.number(0), "n"))
    for value in range(1, 10):
        more = exp.select(exp.alias_(exp.Literal.number(value), "n"))
        tree = exp.Union(this=tree, expression=more, distinct=False)
    return tree.subquery(f"digit_{place}")


def _number(digits: int) -> exp.Expr:
    """Put digits together: units, tens, hundreds."""
    total: exp.Expr = exp.column("n", table="digit_0")
    for place in range(1, digits):
        weighed = exp.Mul(
            this=exp.column("n", table=f"digit_{place}"), expression=exp.Literal.number(10**place)
        )
        total = exp.Add(this=total, expression=weighed)
    return total
