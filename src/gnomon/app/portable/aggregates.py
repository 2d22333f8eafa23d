"""Percentiles and filtered aggregates, as each dialect writes them."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gnomon.app.portable.trees import SPARK, TRINO, each, refusal

__all__ = ["PERCENTILES", "rewrite_filters", "rewrite_percentiles"]

_FILTERS: Final = SPARK | TRINO | {"postgres", "clickhouse", "sqlite"}
_CONTINUOUS: Final = frozenset({"postgres", "redshift", "snowflake", "oracle"})
_DISCRETE: Final = SPARK | {"postgres", "snowflake", "oracle"}
PERCENTILES: Final = {"QUANTILE_CONT": True, "QUANTILE_DISC": False}


def rewrite_percentiles(tree: exp.Expr, dialect: str) -> None:
    """Write percentiles in the form that a dialect has; one under FILTER takes the condition inside."""
    for node in each(tree, exp.Anonymous, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.Median):
        found = _read_percentile(node)
        if found is None or isinstance(node.parent, exp.WithinGroup):
            continue
        value, share, is_continuous = found
        place = node
        if isinstance(node.parent, exp.Filter):
            place = node.parent
            value = _when(node.parent.expression.this, value)
        place.replace(_write_percentile(value, share, dialect, is_continuous=is_continuous))


def _read_percentile(node: exp.Expr) -> tuple[exp.Expr, exp.Expr, bool] | None:
    """Value, share and whether it lies between two values; None for any other call."""
    if isinstance(node, exp.ApproxQuantile):
        return None
    if isinstance(node, exp.Median):
        return node.this.copy(), exp.Literal.number("0.5"), True
    if isinstance(node, exp.Anonymous):
        kind = PERCENTILES.get(node.name.upper())
        return None if kind is None else (node.expressions[0].copy(), node.expressions[1].copy(), kind)
    share = node.args.get("quantile") or node.args.get("expression")
    return None if share is None else (node.this.copy(), share.copy(), isinstance(node, exp.PercentileCont))


def _write_percentile(value: exp.Expr, share: exp.Expr, dialect: str, *, is_continuous: bool) -> exp.Expr:
    if is_continuous and dialect == "clickhouse":
        return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[share], params=[value])
    if is_continuous and dialect in SPARK:
        return exp.Anonymous(this="PERCENTILE", expressions=[value, share])
    if dialect not in (_CONTINUOUS if is_continuous else _DISCRETE):
        kind = "interpolated" if is_continuous else "discrete"
        raise refusal(
            f"Gnomon knows no exact {kind} percentile in {dialect} that can stand in a GROUP BY",
            dialect,
            "Leave the percentile out, or leave `--dialect` out.",
        )
    name = "PERCENTILE_CONT" if is_continuous else "PERCENTILE_DISC"
    order = exp.Order(expressions=[exp.Ordered(this=value)])
    return exp.WithinGroup(this=exp.Anonymous(this=name, expressions=[share]), expression=order)


def _when(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value)])


def rewrite_filters(tree: exp.Expr, dialect: str) -> None:
    """Write FILTER as CASE where a dialect lacks it: aggregates pass over nulls."""
    if dialect in _FILTERS:
        return
    for node in each(tree, exp.Filter):
        call = node.this
        if not isinstance(call, (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)):
            continue
        condition, inside = node.expression.this, call.this
        if isinstance(inside, exp.Distinct) and len(inside.expressions) == 1:
            inside.set("expressions", [_when(condition, inside.expressions[0].copy())])
        elif isinstance(inside, exp.Star):
            call.set("this", _when(condition, exp.Literal.number(1)))
        else:
            call.set("this", _when(condition, inside.copy()))
        node.replace(call.copy())
