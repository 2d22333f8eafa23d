"""Columns that definitions read, against the columns that a source has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.base.errors import DefinitionError, Location, nearest_hint
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.validate import in_order

if TYPE_CHECKING:
    from gnomon.define.project import Model
    from gnomon.define.source import Source

__all__ = ["check_columns", "columns_used"]

_SHOWN = 8
Used = tuple[str, Location | None]


def columns_used(source: Source) -> tuple[Used, ...]:
    """Columns that a source's own keys, entities and dimensions read, each once, and where."""
    found: dict[str, Location | None] = {}
    for name in source.primary_key:
        found.setdefault(name, source.location)
    for entity in source.entities:
        for name in _columns(entity.expr, source.name):
            found.setdefault(name, source.location)
    for dimension in source.dimensions:
        for name in _columns(dimension.expr, source.name):
            found.setdefault(name, dimension.location or source.location)
    if source.complete_through is not None:
        for name in _columns(source.complete_through, source.name):
            found.setdefault(name, source.location)
    return tuple(found.items())


def check_columns(model: Model, columns: Mapping[str, Collection[str]]) -> tuple[DefinitionError, ...]:
    """Find columns that definitions read and that do not exist.

    Parameters
    ----------
    model : Model
        All definitions.
    columns : mapping of str to collection of str
        Columns of each source, as the engine tells them; sources left out are not checked.
    """
    faults: list[DefinitionError] = []
    for name, present in columns.items():
        source = model.sources.get(name)
        if source is not None:
            faults += _missing((*columns_used(source), *_by_metrics(model, name)), name, present)
    for calendar in model.calendars.values():
        if calendar.name in columns:
            used: list[Used] = [(c, None) for c in (calendar.column, *calendar.grains.values())]
            faults += _missing(used, calendar.name, columns[calendar.name])
    return in_order(faults)


def _by_metrics(model: Model, source: str) -> Iterator[Used]:
    for metric in model.metrics.values():
        spec = metric.spec
        if isinstance(spec, RowSpec) and spec.source == source:
            for tree in spec.reads():
                yield from ((name, metric.location) for name in _columns(tree, source))


def _missing(used: Collection[Used], source: str, present: Collection[str]) -> Iterator[DefinitionError]:
    lowered = {name.lower() for name in present}
    for name, where in used:
        if name.lower() not in lowered:
            some = list(present)[:_SHOWN]
            shown = ", ".join(some) + (", …" if len(present) > len(some) else "")
            hint = nearest_hint(name, present, otherwise=f"It has: {shown}.")
            message = f"Source {source!r} has no column {name!r}. {hint}"
            yield DefinitionError(message, code="DEF-149", where=where or source)


def _columns(tree: exp.Expr, source: str) -> Iterator[str]:
    """Columns of a tree; ``source.column`` and ``column.field`` are told apart by the source's name."""
    for column in tree.find_all(exp.Column):
        parts = [part.name for part in column.parts if isinstance(part, exp.Identifier)]
        if parts:
            yield parts[1] if len(parts) > 1 and parts[0] == source else parts[0]
