"""The part of a model that some metrics need, held against the tables that are there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.define.document import as_list
from gnomon.define.packs.needs import Needs, columns_of, find_needs, find_path_needs, find_sources
from gnomon.define.rules.paths import split_name

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model, OracleCase
    from gnomon.define.source import Source

__all__ = ["PACK_TAG", "Cut", "Fallen", "cut_model"]

PACK_TAG = "pack"
Columns = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A metric that falls away.

    Attributes
    ----------
    missing : tuple of str
        Tables (``views``) and columns (``views.stall_ms``) that it needs and that are not there.
    """

    metric: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is left of a model.

    Attributes
    ----------
    model : Model
        Metrics that can be computed, with the sources, goals, drivers and cases that belong to them.
    fallen : tuple of Fallen
        Metrics that cannot.
    unsliced : tuple of str
        ``source.dimension`` of the dimensions left out, as their columns are missing.
    """

    model: Model
    fallen: tuple[Fallen, ...]
    unsliced: tuple[str, ...]


def cut_model(model: Model, names: Collection[str], columns: Columns | None = None) -> Cut:
    """Keep some metrics of a model and what they need.

    Parameters
    ----------
    model : Model
        All packs, without faults.
    names : collection of str
        Metrics to keep, all that they are computed from among them.
    columns : mapping of str to collection of str, optional
        Columns of each source that is there; without it everything is.

    Examples
    --------
    >>> from gnomon.define.packs import read_packs
    >>> list(cut_model(read_packs(), ["dau"]).model.sources)
    ['users', 'sessions']
    """
    fallen = [
        Fallen(metric=name, missing=found) for name in names if (found := _missing(model, name, columns))
    ]
    lost = {each.metric for each in fallen}
    kept = {name: model.metrics[name] for name in names if name not in lost}
    goals = {g.name: g for g in model.goals.values() if g.north_star in kept}
    metrics = {name: _trim(model, metric, kept, goals, columns) for name, metric in kept.items()}
    needed = {source for metric in metrics.values() for source in _all_needs(model, metric).sources}
    sources = {name: _trim_source(s, columns) for name, s in model.sources.items() if name in needed}
    left = replace(
        model,
        metrics=MappingProxyType(metrics),
        sources=MappingProxyType(sources),
        goals=MappingProxyType(goals),
        relations=MappingProxyType(
            {n: r for n, r in model.relations.items() if all(m in kept for m in r.metrics)}
        ),
        drivers=tuple(d for d in model.drivers if d.metric in kept and d.driver in kept),
        cases=tuple(c for c in model.cases if _is_askable(model, c, kept, columns)),
    )
    dropped = (
        f"{name}.{each.name}"
        for name, source in sources.items()
        for each in model.sources[name].dimensions
        if source.dimension(each.name) is None
    )
    return Cut(model=left, fallen=tuple(fallen), unsliced=tuple(dropped))


def _missing(model: Model, name: str, columns: Columns | None) -> tuple[str, ...]:
    return () if columns is None else _lacking(find_needs(model, name), columns)


def _lacking(needs: Needs, columns: Columns) -> tuple[str, ...]:
    """Tables that are not there, then columns that the others lack."""
    tables = sorted(needs.sources - columns.keys())
    lacking = {f"{s}.{c}" for s, c in needs.columns if s in columns and c not in columns[s]}
    return (*tables, *sorted(lacking))


def _trim(
    model: Model, metric: Metric, kept: Collection[str], goals: Collection[str], columns: Columns | None
) -> Metric:
    dimensions = metric.dimensions
    if dimensions is not None and columns is not None:
        dimensions = tuple(d for d in dimensions if not _lacking(_slice_needs(model, metric, d), columns))
    return replace(
        metric,
        dimensions=dimensions,
        goal=metric.goal if metric.goal in goals else None,
        paired_with=tuple(name for name in metric.paired_with if name in kept),
        tags=(*metric.tags, PACK_TAG),
    )


def _slice_needs(model: Model, metric: Metric, dimension: str) -> Needs:
    needs = Needs()
    for source in find_sources(model, metric.name):
        needs |= find_path_needs(model, source, split_name(dimension))
    return needs


def _all_needs(model: Model, metric: Metric) -> Needs:
    needs = find_needs(model, metric.name)
    for dimension in metric.dimensions or ():
        needs |= _slice_needs(model, metric, dimension)
    return needs


def _trim_source(source: Source, columns: Columns | None) -> Source:
    if columns is None:
        return source
    present = columns[source.name]
    dimensions = tuple(d for d in source.dimensions if columns_of(d.expr) <= set(present))
    is_timed = any(d.name == source.default_time for d in dimensions)
    return replace(
        source,
        dimensions=dimensions,
        entities=tuple(e for e in source.entities if columns_of(e.expr) <= set(present)),
        primary_key=source.primary_key if set(source.primary_key) <= set(present) else (),
        drops_repeats=source.drops_repeats and set(source.primary_key) <= set(present),
        default_time=source.default_time if is_timed else None,
    )


def _is_askable(model: Model, case: OracleCase, kept: Collection[str], columns: Columns | None) -> bool:
    """Whether the metrics and slices of a case are all there."""
    asked = _texts(case.question.get("metrics"))
    if not all(name in kept for name in asked):
        return False
    slices = [(model.metrics[name], by) for name in asked for by in _texts(case.question.get("by"))]
    return columns is None or not any(_lacking(_slice_needs(model, m, by), columns) for m, by in slices)


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in as_list(value) or ())
