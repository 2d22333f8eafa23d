"""What a metric stands on: its inputs, the rows at the bottom, and the grain of their time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds.rows import RowSpec

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model
    from gnomon.define.source import Dimension

__all__ = ["coarsest_time", "find_cycle", "leaves", "time_of", "uses"]


def leaves(model: Model, name: str) -> tuple[Metric, ...]:
    """Metrics counted from rows that a metric is computed from, itself if it is one; each once, in order.

    Unknown names and cycles are passed over: other rules report them.
    """
    found: dict[str, Metric] = {}
    for metric in _below(model, name, set()):
        if isinstance(metric.spec, RowSpec):
            found.setdefault(metric.name, metric)
    return tuple(found.values())


def _below(model: Model, name: str, seen: set[str]) -> Iterator[Metric]:
    metric = model.metrics.get(name)
    if metric is None or name in seen:
        return
    seen.add(name)
    yield metric
    for term in metric.spec.inputs():
        yield from _below(model, term.metric, seen)


def uses(model: Model, name: str) -> frozenset[str]:
    """Names of all metrics that one is computed from, directly or not; itself left out."""
    return frozenset(m.name for m in _below(model, name, set())) - {name}


def find_cycle(model: Model, name: str) -> tuple[str, ...] | None:
    """Find a way from a metric through its inputs back to itself, or None.

    Returns
    -------
    tuple of str or None
        Starts and ends with ``name``.
    """
    stack: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while stack:
        way = stack.pop()
        metric = model.metrics.get(way[-1])
        for term in metric.spec.inputs() if metric else ():
            if term.metric == name:
                return (*way, name)
            if term.metric not in seen:
                seen.add(term.metric)
                stack.append((*way, term.metric))
    return None


def time_of(model: Model, metric: Metric) -> Dimension | None:
    """Time dimension of a metric counted from rows, if it has one."""
    if not isinstance(metric.spec, RowSpec):
        return None
    source = model.sources.get(metric.spec.source)
    name = metric.spec.time or (source.default_time if source else None)
    return source.dimension(name) if source and name else None


def coarsest_time(model: Model, name: str) -> Grain | None:
    """Coarsest grain of the times below a metric: no finer grain can be asked of it."""
    grains = [time.grain for leaf in leaves(model, name) if (time := time_of(model, leaf)) and time.grain]
    return max(grains, key=lambda grain: grain.rank, default=None)
