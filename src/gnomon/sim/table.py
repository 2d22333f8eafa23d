"""A table of the world: how it is made, how often, and how its rows arrive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sqlglot import exp, parse_one

__all__ = ["Scope", "Table", "read_tree"]

Scope = Literal["static", "chunk", "daily", "chunk_daily"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file ``tables/<name>.sql`` holding one SELECT in DuckDB's dialect.

    Upstream tables are read by their name, and known from the tree. Columns that begin with an underscore serve
    downstream tables and are never written.

    Attributes
    ----------
    name : str
        Of the table and its file.
    scope : str
        ``static``: once. ``chunk``: once for each range of users (`:chunk_from` to `:chunk_to`, the end is
        outside). ``daily``: once for each batch of days (`:day_from` to `:day_to`, numbers from 0, the end is
        outside). ``chunk_daily``: for each range of users and batch of days.
    doc : str
        What a row is.
    key : tuple of str
        Columns that name a row; random numbers of delivery hang on the first.
    time : str or None
        When the event happened, for tables stored by day.
    is_stored : bool
        False for steps between tables, which exist only while the world is made.
    is_client : bool
        Whether clients send the rows, which then come late, twice or not at all at times.
    has_received : bool
        Whether the moment of arrival is written as ``received_at``.
    number : str
        Column of whole numbers that random numbers of delivery hang on, where the key begins with none.
    inline : tuple of str
        Files read as subqueries: what several tables are made of and nobody keeps.
    """

    name: str
    scope: Scope
    doc: str
    key: tuple[str, ...] = ()
    time: str | None = None
    is_stored: bool = True
    is_client: bool = False
    has_received: bool = False
    number: str = ""
    inline: tuple[str, ...] = ()

    @property
    def tree(self) -> exp.Query:
        """A copy of the parsed SELECT, pseudo functions and placeholders still inside."""
        return _read_inlined(self.name, self.inline).copy()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the written columns."""
        own = _read_columns(self.name)
        return (*own, "received_at") if self.has_received else own

    def reads(self) -> frozenset[str]:
        """Names of all relations that the SELECT reads, its own CTEs excepted."""
        return _read_sources(self.name, self.inline)


@cache
def read_tree(name: str) -> exp.Query:
    """Parse the file of a table, once."""
    text = (files("gnomon.sim") / "tables" / f"{name}.sql").read_text(encoding="utf-8")
    tree = parse_one(text, dialect="duckdb")
    assert isinstance(tree, exp.Query), name  # noqa: S101 - a file of ours; a test reads them all
    return tree


@cache
def _read_inlined(name: str, inline: tuple[str, ...]) -> exp.Query:
    tree = read_tree(name).copy()
    for table in list(tree.find_all(exp.Table)):
        if table.name in inline:
            alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name))
            table.replace(exp.Subquery(this=read_tree(table.name).copy(), alias=alias))
    return tree


@cache
def _read_columns(name: str) -> tuple[str, ...]:
    return tuple(column for column in read_tree(name).named_selects if not column.startswith("_"))


@cache
def _read_sources(name: str, inline: tuple[str, ...]) -> frozenset[str]:
    tree = _read_inlined(name, inline)
    inner = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(t.name for t in tree.find_all(exp.Table) if t.name and t.name not in inner)
