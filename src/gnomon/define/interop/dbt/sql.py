"""SQL texts of dbt as trees: expressions of the warehouse's dialect, filters, windows and grains."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from gnomon.base.errors import DefinitionError
from gnomon.base.time import Grain, Window, parse_window
from gnomon.define.expressions import names_in, parse_expression, render
from gnomon.define.interop.dbt.where import translate_where

__all__ = ["join_filters", "read_expression", "read_filter", "read_grain", "read_window"]

_FINER = frozenset(("nanosecond", "microsecond"))


def read_expression(text: str, dialect: str) -> exp.Expr:
    """Parse an expression over columns.

    Parameters
    ----------
    text : str
        As written in dbt.
    dialect : str
        sqlglot's name of the warehouse's dialect.

    Raises
    ------
    DefinitionError
        If it is no expression that a definition may hold.
    """
    if "{{" in text or "{%" in text:
        raise DefinitionError(f"{text!r} holds Jinja, which only dbt can run", code="DEF-182")
    return parse_expression(_to_duckdb(text, dialect))


def read_filter(texts: Collection[str], dialect: str) -> exp.Expr | None:
    """Parse filters that all must hold; None if there is none.

    Each text stays one unit: one that mixes time with other dimensions by AND keeps its brackets, because
    dbt treats it as a whole where a metric is shifted or filled.
    """
    found: exp.Expr | None = None
    for text in texts:
        found = join_filters(found, _unit(read_expression(translate_where(text), dialect)))
    return found


def join_filters(left: exp.Expr | None, right: exp.Expr | None) -> exp.Expr | None:
    """Both filters must hold."""
    if left is None or right is None:
        return left if right is None else right
    return exp.And(this=_inside_and(left), expression=_inside_and(right))


def read_window(text: str, customs: Collection[str]) -> Window:
    """Read ``7 days`` or ``2 sprints``; the plural of a custom grain is understood.

    Examples
    --------
    >>> str(read_window("7 days", {"sprint"}))
    '7 days'
    >>> read_window("2 sprints", {"sprint"}).grain
    'sprint'
    """
    window = parse_window(text)
    singular = window.grain.removesuffix("s")
    return Window(count=window.count, grain=singular) if singular in customs else window


def read_grain(text: str) -> tuple[Grain, str]:
    """Read a grain, and what there is to tell: finer than a millisecond does not exist in Gnomon."""
    if text in _FINER:
        return Grain.MILLISECOND, f"{text} is finer than Gnomon's finest grain; it became millisecond"
    return Grain.parse(text), ""


def _to_duckdb(text: str, dialect: str) -> str:
    if dialect == "duckdb":
        return text
    try:
        return render(sqlglot.parse_one(text, read=dialect))
    except SqlglotError as error:
        reason = str(error).splitlines()[0]
        raise DefinitionError(f"{text!r} is no SQL of {dialect}: {reason}", code="DEF-182") from None


def _unit(tree: exp.Expr) -> exp.Expr:
    if not isinstance(tree, exp.And):
        return tree
    kinds = {name.path[0] == "metric_time" for name in names_in(tree)}
    return exp.Paren(this=tree) if len(kinds) > 1 else tree


def _inside_and(tree: exp.Expr) -> exp.Expr:
    return exp.Paren(this=tree) if isinstance(tree, exp.Or) else tree
