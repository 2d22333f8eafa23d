"""The latest rows of large tables, on which oracle cases are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from glob import glob
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from gnomon.define import FileRef, QueryRef

if TYPE_CHECKING:
    from gnomon.define import Model, Source
    from gnomon.engine import Engine

__all__ = ["LARGE", "RECENT_DAYS", "Recent", "keep_recent"]

LARGE: Final = 20_000_000
RECENT_DAYS: Final = 14
_FOLDER: Final = re.compile(r"/(?P<column>\w+)=(?P<day>\d{4}-\d{2}-\d{2})/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A model whose partitioned tables hold their latest days alone.

    Attributes
    ----------
    since : date or None
        First day of partitions that is kept; None where nothing was cut.
    rows : int
        Rows of the largest partitioned table.
    table : str
        Its source.
    """

    model: Model
    since: date | None = None
    rows: int = 0
    table: str = ""

    @property
    def note(self) -> str:
        """Say what was cut; empty where nothing was."""
        if self.since is None:
            return ""
        return (
            f"Cases were tried on the partitions since {self.since}, as {self.table} has {self.rows:,} rows;"
            " add --all-rows to try them on everything."
        )


def keep_recent(model: Model, engine: Engine, *, large: int = LARGE, days: int = RECENT_DAYS) -> Recent:
    """Cut tables in folders by day (``day=2026-01-31``) to their latest days if one of them is large.

    A case holds on any rows: its question and its SQL read the same ones. Tables without such folders stay whole,
    and the same days are kept of all others, so that what belongs together stays together.

    Parameters
    ----------
    large : int
        Rows above which tables are cut.
    days : int
        Days of partitions that are kept.
    """
    parts = {name: part for name, source in model.sources.items() if (part := _partition(source)) is not None}
    sizes = {name: _count(engine, model.sources[name]) for name in parts}
    table = max(sizes, key=lambda name: sizes[name], default="")
    if not table or sizes[table] <= large:
        return Recent(model=model)
    since = max(part.last for part in parts.values()) - timedelta(days=days - 1)
    cut = {name: _cut(engine, model.sources[name], part, since) for name, part in parts.items()}
    sources = {name: cut.get(name, source) for name, source in model.sources.items()}
    return Recent(
        model=replace(model, sources=MappingProxyType(sources)), since=since, rows=sizes[table], table=table
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Partition:
    """The folders of a table: the column that they name, and the latest day."""

    column: str
    last: date


def _partition(source: Source) -> _Partition | None:
    if not isinstance(source.relation, FileRef):
        return None
    paths = glob(source.relation.path)  # noqa: PTH207 - the pattern is absolute, which Path.glob refuses
    found = [m for path in paths if (m := _FOLDER.search(Path(path).as_posix()))]
    names = {m["column"] for m in found}
    if len(names) != 1:
        return None
    return _Partition(column=names.pop(), last=max(date.fromisoformat(m["day"]) for m in found))


def _count(engine: Engine, source: Source) -> int:
    tree = exp.select(exp.alias_(exp.Count(this=exp.Star()), "n")).from_(engine.relation(source.relation))
    return int(engine.execute(tree).table.to_pylist()[0]["n"])


def _cut(engine: Engine, source: Source, part: _Partition, since: date) -> Source:
    first = exp.Cast(this=exp.Literal.string(since.isoformat()), to=exp.DataType.build("DATE"))
    kept = exp.GTE(this=exp.column(part.column, quoted=True), expression=first)
    tree = exp.select("*").from_(engine.relation(source.relation)).where(kept)
    return replace(source, relation=QueryRef(tree=tree))
