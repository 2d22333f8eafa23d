"""Guess from names and types what the columns of a file are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.engine import Column

__all__ = ["Guess", "GuessedColumn", "guess_columns"]

_KEY: Final = re.compile(r"(^|_)(id|uuid|guid|key)$")
_MEASURE: Final = re.compile(
    r"amount|price|revenue|total|cost|qty|quantity|duration|time_ms|seconds|minutes|hours|value|score|bytes|count"
)
_PERSON: Final = re.compile(r"user|customer|visitor|member|account|person|client")
_FLAG: Final = re.compile(r"^(is|has)_")
_WORD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedColumn:
    """A column and the name to give it.

    Attributes
    ----------
    column : str
        SQL that reads it: the name, quoted where it must be.
    grain : str or None
        Of a time column.
    """

    name: str
    column: str
    grain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What columns are for.

    Attributes
    ----------
    time : GuessedColumn or None
        Time dimension to use unless a metric says otherwise.
    entities, dimensions, numbers : tuple of GuessedColumn
        Keys, what to slice by (time included), what to add up.
    """

    time: GuessedColumn | None
    entities: tuple[GuessedColumn, ...]
    dimensions: tuple[GuessedColumn, ...]
    numbers: tuple[GuessedColumn, ...]


def guess_columns(columns: Iterable[Column]) -> Guess:
    """Sort columns into time, keys, dimensions and numbers; people and amounts come first."""
    entities: list[GuessedColumn] = []
    dimensions: list[GuessedColumn] = []
    numbers: list[GuessedColumn] = []
    taken: set[str] = set()
    for column in columns:
        name = _free_name(column.name, taken)
        grain = {"date": "day", "timestamp": "second", "timestamptz": "second"}.get(column.type)
        found = GuessedColumn(name=name, column=_quoted(column.name), grain=grain)
        _home(column, found, entities, dimensions, numbers).append(found)
    times = [d for d in dimensions if d.grain]
    named = [_short_entity(e, taken) for e in entities]
    return Guess(
        time=min(times, key=lambda t: t.grain != "day", default=None),
        entities=tuple(sorted(named, key=lambda e: not _PERSON.search(e.name))),
        dimensions=tuple(dimensions),
        numbers=tuple(sorted(numbers, key=lambda n: not _MEASURE.search(n.name))),
    )


def _home(
    column: Column,
    found: GuessedColumn,
    entities: list[GuessedColumn],
    dimensions: list[GuessedColumn],
    numbers: list[GuessedColumn],
) -> list[GuessedColumn]:
    if _KEY.search(found.name) and column.type in {"integer", "text", "other"}:
        return entities
    if column.type in {"integer", "decimal", "float"} and not _FLAG.search(found.name):
        return numbers
    return dimensions


def _short_entity(entity: GuessedColumn, taken: set[str]) -> GuessedColumn:
    """Name an entity without its ``_id``: ``user_id`` is about a user."""
    short = _KEY.sub("", entity.name)
    if not short or short in taken:
        return entity
    taken.add(short)
    return GuessedColumn(name=short, column=entity.column)


def _free_name(text: str, taken: set[str]) -> str:
    base = _WORD.sub("_", text.lower()).strip("_")[:100] or "column"
    base = base if base[0].isalpha() else f"c_{base}"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    taken.add(name)
    return name


def _quoted(name: str) -> str:
    """Write a column's name as SQL, with quotes where it would be read as something else."""
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    try:
        parsed = parse_one(name, dialect="duckdb")
    except SqlglotError:
        parsed = None
    is_plain = isinstance(parsed, exp.Column) and parsed.sql("duckdb") == name
    return exp.to_identifier(name, quoted=not is_plain).sql("duckdb")
