"""List what a project defines."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import UnknownNameError
from gnomon.define import FileRef, TableRef
from gnomon.define.load import load_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gnomon.define import Model, Relation

__all__ = ["LISTS", "Listing", "list_definitions"]

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows of names; the second column says what the first one is.

    Attributes
    ----------
    columns : tuple of str
        Headings.
    rows : tuple of tuple of str
        One text a column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def list_definitions(folder: str | Path, what: str) -> Listing:
    """List metrics, dimensions, sources, goals, questions or kinds.

    Parameters
    ----------
    folder : str or Path
        The project's folder; kinds need none.
    what : str
        One of :data:`LISTS`.

    Raises
    ------
    UnknownNameError
        If there is no such list.
    """
    if what == "kinds":
        return Listing(columns=("name", "meaning"), rows=tuple(_kinds()))
    if what not in LISTS:
        raise UnknownNameError.of("list", what, [*LISTS, "kinds"])
    columns, rows = LISTS[what]
    return Listing(columns=columns, rows=tuple(rows(load_model(folder))))


def _metrics(model: Model) -> Iterator[Row]:
    for metric in sorted(model.metrics.values(), key=lambda m: (m.module.value if m.module else "~", m.name)):
        retired = f"(use {metric.deprecated_by}) " if metric.deprecated_by else ""
        yield (
            metric.name,
            f"{retired}{metric.title}",
            metric.kind,
            metric.module.value if metric.module else "",
            metric.tier.value,
            metric.owner,
        )


def _dimensions(model: Model) -> Iterator[Row]:
    for source in model.sources.values():
        for dimension in source.dimensions:
            kind = f"time ({dimension.grain.value})" if dimension.grain else "category"
            yield (dimension.name, dimension.label or dimension.description, kind, source.name)


def _sources(model: Model) -> Iterator[Row]:
    for source in model.sources.values():
        entities = ", ".join(e.name for e in source.entities)
        yield (
            source.name,
            source.label or source.description,
            _shown(source.relation, model.root),
            entities,
            source.owner,
        )


def _goals(model: Model) -> Iterator[Row]:
    for goal in model.goals.values():
        targets = ", ".join(f"{t.value:g} by {t.by}" for t in goal.targets)
        yield (goal.name, goal.label or goal.description, goal.north_star, targets, goal.owner)


def _questions(model: Model) -> Iterator[Row]:
    for saved in model.saved.values():
        yield (
            saved.name,
            saved.label or saved.description,
            ", ".join(saved.metrics),
            ", ".join(saved.by),
            saved.grain or "",
        )


def _kinds() -> Iterator[Row]:
    from gnomon.define import kinds

    for name in kinds.__all__:
        spec = getattr(kinds, name)
        if getattr(spec, "kind", ""):
            yield (spec.kind, (spec.__doc__ or "").strip().splitlines()[0])


def _shown(relation: Relation, root: Path) -> str:
    if isinstance(relation, TableRef):
        return ".".join(relation.parts)
    return os.path.relpath(relation.path, root) if isinstance(relation, FileRef) else "query"


LISTS: Final[dict[str, tuple[tuple[str, ...], Callable[[Model], Iterator[Row]]]]] = {
    "metrics": (("name", "label", "kind", "module", "tier", "owner"), _metrics),
    "dimensions": (("name", "label", "kind", "source"), _dimensions),
    "sources": (("name", "label", "rows from", "entities", "owner"), _sources),
    "goals": (("name", "label", "north star", "targets", "owner"), _goals),
    "questions": (("name", "label", "metrics", "by", "grain"), _questions),
}
