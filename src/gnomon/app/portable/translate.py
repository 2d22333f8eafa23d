"""A question's SQL in a dialect that Gnomon does not run: translated where the meaning holds, refused where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from gnomon.app.dialects import check_dialect
from gnomon.app.portable.aggregates import PERCENTILES, rewrite_filters, rewrite_percentiles
from gnomon.app.portable.files import file_tables, replace_files
from gnomon.app.portable.limits import refuse
from gnomon.app.portable.spines import rewrite_spines
from gnomon.app.portable.times import (
    TICKS,
    rewrite_intervals,
    rewrite_parts,
    rewrite_ticks,
    rewrite_truncations,
)
from gnomon.app.portable.trees import unit_of
from gnomon.app.portable.tsql import rewrite_tsql
from gnomon.ask import compile_question

if TYPE_CHECKING:
    from gnomon.ask import Catalog
    from gnomon.define import Model
    from gnomon.records import Question

__all__ = ["Translation", "translate", "translate_question"]

_RUN: Final = "duckdb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """SQL of another dialect, and what a reader must know before running it.

    Attributes
    ----------
    text : str
        The query.
    notes : tuple of str
        One sentence or two each.
    """

    text: str
    notes: tuple[str, ...] = ()


def translate_question(model: Model, catalog: Catalog, question: Question, dialect: str) -> Translation:
    """Compile a question and write it in another dialect; see :func:`translate`."""
    name = check_dialect(dialect)
    compiled = compile_question(model, catalog, question, now=question.as_of or datetime.now(UTC))
    return translate(compiled.tree, name, file_tables(model))


def translate(tree: exp.Expr, dialect: str, tables: Mapping[str, str]) -> Translation:
    """Write a tree in any dialect that sqlglot knows; the tree itself stays as it is.

    Parameters
    ----------
    tables : mapping of str to str
        For each file that the tree reads, the table that stands for it elsewhere.

    Raises
    ------
    QuestionError
        ASK-260 if the dialect has no exact form of something in the query, ASK-218 if it is unknown.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> tree = parse_one("select quantile_cont(ms, 0.9) from plays", dialect="duckdb")
    >>> print(translate(tree, "postgres", {}).text)
    SELECT
      PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY ms)
    FROM plays
    """
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import ErrorLevel

    name = check_dialect(dialect)
    if name == _RUN:
        return Translation(text=tree.sql(dialect=name, pretty=True))
    own = tree.copy()
    notes = [
        f"Gnomon runs on DuckDB only and has not run this on {name}: compare some rows before you rely on it."
    ]
    notes += replace_files(own, tables)
    notes += _notes_of(own, name)
    notes += _plain_names(own, name)
    refuse(own, name)
    foreign = _foreign_functions(own)
    for rewrite in (
        rewrite_percentiles,
        rewrite_ticks,
        rewrite_filters,
        rewrite_parts,
        rewrite_spines,
        rewrite_truncations,
        rewrite_intervals,
        rewrite_tsql,
    ):
        rewrite(own, name)
    if foreign:
        notes.append(f"DuckDB functions that are written as they stand: {', '.join(foreign)}.")
    generator = Dialect.get_or_raise(name).generator(pretty=True, unsupported_level=ErrorLevel.IGNORE)
    text = generator.generate(own)
    notes += [f"sqlglot: {message.rstrip('.')}." for message in generator.unsupported_messages]
    return Translation(text=text, notes=tuple(dict.fromkeys(notes)))


def _notes_of(tree: exp.Expr, dialect: str) -> list[str]:
    if dialect == "clickhouse":
        return [
            "Set `join_use_nulls = 1` and `aggregate_functions_null_for_empty = 1`: else nothing becomes 0."
        ]
    if dialect == "snowflake" and any(unit_of(t) == "WEEK" for t in tree.find_all(exp.TimestampTrunc)):
        return ["Where a week starts is a setting of the session: keep `WEEK_START` at 0 or 1 (Monday)."]
    return []


def _plain_names(tree: exp.Expr, dialect: str) -> list[str]:
    """Name columns without dots, which BigQuery forbids."""
    if dialect != "bigquery":
        return []
    dotted = [
        node
        for node in tree.find_all(exp.Identifier)
        if "." in node.name and isinstance(node.parent, (exp.Alias, exp.Column))
    ]
    for node in dotted:
        node.set("this", node.name.replace(".", "__"))
    return ["BigQuery allows no dot in the name of a column: dots became `__`."] if dotted else []


def _foreign_functions(tree: exp.Expr) -> list[str]:
    names = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    return sorted(names - {TICKS, *(name.lower() for name in PERCENTILES)})
