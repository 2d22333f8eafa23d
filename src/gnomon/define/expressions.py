"""SQL expressions of definitions, parsed once at the door into trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeGuard

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError

from gnomon.base.errors import DefinitionError
from gnomon.define.functions import AGGREGATES, reason_against, say_unknown

__all__ = [
    "Allowed",
    "ExpressionError",
    "Name",
    "is_metric_call",
    "names_in",
    "parse_expression",
    "parse_query",
    "path_of",
    "position_of",
    "render",
    "render_query",
]

DIALECT = "duckdb"
_MAX_LENGTH = 20_000
_MAX_NESTING = 64
_MAX_DEPTH = 250
_LINE = 60

# What has a value in a row; the parser's own class for that leaves some out.
_VALUES = (exp.Condition, exp.AtTimeZone, exp.Interval, exp.Filter, exp.IgnoreNulls, exp.RespectNulls)
_SIMPLE = re.compile(r"[a-z_][a-z0-9_]*\Z")


class Allowed(Enum):
    """What an expression may hold."""

    ROWS = "rows"
    AGGREGATES = "aggregates"
    QUESTION = "question"  # rows, and the clock


class ExpressionError(DefinitionError):
    """An expression is wrong; says where inside its text.

    Attributes
    ----------
    line, column : int
        Inside the text, from 0.
    """

    def __init__(self, message: str, *, code: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message, code=code)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A dotted name in an expression.

    Attributes
    ----------
    path : tuple of str
        ``("user", "country")``; ``a__b`` is split as well.
    node : sqlglot expression
        The part of the tree that it is.
    line, column : int
        Inside the text, from 0; -1 when unknown.
    """

    path: tuple[str, ...]
    node: exp.Expr
    line: int = -1
    column: int = -1


def parse_expression(text: str, *, allowed: Allowed = Allowed.ROWS) -> exp.Expr:
    """Parse one SQL expression over the columns of rows.

    Parameters
    ----------
    text : str
        In DuckDB's dialect.
    allowed : Allowed
        Whether aggregate functions, or the clock, may stand in it.

    Raises
    ------
    ExpressionError
        DEF-130 no SQL, DEF-131 more than an expression, DEF-132 an aggregate, DEF-133 a function out
        of bounds, DEF-135 a function that does not exist.

    Examples
    --------
    >>> parse_expression("tab = 1 and user.is_author").sql()
    'tab = 1 AND user.is_author'
    """
    tree = _tidy(_parse_one(text))
    if isinstance(tree, exp.Alias):
        raise _error("An expression has no name of its own here; take the alias away.", "DEF-131", tree)
    if not isinstance(tree, _VALUES) or isinstance(tree, (exp.Query, exp.DDL, exp.Star)):
        raise _error(f"{_short(text)} is no expression over the columns of a row.", "DEF-131", tree)
    for node in tree.walk():
        _check_node(node, allowed)
    return tree


def parse_query(text: str) -> exp.Expr:
    """Parse one SQL query that stands for a source.

    Raises
    ------
    ExpressionError
        DEF-130 no SQL, DEF-131 no single query, DEF-133 a function or file out of bounds.
    """
    tree = _parse_one(text)
    if not isinstance(tree, exp.Query) or (isinstance(tree, exp.Select) and not tree.expressions):
        raise _error(f"{_short(text)} is no query. Write one SELECT.", "DEF-131", tree)
    for node in tree.walk():
        if isinstance(node, (exp.DDL, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Command, exp.Into)):
            raise _error("A source's query only reads.", "DEF-131", node)
        _check_function(node, is_query=True)
        if isinstance(node, exp.Table) and re.search(r"[/\\*]|\.(parquet|csv|tsv|json\w*|gz|db)$", node.name):
            raise _error(f"A query reads tables; name the file {node.name!r} with `file:`.", "DEF-133", node)
    return tree


def names_in(tree: exp.Expr) -> Iterator[Name]:
    """Yield each dotted name of a tree once for every place, outside calls of ``metric(...)``.

    Examples
    --------
    >>> [n.path for n in names_in(parse_expression("listing.host.country = 'NL' and user__age > 3"))]
    [('listing', 'host', 'country'), ('user', 'age')]
    """
    for node in tree.walk(bfs=False, prune=lambda n: path_of(n) is not None or is_metric_call(n)):
        path = path_of(node)
        if path is not None:
            line, column = position_of(node)
            yield Name(path=path, node=node, line=line, column=column)


