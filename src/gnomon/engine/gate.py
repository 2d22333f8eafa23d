"""The wall before the engine: only one plain query that reads declared things may pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from sqlglot import exp
from sqlglot.expressions import ddl, dml

from gnomon.engine.errors import RefusedAccessError, RefusedQueryError

__all__ = ["check_query"]

_STATEMENT_MODULES: Final = frozenset({ddl.__name__, dml.__name__})
_HARMLESS: Final = (exp.Comprehension, exp.Heredoc)
_STATEMENTS: Final = (
    exp.Into,
    exp.Analyze,
    exp.Lock,
    exp.Grant,
    exp.Revoke,
    exp.Put,
    exp.Get,
    exp.Cache,
    exp.Uncache,
    exp.Refresh,
    exp.Block,
    exp.Semicolon,
    exp.SessionParameter,
    exp.Parameter,
)
_TABLE_FUNCTIONS: Final = (exp.GenerateSeries, exp.Unnest, exp.Explode, exp.GenerateDateArray)
_UNSAFE_FUNCTION: Final = re.compile(
    r"(read_|pragma_|duckdb_|pg_|sniff_|parquet_|write_|copy_|load_|export_|import_|current_setting|current_query"
    r"|getenv|getvariable|glob$|query|sleep|nextval|setval|currval|setseed|error$|lo_|dblink|xp_|sys_|txid_|url)",
    re.IGNORECASE,
)
_FILE_NAME: Final = re.compile(
    r"[/\\*]|\.(parquet|csv|tsv|txt|json|jsonl|ndjson|gz|zst|xlsx|avro|arrow|db|duckdb|sqlite)$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d][\w$]*(\.[^\W\d][\w$]*)*\Z")
_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\Z")


def check_query(tree: exp.Expr, *, is_declared_read: Callable[[exp.Expr], bool]) -> None:
    """Refuse a tree that is anything but one query over declared relations.

    Parameters
    ----------
    tree : sqlglot expression
        What is about to run.
    is_declared_read : callable
        Says whether a function after FROM reads a file that the project declares.

    Raises
    ------
    RefusedQueryError
        If the tree is no query, carries a statement inside, or hides text in a name.
    RefusedAccessError
        If it reads a file or calls a function that is not on the list.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> check_query(parse_one("select 1"), is_declared_read=lambda call: False)
    >>> check_query(parse_one("drop table t"), is_declared_read=lambda call: False)
    Traceback (most recent call last):
    gnomon.engine.errors.RefusedQueryError: An engine runs queries only, and this is a DROP. ...
    """
    if not isinstance(tree, exp.Query):
        raise RefusedQueryError(
            f"An engine runs queries only, and this is a {type(tree).__name__.upper()}. "
            "Start from SELECT or WITH."
        )
    read_calls = {id(call) for call in _calls_after_from(tree) if is_declared_read(call)}
    for call in _calls_after_from(tree):
        _check_table_function(call, is_read=id(call) in read_calls)
    for node in tree.walk():
        if id(node) not in read_calls:
            _check_node(node)


def _calls_after_from(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Everything that stands where a table name could, but is none."""
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Expr) and not isinstance(table.this, exp.Identifier):
            yield table.this
    for place in tree.find_all(exp.Lateral, exp.From, exp.Join):
        if isinstance(place.this, (exp.Func, exp.Anonymous)):
            yield place.this


def _check_table_function(call: exp.Expr, *, is_read: bool) -> None:
    if is_read or isinstance(call, (*_TABLE_FUNCTIONS, exp.Query)):
        return
    name = call.name if isinstance(call, exp.Anonymous) else type(call).__name__
    raise RefusedAccessError(
        f"The table function {name!r} is not one that a query may call. Declare the file as the `file` of a "
        "source, and read the source."
    )


def _check_node(node: exp.Expr) -> None:
    kind = type(node)
    if isinstance(node, _STATEMENTS) or (
        kind.__module__ in _STATEMENT_MODULES and not isinstance(node, _HARMLESS)
    ):
        raise RefusedQueryError(f"A query may not contain {kind.__name__.upper()}: an engine only reads.")
    if isinstance(node, (exp.ReadCSV, exp.ReadParquet)):
        raise RefusedAccessError("A file may be read only as a declared source, after FROM.")
    if isinstance(node, exp.Anonymous):
        _check_function(node)
    elif isinstance(node, exp.Table):
        _check_table(node)
    else:
        _check_text(node)


def _check_function(node: exp.Anonymous) -> None:
    name = node.name
    _check_word("function", name)
    if _UNSAFE_FUNCTION.match(name):
        raise RefusedAccessError(f"The function {name!r} reaches outside the query; a query may not call it.")


def _check_table(node: exp.Table) -> None:
    if isinstance(node.this, exp.Identifier) and _FILE_NAME.search(_full_name(node)):
        raise RefusedAccessError(
            f"The table {node.name!r} looks like a file. Declare it as the `file` of a source, "
            "and read the source."
        )


def _full_name(table: exp.Table) -> str:
    """DuckDB reads ``FROM plays.csv`` as a file as well as ``FROM "plays.csv"``."""
    return ".".join(part.name for part in table.parts)


def _check_text(node: exp.Expr) -> None:
    """Names and numbers are written as they stand, so they must be names and numbers."""
    if isinstance(node, exp.Identifier) and not node.args.get("quoted"):
        _check_word("name", node.name)
    elif isinstance(node, exp.Literal) and not node.is_string and not _NUMBER.match(node.name):
        raise RefusedQueryError(f"{node.name!r} stands as a number in the query and is none.")
    elif isinstance(node, exp.Placeholder) and node.name:
        _check_word("placeholder", node.name)
    elif isinstance(node, exp.Var):
        _check_word("keyword", node.name.replace(" ", "_"))


def _check_word(kind: str, text: str) -> None:
    if not _WORD.match(text):
        raise RefusedQueryError(f"{text!r} stands as a {kind} in the query and is none. Quote it.")
