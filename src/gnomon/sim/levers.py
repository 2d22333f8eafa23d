"""Levers: named places of the world where a scenario changes what happens, for a slice and a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlglot import exp

from gnomon.base.errors import InternalError, UnknownNameError
from gnomon.sim.lever_names import LEVERS

__all__ = ["MOMENT", "Effect", "Pull", "pull_levers"]

MOMENT: Final = "_moment"
Effect = Literal["multiply", "add", "replace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One change of one lever.

    Attributes
    ----------
    lever : str
        A name of :data:`gnomon.sim.lever_names.LEVERS`.
    effect : str
        ``multiply``, ``add`` or ``replace``.
    value : sqlglot expression
        A number, or an expression over the columns that the lever sees; pseudo functions work, and the column
        ``_moment`` stands for the lever's time.
    where : tuple of (str, tuple of str)
        Columns and their values; all must hold. Columns are those of the relation that the lever names.
    since, until : datetime or None
        Half-open interval in UTC; None is open.
    tables : tuple of str
        For levers of delivery: the tables meant; empty is every table.
    """

    lever: str
    effect: Effect
    value: exp.Expr
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    tables: tuple[str, ...] = ()


def pull_levers(tree: exp.Expr, pulls: Iterable[Pull], *, table: str) -> exp.Expr:
    """Replace each ``lever('name', expr[, relation[, time column]])`` by its expression, changed where pulled.

    The relation is the alias whose columns slice the pull; its time column is ``day`` unless named. Without
    pulls a lever is its expression.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> tree = parse_one("SELECT lever('late_share', 0.015, q) FROM plays AS q", dialect="duckdb")
    >>> pull = Pull(
    ...     lever="late_share", effect="multiply", value=exp.Literal.number(2), where=(("country", ("DE",)),)
    ... )
    >>> pull_levers(tree, [pull], table="plays").sql("duckdb")
    "SELECT CASE WHEN q.country IN ('DE') THEN (0.015) * (2) ELSE 0.015 END FROM plays AS q"
    """
    wanted = [pull for pull in pulls if not pull.tables or table in pull.tables]
    for pull in wanted:
        if pull.lever not in LEVERS:
            raise UnknownNameError.of("lever", pull.lever, LEVERS)
    nodes = [n for n in tree.find_all(exp.Anonymous) if str(n.this).lower() == "lever"]
    for node in sorted(nodes, key=lambda n: -n.depth):
        name, expression, *scope = node.expressions
        if name.name not in LEVERS:
            raise InternalError(f"Table {table} has a lever {name.name!r} that is not described.")
        changed = expression.copy()
        for pull in wanted:
            if pull.lever == name.name:
                changed = _change(changed, pull, scope)
        node.replace(changed)
    return tree


def _change(expression: exp.Expr, pull: Pull, scope: Sequence[exp.Expr]) -> exp.Expr:
    old, value = exp.Paren(this=expression.copy()), exp.Paren(this=_qualified(pull.value, scope))
    new: exp.Expr
    match pull.effect:
        case "multiply":
            new = exp.Mul(this=old, expression=value)
        case "add":
            new = exp.Add(this=old, expression=value)
        case "replace":
            new = value
    conditions = _conditions(pull, scope)
    if not conditions:
        return exp.Paren(this=new)
    return exp.Case().when(exp.and_(*conditions), new).else_(expression.copy())


def _qualified(value: exp.Expr, scope: Sequence[exp.Expr]) -> exp.Expr:
    """A value whose bare columns belong to the relation of the lever."""
    copied = value.copy()
    for column in copied.find_all(exp.Column):
        if column.name == MOMENT:
            column.set("this", exp.to_identifier(_time_column(scope)))
        if scope and not column.table:
            column.set("table", exp.to_identifier(scope[0].name))
    return copied


def _time_column(scope: Sequence[exp.Expr]) -> str:
    return scope[1].name if len(scope) > 1 else "day"


def _conditions(pull: Pull, scope: Sequence[exp.Expr]) -> list[exp.Expr]:
    relation = scope[0].name if scope else None
    time = _time_column(scope)
    conditions: list[exp.Expr] = [
        exp.column(column, table=relation).isin(*values) for column, values in pull.where
    ]
    moment = exp.column(time, table=relation)
    if pull.since is not None:
        conditions.append(exp.GTE(this=moment.copy(), expression=_moment(pull.since)))
    if pull.until is not None:
        conditions.append(exp.LT(this=moment.copy(), expression=_moment(pull.until)))
    return conditions


def _moment(value: datetime) -> exp.Expr:
    return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamp")
