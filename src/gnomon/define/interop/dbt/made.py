"""Metrics of dbt as Gnomon's metrics, and what falls away with a metric that cannot be made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlglot import exp

from gnomon.base.errors import DefinitionError, InputError
from gnomon.base.time import Grain
from gnomon.define.interop.dbt.composites import make_composite
from gnomon.define.interop.dbt.inputs import HIDDEN
from gnomon.define.interop.dbt.notes import Ledger
from gnomon.define.interop.dbt.rows import make_rows
from gnomon.define.interop.dbt.spec import DbtMetric
from gnomon.define.interop.dbt.sql import read_filter
from gnomon.define.kinds import RowSpec
from gnomon.define.metric import Direction, Empty, KindSpec, Metric
from gnomon.define.source import Source

__all__ = ["make_metrics"]


def make_metrics(
    metrics: Collection[DbtMetric],
    sources: Mapping[str, Source],
    customs: Collection[str],
    *,
    ledger: Ledger,
    dialect: str,
) -> dict[str, Metric]:
    """Make every metric that can be made; the others, and what stands on them, are noted.

    Parameters
    ----------
    metrics : collection of DbtMetric
        With their inputs settled.
    sources : mapping of str to Source
        Made from the semantic models.
    customs : collection of str
        Custom grains of the time spines.
    ledger : Ledger
        Takes what is left out.
    dialect : str
        Of the project's SQL.
    """
    made: dict[str, Metric] = {}
    for each in metrics:
        try:
            made[each.name] = _make(each, sources, customs, dialect)
        except InputError as error:
            ledger.drop("metric", each.name, error.message, each.location)
    while True:
        broken = {name: missing for name, metric in made.items() if (missing := _missing(metric, made))}
        for name, missing in broken.items():
            reason = f"it uses {', '.join(missing)}, which is not there"
            ledger.drop("metric", name, reason, made.pop(name).location)
        if not broken:
            return {name: _with_grain(metric, made, sources) for name, metric in made.items()}


def _make(given: DbtMetric, sources: Mapping[str, Source], customs: Collection[str], dialect: str) -> Metric:
    spec = _spec(given, sources, customs, dialect)
    tags = (*given.tags, *([HIDDEN] if given.is_hidden else []))
    return Metric(
        name=given.name,
        spec=spec,
        label=given.label,
        description=given.description,
        filter=read_filter(given.filters, dialect),
        unit=given.unit,
        format=given.format,
        direction=Direction(given.direction) if given.direction else Direction.NEITHER,
        owner=given.owner,
        empty=_empty(given),
        grain=given.grain,
        tags=tuple(dict.fromkeys(tags)),
        location=given.location,
    )


def _empty(given: DbtMetric) -> Empty:
    """Join to the time spine shows empty periods, one row each; filling only says the value."""
    return Empty(is_shown=given.has_spine, value=given.fill, is_dense=not given.has_spine)


def _spec(
    given: DbtMetric, sources: Mapping[str, Source], customs: Collection[str], dialect: str
) -> KindSpec:
    if given.rows is None:
        return make_composite(given, customs, dialect)
    source = sources.get(given.rows.model)
    if source is None:
        raise DefinitionError(f"its semantic model {given.rows.model or '(none)'} is not there")
    return make_rows(given.rows, source, dialect)


def _with_grain(metric: Metric, made: Mapping[str, Metric], sources: Mapping[str, Source]) -> Metric:
    """Say the grain where the time behind a metric is coarser than a day: dbt asks it by that grain."""
    if metric.grain is not None:
        return metric
    grains = [Grain.DAY, *_grains_behind(metric, made, sources, frozenset())]
    coarsest = max(grains, key=lambda grain: grain.rank)
    return metric if coarsest is Grain.DAY else replace(metric, grain=coarsest.value)


def _grains_behind(
    metric: Metric, made: Mapping[str, Metric], sources: Mapping[str, Source], above: frozenset[str]
) -> list[Grain]:
    if metric.name in above:
        return []
    spec = metric.spec
    if isinstance(spec, RowSpec):
        source = sources[spec.source]
        dimension = source.dimension(spec.time or source.default_time or "")
        return [dimension.grain] if dimension and dimension.grain else []
    below = above | {metric.name}
    return [g for term in spec.inputs() for g in _grains_behind(made[term.metric], made, sources, below)]


def _missing(metric: Metric, made: Mapping[str, Metric]) -> list[str]:
    terms = metric.spec.inputs()
    names = [term.metric for term in terms]
    for tree in (metric.filter, *(term.filter for term in terms)):
        names += _metrics_in(tree)
    return sorted({name for name in names if name not in made})


def _metrics_in(tree: exp.Expr | None) -> list[str]:
    if tree is None:
        return []
    calls = [call for call in tree.find_all(exp.Anonymous) if call.name.lower() == "metric"]
    return [call.expressions[0].name for call in calls if call.expressions]
