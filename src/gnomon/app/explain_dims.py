"""Dimensions to search in: those that a metric allows, of moderate size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.define.graph import resolve
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.tree import leaves

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.define import Metric
    from gnomon.define.graph import ResolvedName

__all__ = ["Chosen", "choose_dimensions", "count_values"]

_MOST: Final = 6
_LEAST_VALUES: Final = 2
_MOST_VALUES: Final = 200
_MOST_CELLS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Dimensions to search in.

    Attributes
    ----------
    names : tuple of str
    values : tuple of int
        About how many values each has.
    notes : tuple of str
        Which were left out, and why.
    """

    names: tuple[str, ...]
    values: tuple[int, ...]
    notes: tuple[str, ...] = ()


def choose_dimensions(project: Asker, name: str, by: Sequence[str], *, buckets: int) -> Chosen:
    """Choose up to six dimensions with 2 to 200 values, so that a cube over time stays below a million cells.

    Parameters
    ----------
    by : sequence of str
        Dimensions that the caller names; then all of them are taken.
    buckets : int
        Buckets of time of the cube.
    """
    metrics = [m for m in leaves(project.model, name) if isinstance(m.spec, RowSpec)]
    wanted = tuple(by) or _candidates(project, name, metrics)
    sizes: dict[str, int] = {}
    notes: list[str] = []
    for dimension in wanted:
        size = _count_values(project, metrics, dimension, is_asked=bool(by))
        if size is None:
            continue
        if by or _LEAST_VALUES <= size <= _MOST_VALUES:
            sizes[dimension] = size
        elif size > _MOST_VALUES:
            notes.append(
                f"{dimension} has about {size:,} values and was left out; name it with `by` to search in it."
            )
    while not by and (len(sizes) > _MOST or _count_cells(sizes) * buckets > _MOST_CELLS):
        left = next(reversed(sizes)) if len(sizes) > _MOST else max(sizes, key=lambda one: sizes[one])
        notes.append(f"{left} was left out to keep the cube small; name it with `by` to search in it.")
        del sizes[left]
    return Chosen(names=tuple(sizes), values=tuple(sizes.values()), notes=tuple(notes))


def _count_cells(sizes: dict[str, int]) -> int:
    """A guess at how many combinations occur: few of those that could."""
    cells = 1
    for size in sizes.values():
        cells *= size
    return min(cells, 20_000)


def _candidates(project: Asker, name: str, metrics: Sequence[Metric]) -> tuple[str, ...]:
    allowed = project.model.metrics[name].dimensions
    if allowed is None:
        allowed = next((m.dimensions for m in metrics if m.dimensions is not None), None)
    if allowed is not None:
        return tuple(d for d in allowed if not d.startswith("metric_time"))
    first = metrics[0].spec if metrics else None
    if not isinstance(first, RowSpec):
        return ()
    source = project.model.sources[first.source]
    keys = {e.expr.sql() for e in source.entities} | set(source.primary_key)
    return tuple(
        d.name for d in source.dimensions if not d.is_time and d.expr.sql() not in keys and d.name not in keys
    )


def _count_values(project: Asker, metrics: Sequence[Metric], dimension: str, *, is_asked: bool) -> int | None:
    """About how many values a dimension has; None where it is a time or cannot be reached by every input."""
    path = tuple(piece for part in dimension.split(".") for piece in part.split("__"))
    found: ResolvedName | None = None
    for metric in metrics:
        assert isinstance(metric.spec, RowSpec)  # noqa: S101 - chosen so
        try:
            found = resolve(project.model, metric.spec.source, path)
        except (UnknownNameError, QuestionError):
            if is_asked:
                raise
            return None
    if found is None or found.is_metric_time:
        return None
    thing = found.dimension or found.entity
    if thing is None or (found.dimension is not None and found.dimension.is_time):
        return None
    return count_values(project, found.source, thing.expr)


def count_values(project: Asker, name: str, expr: exp.Expr) -> int:
    """About how many values an expression over a table has."""
    source = project.model.sources[name]
    count = exp.alias_(exp.ApproxDistinct(this=expr.copy()), "n", quoted=True)
    tree = exp.Select(expressions=[count]).from_(project.catalog.relation(source.relation, "t"), copy=False)
    return int(str(project.catalog.look(tree, source)["n"] or 0))
