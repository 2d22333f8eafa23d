"""What SQL Server writes otherwise: groups, lengths of time, true and false."""

from __future__ import annotations

from sqlglot import exp

from gnomon.app.portable.trees import each, unit_of

__all__ = ["rewrite_tsql"]


def rewrite_tsql(tree: exp.Expr, dialect: str) -> None:
    """Group by expressions, not places; move times by DATEADD; give a flag as a bit, for no value is a condition."""
    if dialect != "tsql":
        return
    for group in each(tree, exp.Group):
        select = group.parent
        if isinstance(select, exp.Select):
            group.set("expressions", [_meant(place, select) for place in group.expressions])
    for node in each(tree, exp.Add, exp.Sub):
        if isinstance(node.expression, exp.Interval):
            node.replace(_moved(node, node.expression))
    if isinstance(tree, exp.Select):
        for output in tree.expressions:
            if isinstance(output, exp.Alias) and output.alias.endswith("__complete"):
                output.set("this", _bit(output.this))


def _meant(place: exp.Expr, select: exp.Select) -> exp.Expr:
    """Find the output that a place in GROUP BY stands for."""
    if not (isinstance(place, exp.Literal) and place.is_int):
        return place
    return select.expressions[int(place.name) - 1].unalias().copy()


def _moved(node: exp.Expr, length: exp.Interval) -> exp.Expr:
    sign = -1 if isinstance(node, exp.Sub) else 1
    count = exp.Literal.number(sign * int(length.this.name))
    return exp.DateAdd(this=node.this.copy(), expression=count, unit=exp.var(unit_of(length)))


def _bit(flag: exp.Expr) -> exp.Expr:
    condition = flag.this if isinstance(flag, exp.Coalesce) else flag
    if isinstance(condition, exp.Boolean):
        return _as_bit(exp.Literal.number(int(bool(condition.this))))
    number = exp.Case(
        ifs=[exp.If(this=condition.copy(), true=exp.Literal.number(1))], default=exp.Literal.number(0)
    )
    return _as_bit(number)


def _as_bit(number: exp.Expr) -> exp.Expr:
    return exp.Cast(this=number, to=exp.DataType(this=exp.DType.BIT, nested=False))
