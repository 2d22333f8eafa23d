"""Aggregate calls of leaves, with their own filters."""

from __future__ import annotations

from sqlglot import exp

from gnomon.ask.leaf import Leaf
from gnomon.ask.trees import as_double
from gnomon.base.errors import InternalError

__all__ = ["aggregate", "filtered", "recombine"]


_PLAIN: dict[str, type[exp.AggFunc]] = {"sum": exp.Sum, "average": exp.Avg, "min": exp.Min, "max": exp.Max}


def aggregate(leaf: Leaf, value: exp.Expr | None, condition: exp.Expr | None) -> exp.Expr:
    """Build the aggregate of a leaf over ``value``, restricted to rows that fulfil ``condition``."""
    return filtered(_call(leaf, value), condition)


def filtered(call: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """Restrict an aggregate call to some rows."""
    return call if condition is None else exp.Filter(this=call, expression=exp.Where(this=condition.copy()))


def _call(leaf: Leaf, value: exp.Expr | None) -> exp.Expr:
    if leaf.agg == "count":
        return exp.Count(this=exp.Star() if value is None else value.copy())
    if value is None:
        raise InternalError(f"A {leaf.agg} needs an expression.")
    value = value.copy()
    if leaf.agg == "distinct":
        return exp.Count(this=exp.Distinct(expressions=[value]))
    if leaf.agg == "percentile":
        return _percentile(leaf, value)
    if leaf.agg not in _PLAIN:
        raise InternalError(f"Unknown aggregate {leaf.agg!r}.")
    return _PLAIN[leaf.agg](this=value)


def _percentile(leaf: Leaf, value: exp.Expr) -> exp.Expr:
    share = exp.Literal.number(repr(leaf.p))
    match leaf.method:
        case "continuous":
            # Interpolated between decimals, a percentile would be rounded to their scale.
            return exp.Anonymous(this="quantile_cont", expressions=[as_double(value), share])
        case "discrete":
            return exp.Anonymous(this="quantile_disc", expressions=[value, share])
        case "approximate":
            return exp.ApproxQuantile(this=value, quantile=share)
        case _:
            raise InternalError(f"Unknown percentile method {leaf.method!r}.")


def recombine(leaf: Leaf, partial: exp.Expr) -> exp.Expr:
    """Put partial results of an additive leaf together."""
    if leaf.agg in {"count", "sum"}:
        return exp.Sum(this=partial)
    if leaf.agg not in {"min", "max"}:
        raise InternalError(f"Partial results of {leaf.agg!r} do not combine.")
    return _PLAIN[leaf.agg](this=partial)
