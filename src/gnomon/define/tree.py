"""What a metric stands on: its inputs, the rows at the bottom, and the grain of their time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds.growth_accounting import GrowthAccounting
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.kinds.stickiness import Stickiness

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model
    from gnomon.define.source import Dimension

__all__ = [
    "coarsest_time",
    "count_depths",
    "find_cycle",
    "fixed_grain",
    "least_grain",
    "leaves",
    "natural_grain",
    "time_of",
    "uses",
]


def leaves(model: Model, name: str) -> tuple[Metric, ...]:
    """Metrics counted from rows that a metric is computed from, itself if it is one; each once, in order.

    Unknown names and cycles are passed over: other rules report them.
    """
    found: dict[str, Metric] = {}
    for metric in _below(model, name):
        if isinstance(metric.spec, RowSpec):
            found.setdefault(metric.name, metric)
    return tuple(found.values())


def _below(model: Model, name: str) -> Iterator[Metric]:
    """Walk down from a metric, itself first; without recursion, as a chain may be longer than the stack."""
    seen: set[str] = set()
    stack = [name]
    while stack:
        name = stack.pop()
        metric = model.metrics.get(name)
        if metric is None or name in seen:
            continue
        seen.add(name)
        yield metric
        stack.extend(term.metric for term in reversed(metric.spec.inputs()))


def uses(model: Model, name: str) -> frozenset[str]:
    """Names of all metrics that one is computed from, directly or not; itself left out."""
    return frozenset(m.name for m in _below(model, name)) - {name}


def find_cycle(model: Model, name: str) -> tuple[str, ...] | None:
    """Find a way from a metric through its inputs back to itself, or None.

    Returns
    -------
    tuple of str or None
        Starts and ends with ``name``.
    """
    stack = [name]
    above: dict[str, str] = {}
    while stack:
        here = stack.pop()
        metric = model.metrics.get(here)
        for term in metric.spec.inputs() if metric else ():
            if term.metric == name:
                return (*_way(above, name, here), name)
            if term.metric not in above:
                above[term.metric] = here
                stack.append(term.metric)
    return None


def _way(above: dict[str, str], first: str, last: str) -> tuple[str, ...]:
    way = [last]
    while way[-1] != first:
        way.append(above[way[-1]])
    return tuple(reversed(way))


def count_depths(model: Model) -> dict[str, int]:
    """Count how many metrics the longest chain below each metric has; 0 for one counted from rows.

    Metrics that stand on a circle have no depth and are left out. Unknown names count as nothing.
    """
    waiting: dict[str, int] = {}
    above: dict[str, list[str]] = {}
    for metric in model.metrics.values():
        inputs = {term.metric for term in metric.spec.inputs()} & model.metrics.keys()
        waiting[metric.name] = len(inputs)
        for name in inputs:
            above.setdefault(name, []).append(metric.name)
    ready = deque(name for name, count in waiting.items() if not count)
    depths = dict.fromkeys(ready, 0)
    while ready:
        name = ready.popleft()
        for user in above.get(name, ()):
            depths[user] = max(depths.get(user, 0), depths[name] + 1)
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return {name: depth for name, depth in depths.items() if not waiting[name]}


def time_of(model: Model, metric: Metric) -> Dimension | None:
    """Time dimension of a metric counted from rows, if it has one."""
    if not isinstance(metric.spec, RowSpec):
        return None
    source = model.sources.get(metric.spec.source)
    name = metric.spec.time or (source.default_time if source else None)
    return source.dimension(name) if source and name else None


def fixed_grain(metric: Metric) -> Grain | None:
    """The one grain that a metric's own way of counting has a value by; None where any will do."""
    spec = metric.spec
    every = spec.every if isinstance(spec, (GrowthAccounting, Stickiness)) else None
    return None if every is None else Grain(every)


def least_grain(metric: Metric) -> Grain | None:
    """Finest grain that a metric's own way of counting allows; None where its time alone decides."""
    return fixed_grain(metric) or (Grain.DAY if isinstance(metric.spec, Stickiness) else None)


def natural_grain(model: Model, name: str) -> str:
    """Grain to look at a metric by where none is asked: its own, or the finest from a day on that it has."""
    return model.metrics[name].grain or _longest(Grain.DAY, coarsest_time(model, name)).value


def _longest(*grains: Grain | None) -> Grain:
    return max((g for g in grains if g is not None), key=lambda g: g.rank)


def coarsest_time(model: Model, name: str) -> Grain | None:
    """Coarsest grain of the times, and of the fixed periods, below a metric: no finer grain can be asked of it."""
    grains: list[Grain] = []
    for leaf in leaves(model, name):
        time = time_of(model, leaf)
        grains += [grain for grain in (time.grain if time else None, least_grain(leaf)) if grain is not None]
    return max(grains, key=lambda grain: grain.rank, default=None)
