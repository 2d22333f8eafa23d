"""Rows that were delivered more than once: of those that agree in the primary key one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.trees import column, or_all

if TYPE_CHECKING:
    from gnomon.define.source import Source

__all__ = ["keep_one"]

_INNER = "delivered"


def keep_one(relation: exp.Expr, source: Source) -> exp.Expr:
    """Put a relation inside one that holds each primary key once, if the source drops repeats.

    Which row of a key is kept is left to the engine, as repeats are copies. Rows whose key has a null are all kept.

    Examples
    --------
    >>> from gnomon.define.source import Source, TableRef
    >>> plays = Source(name="p", relation=TableRef(parts=("p",)), primary_key=("id",), drops_repeats=True)
    >>> print(keep_one(exp.to_table("p"), plays).sql("duckdb", pretty=True))
    (
      SELECT
        *
      FROM p AS delivered
      QUALIFY
        "delivered"."id" IS NULL
        OR ROW_NUMBER() OVER (PARTITION BY "delivered"."id" ORDER BY "delivered"."id") = 1
    )
    """
    if not source.drops_repeats:
        return relation
    keys = [column(name, _INNER) for name in source.primary_key]
    first = exp.EQ(
        this=exp.Window(
            this=exp.RowNumber(),
            partition_by=keys,
            order=exp.Order(expressions=[exp.Ordered(this=keys[0].copy())]),  # some engines demand an order
        ),
        expression=exp.Literal.number(1),
    )
    missing = [exp.Is(this=key.copy(), expression=exp.Null()) for key in keys]
    kept = or_all([*missing, first])
    select = exp.select("*").from_(exp.alias_(relation, _INNER, table=True), copy=False)
    select.set("qualify", exp.Qualify(this=kept))
    return select.subquery(copy=False)