def is_metric_call(node: exp.Expr) -> bool:
    """Whether a node is ``metric(name, per...)``."""
    return isinstance(node, exp.Anonymous) and node.name.lower() == "metric"


def path_of(node: exp.Expr) -> tuple[str, ...] | None:
    """Dotted path of a node, or None if it is no name.

    Examples
    --------
    >>> path_of(parse_expression("user.created_at.month"))
    ('user', 'created_at', 'month')
    """
    if isinstance(node, exp.Column):
        if isinstance(node.this, exp.Star):
            return None
        parts = [part.name for part in node.parts]
    elif isinstance(node, exp.Dot):
        inner = node.parts if all(isinstance(p, exp.Identifier) for p in node.parts) else []
        parts = [part.name for part in inner]
    else:
        return None
    flat = tuple(piece for part in parts for piece in part.split("__") if piece)
    return flat or None


def position_of(node: exp.Expr) -> tuple[int, int]:
    """Line and column, from 0, of the first sign of a node; (-1, -1) when unknown."""
    best: tuple[int, int] | None = None
    for part in node.walk():
        meta = part.meta
        if "line" in meta and "col" in meta:
            width = meta["end"] - meta["start"] + 1
            place = (meta["line"] - 1, meta["col"] - width)
            best = place if best is None else min(best, place)
    return best or (-1, -1)


def render(tree: exp.Expr) -> str:
    """Text of an expression as a person would write it; parsing it gives the same tree.

    Examples
    --------
    >>> render(parse_expression("user.age > 3 and listing__city = 'Bern'"))
    "user.age > 3 AND listing__city = 'Bern'"
    """
    bare = tree.transform(_bare).sql(dialect=DIALECT, normalize_functions="lower")
    quoted = tree.sql(dialect=DIALECT, normalize_functions="lower")
    try:
        return bare if parse_expression(bare, allowed=Allowed.AGGREGATES) == tree else quoted
    except ExpressionError:
        return quoted


def render_query(tree: exp.Expr) -> str:
    """Text of a query over several lines."""
    return tree.sql(dialect=DIALECT, pretty=True)


def _bare(node: exp.Expr) -> exp.Expr:
    """Spare a name the quotes that the renderer puts around words of SQL such as ``user``."""
    is_simple = isinstance(node, exp.Identifier) and not node.args.get("quoted") and _SIMPLE.match(node.name)
    return exp.Var(this=node.name) if is_simple else node


def _parse_one(text: str) -> exp.Expr:
    if not text.strip():
        raise ExpressionError("The expression is empty.", code="DEF-130")
    _check_size(text)
    try:
        trees = sqlglot.parse(text, read=DIALECT, error_level=ErrorLevel.IMMEDIATE)
    except ParseError as error:
        raise _parse_error(text, error) from None
    except SqlglotError:
        message = f"{_short(text)} is no SQL: a quote or comment is not closed."
        raise ExpressionError(message, code="DEF-130") from None
    except RecursionError:
        raise ExpressionError(_TOO_DEEP, code="DEF-131") from None
    found = [tree for tree in trees if tree is not None and not isinstance(tree, exp.Semicolon)]
    if len(found) != 1:
        raise ExpressionError(f"{_short(text)} holds {len(found)} statements; write one.", code="DEF-131")
    _check_depth(found[0])
    _check_closed(text)
    return found[0]


def _check_closed(text: str) -> None:
    """Refuse a bracket that is never closed: the parser takes ``max(a`` for ``max(a)``."""
    if text.count("(") == text.count(")"):
        return
    kinds = [token.token_type for token in sqlglot.tokenize(text, read=DIALECT)]
    if kinds.count(TokenType.L_PAREN) != kinds.count(TokenType.R_PAREN):
        raise ExpressionError(f"{_short(text)} is no SQL: a bracket is not closed.", code="DEF-130")


_TOO_DEEP = "The expression is nested too deep. Split it over columns of a source with `sql:`."


