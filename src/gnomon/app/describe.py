"""Describe one metric or source: definition, lineage, dimensions, SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.base.errors import UnknownNameError
from gnomon.define.graph import reachable
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.load import load_model
from gnomon.define.metric import Ruled
from gnomon.define.tree import leaves
from gnomon.define.write import metric_to_yaml, source_to_yaml, to_text

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.define import Metric, Model, Reference, Source

__all__ = ["Description", "LineageNode", "describe", "describe_metric", "describe_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageNode:
    """A metric or source, and what it stands on.

    Attributes
    ----------
    kind : str
        ``metric`` or ``source``.
    note : str
        Kind of the metric, or where the source's rows come from.
    """

    name: str
    kind: str
    note: str = ""
    inputs: tuple[LineageNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that is known of a metric or source.

    Attributes
    ----------
    what : str
        ``metric`` or ``source``.
    definition : str
        YAML as a person would write it.
    dimensions : tuple of str
        Names that it can be sliced by.
    used_by : tuple of str
        Metrics that are computed from it.
    sql : str
        What a question for it becomes; empty for a source.
    reference : Reference or None
        Public source of a metric's definition.
    paired_with : tuple of str
        Metrics to read beside it.
    plausible : str
        Range that its source would call plausible; empty where none is said.
    sensitivity : str
        Who may see its numbers; empty where it is not said.
    rule : str
        How a metric is counted, in one sentence; empty where the kind says it all.
    """

    what: str
    name: str
    title: str
    description: str
    where: str
    definition: str
    lineage: LineageNode
    dimensions: tuple[str, ...]
    used_by: tuple[str, ...]
    sql: str = ""
    reference: Reference | None = None
    paired_with: tuple[str, ...] = ()
    plausible: str = ""
    sensitivity: str = ""
    rule: str = ""


def describe(folder: str | Path, name: str) -> Description:
    """Describe the metric, else the source, of a name.

    Raises
    ------
    UnknownNameError
        If there is neither.
    """
    model = load_model(folder)
    if name in model.metrics:
        return describe_metric(model, model.metrics[name], sql=_sql(folder, name))
    if name in model.sources:
        return describe_source(model, model.sources[name])
    raise UnknownNameError.of("metric or source", name, [*model.metrics, *model.sources])


def describe_metric(model: Model, metric: Metric, *, sql: str = "") -> Description:
    """Describe a metric; its dimensions are those that all its sources can reach, unless it names them."""
    return Description(
        what="metric",
        name=metric.name,
        title=metric.title,
        description=metric.description,
        where=str(metric.location or ""),
        definition=to_text({"metrics": {metric.name: metric_to_yaml(metric)}}),
        lineage=_lineage(model, metric),
        dimensions=metric.dimensions or _shared_dimensions(model, metric),
        used_by=tuple(m.name for m in model.metrics.values() if _reads(m, metric.name)),
        sql=sql,
        reference=metric.reference,
        paired_with=metric.paired_with,
        plausible="" if metric.plausible is None else str(metric.plausible),
        sensitivity="" if metric.sensitivity is None else metric.sensitivity.value,
        rule=metric.spec.rule() if isinstance(metric.spec, Ruled) else "",
    )


def describe_source(model: Model, source: Source) -> Description:
    """Describe a source and the metrics that are counted from it."""
    return Description(
        what="source",
        name=source.name,
        title=source.label or source.name,
        description=source.description,
        where=str(source.location or ""),
        definition=to_text({"sources": {source.name: source_to_yaml(source, model.root)}}),
        lineage=_source_node(model, source.name),
        dimensions=tuple(".".join(path) for path in reachable(model, source.name)),
        used_by=tuple(m.name for m in model.metrics.values() if _counts(m, source.name)),
    )


def _sql(folder: str | Path, name: str) -> str:
    from gnomon.app.project import load

    with load(folder) as project:
        return project.sql(name)


def _lineage(model: Model, metric: Metric) -> LineageNode:
    spec = metric.spec
    inputs = tuple(_lineage(model, model.metrics[term.metric]) for term in spec.inputs())
    if isinstance(spec, RowSpec):
        inputs = tuple(_source_node(model, name) for name in spec.sources())
    return LineageNode(name=metric.name, kind="metric", note=metric.kind, inputs=inputs)


def _source_node(model: Model, name: str) -> LineageNode:
    body = source_to_yaml(model.sources[name], model.root)
    rows = body.get("file") or body.get("table") or "query"
    return LineageNode(name=name, kind="source", note=str(rows))


def _shared_dimensions(model: Model, metric: Metric) -> tuple[str, ...]:
    """Names that every source below a metric can reach, as the first of them orders them."""
    specs = [leaf.spec for leaf in leaves(model, metric.name)]
    names = dict.fromkeys(spec.source for spec in specs if isinstance(spec, RowSpec))
    reach = [reachable(model, name) for name in names]
    if not reach:
        return ()
    shared = set(reach[0]).intersection(*reach[1:])
    return tuple(".".join(path) for path in reach[0] if path in shared)


def _counts(metric: Metric, source: str) -> bool:
    return isinstance(metric.spec, RowSpec) and source in metric.spec.sources()


def _reads(metric: Metric, name: str) -> bool:
    return any(term.metric == name for term in metric.spec.inputs())
