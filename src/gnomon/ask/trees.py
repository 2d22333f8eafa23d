"""Small builders of SQL trees that several files use."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.base.errors import InternalError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "all_of",
    "and_all",
    "as_double",
    "column",
    "conjuncts",
    "data_type",
    "date_literal",
    "divide",
    "literal_of",
    "named",
    "null_safe_equal",
    "or_all",
    "path_of",
    "qualify",
    "with_queries",
]


def column(name: str, table: str | None = None) -> exp.Column:
    """Build a quoted column reference."""
    return exp.Column(
        this=exp.Identifier(this=name, quoted=True),
        table=exp.Identifier(this=table, quoted=True) if table else None,
    )


def qualify(tree: exp.Expr, alias: str) -> exp.Expr:
    """Read every column of a tree from the table ``alias``; the tree itself stays as it is.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> qualify(parse_one("a + b"), "t").sql()
    '"t"."a" + "t"."b"'
    """

    def place(node: exp.Expr) -> exp.Expr:
        return column(node.name, alias) if isinstance(node, exp.Column) else node

    return tree.transform(place)


def named(tree: exp.Expr, name: str, *, quoted: bool = False) -> exp.Alias:
    """Name a column of a SELECT; a tree that stands somewhere already is copied."""
    own = tree if tree.parent is None else tree.copy()
    return exp.Alias(this=own, alias=exp.Identifier(this=name, quoted=quoted))


def data_type(name: str) -> exp.DataType:
    """Build a plain type, such as DATE, without the parser."""
    return exp.DataType(this=exp.DType[name], nested=False)


def with_queries(select: exp.Select, queries: Iterable[tuple[str, exp.Select]]) -> exp.Select:
    """Put named queries in front of a SELECT, in place."""
    parts = [exp.CTE(this=tree, alias=exp.TableAlias(this=exp.to_identifier(name))) for name, tree in queries]
    select.set("with_", exp.With(expressions=parts))
    return select


def divide(top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
    """Divide as floats; by zero or by nothing is unknown."""
    known = exp.Nullif(this=as_double(bottom), expression=exp.Literal.number(0))
    return exp.Div(this=as_double(top), expression=known, typed=False)


def as_double(tree: exp.Expr) -> exp.Expr:
    """Cast to a double."""
    return exp.Cast(this=tree, to=data_type("DOUBLE"))


def and_all(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """Join conditions by AND; None when there are none."""
    return _chain(list(conditions), exp.And)


def all_of(*conditions: exp.Expr) -> exp.Expr:
    """Join one or more conditions by AND."""
    return _chain(list(conditions), exp.And) or exp.true()


def or_all(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """Join conditions by OR; None when there are none."""
    return _chain(list(conditions), exp.Or)


def _chain(conditions: Sequence[exp.Expr], join: type[exp.Connector]) -> exp.Expr | None:
    if not conditions:
        return None
    wrapped = [
        exp.Paren(this=c) if isinstance(c, exp.Connector) and type(c) is not join else c for c in conditions
    ]
    tree = wrapped[0]
    for more in wrapped[1:]:
        tree = join(this=tree, expression=more)
    return tree


def null_safe_equal(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Equal, nulls equal to each other."""
    return exp.NullSafeEQ(this=left, expression=right)


def date_literal(value: date) -> exp.Expr:
    """Build a DATE or TIMESTAMP literal."""
    kind = "TIMESTAMP" if isinstance(value, datetime) else "DATE"
    text = value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return exp.Cast(this=exp.Literal.string(text), to=data_type(kind))


def literal_of(value: object) -> exp.Expr:
    """Build a literal from a plain value.

    Raises
    ------
    InternalError
        If the value has no literal.
    """
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, (int, float)):
        return exp.convert(value)
    if isinstance(value, str):
        return exp.Literal.string(value)
    if isinstance(value, date):
        return date_literal(value)
    raise InternalError(f"No literal for {value!r}.")


def path_of(node: exp.Expr) -> tuple[str, ...]:
    """Read a dotted or double-underscored name from a column tree.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> path_of(parse_one("user.created_at__month"))
    ('user', 'created_at', 'month')
    """
    parts = _dotted(node)
    return tuple(piece for part in parts for piece in part.split("__"))


def _dotted(node: exp.Expr) -> list[str]:
    if isinstance(node, exp.Column):
        return [part.name for part in node.parts]
    if isinstance(node, exp.Dot):
        return [*_dotted(node.this), node.expression.name]
    raise QuestionError(f"{node.sql()!r} is no name.", code="ASK-205")


def conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    """Split a condition at its outermost ANDs.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> [c.sql() for c in conjuncts(parse_one("a = 1 and (b = 2 or c = 3)"))]
    ['a = 1', '(b = 2 OR c = 3)']
    """
    if isinstance(tree, exp.Paren) and isinstance(tree.this, (exp.And, exp.Paren)):
        return conjuncts(tree.this)
    if isinstance(tree, exp.And):
        return [*conjuncts(tree.left), *conjuncts(tree.right)]
    return [tree]