def _check_depth(tree: exp.Expr) -> None:
    """Refuse trees that later walks could not climb; long chains of operators count as well."""
    stack = [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > _MAX_DEPTH:
            raise ExpressionError(_TOO_DEEP, code="DEF-131")
        stack.extend((child, depth + 1) for child in node.iter_expressions())


def _check_size(text: str) -> None:
    if len(text) > _MAX_LENGTH:
        message = f"{len(text)} signs are more than the {_MAX_LENGTH} that an expression may have."
        raise ExpressionError(message, code="DEF-131")
    deepest = depth = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    if deepest > _MAX_NESTING:
        raise ExpressionError(_TOO_DEEP, code="DEF-131")


def _parse_error(text: str, error: ParseError) -> ExpressionError:
    first = error.errors[0] if error.errors else {}
    reason = str(first.get("description") or "it cannot be read").rstrip(".")
    reason = re.sub(r" for <class '[\w.]*?(\w+)'>", r" in \1", reason)
    reason = re.sub(r"Expected (.+?) but got <Token .*", r"a \1 is missing", reason, flags=re.DOTALL)
    reason = re.sub(r"Required keyword: '\w+' missing in (\w+)", r"a part of \1 is missing", reason)
    near = str(first.get("highlight") or "")
    line = max(int(first.get("line") or 1) - 1, 0)
    column = max(int(first.get("col") or 0) - len(near), 0)
    beside = f" near {near!r}" if near else ""
    return ExpressionError(
        f"{_short(text)} is no SQL{beside}: {reason}.", code="DEF-130", line=line, column=column
    )


def _check_node(node: exp.Expr, allowed: Allowed) -> None:
    if isinstance(node, (exp.Query, exp.Subquery, exp.Exists)):
        raise _error(
            "A subquery has no place in an expression. Make it a source with `sql:`.", "DEF-131", node
        )
    if isinstance(node, exp.Window):
        raise _error(
            "A window function has no place here. Compute it in a source with `sql:`.", "DEF-131", node
        )
    if isinstance(node, (exp.Placeholder, exp.Parameter, exp.Star)) and not isinstance(
        node.parent, exp.Count
    ):
        raise _error("Name columns one by one: no `*`, no placeholders.", "DEF-131", node)
    if isinstance(node, (exp.UDTF, exp.Explode, exp.Columns)):
        raise _error("A function that gives many rows has no place here.", "DEF-131", node)
    if allowed is not Allowed.AGGREGATES and _adds_up(node):
        name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()
        message = (
            f"{name}() adds up rows, but this expression speaks of one row. The metric's `kind` adds up."
        )
        raise _error(message, "DEF-132", node)
    _check_function(node, may_read_clock=allowed is Allowed.QUESTION)


def _adds_up(node: exp.Expr) -> TypeGuard[exp.Func]:
    is_named = isinstance(node, exp.Anonymous) and node.name.lower() in AGGREGATES
    return isinstance(node, exp.AggFunc) or is_named


def _check_function(node: exp.Expr, *, is_query: bool = False, may_read_clock: bool = False) -> None:
    if not isinstance(node, exp.Func):
        return
    is_named = isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc))
    names = [str(node.this).lower()] if is_named else [name.lower() for name in type(node).sql_names()]
    if names == ["age"] and len(node.expressions) == 1:
        names = ["ago"]  # the age until today
    for name in names:
        reason = reason_against(name, is_query=is_query, may_read_clock=may_read_clock)
        if reason is not None:
            shown = node.sql(dialect=DIALECT).split("(", 1)[0].lower()
            raise _error(f"{shown}() {reason}.", "DEF-133", node)
    if is_named and not is_metric_call(node):
        message = say_unknown(names[0], is_query=is_query)
        if message is not None:
            raise _error(message, "DEF-135", node)


def _tidy(tree: exp.Expr) -> exp.Expr:
    """Take comments off, and quotes that say nothing, so that equal meanings are equal trees."""
    for node in tree.walk():
        node.pop_comments()
        if isinstance(node, exp.Identifier) and _SIMPLE.match(node.name):
            node.args["quoted"] = False
    return tree


def _error(message: str, code: str, node: exp.Expr) -> ExpressionError:
    line, column = position_of(node)
    return ExpressionError(message, code=code, line=max(line, 0), column=max(column, 0))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= _LINE else flat[: _LINE - 3] + "...")
