"""Which series of a project are watched: metrics, grains and dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gnomon.app.report_slices import main_dimensions
from gnomon.app.run_project import core_metrics
from gnomon.base.errors import UnknownNameError
from gnomon.base.time import Grain
from gnomon.define.packs.needs import find_sources
from gnomon.define.tree import coarsest_time, leaves, time_of, uses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.define import Model

__all__ = ["GRAINS", "PlannedGroup", "WatchPlan", "plan_watch"]

GRAINS: Final = ("hour", "day", "week", "month", "quarter")
_BY: Final = 2
_RUNNING: Final = "to_date"
_MOVING: Final = "rolling"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGroup:
    """Metrics that are asked together.

    Attributes
    ----------
    grain : str
        Grain of the buckets.
    by : str or None
        Dimension whose values are watched apart; None for totals.
    metrics : tuple of str
        They read the same sources.
    """

    grain: str
    by: str | None
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPlan:
    """What is watched, and what is not.

    Attributes
    ----------
    metrics : tuple of str
        Watched metrics, each once.
    groups : tuple of PlannedGroup
        Totals first.
    notes : tuple of str
        Which metrics are left out, and why.
    """

    metrics: tuple[str, ...]
    groups: tuple[PlannedGroup, ...]
    notes: tuple[str, ...] = ()


def plan_watch(model: Model, *, metrics: Sequence[str] = (), by: Sequence[str] | None = None) -> WatchPlan:
    """Choose what to watch: named metrics, else those of the settings, else the core metrics.

    A metric is watched at the grain of the settings, or the finest above it that it has; one over a moving
    window by week, as its days share most of their rows. It is watched in total and by each dimension: those
    named, as far as the metric allows them, else the first two of its own.

    Parameters
    ----------
    metrics : sequence of str
        Names; empty for those of the project.
    by : sequence of str, optional
        Dimensions instead of those of the project; empty for totals alone.

    Raises
    ------
    UnknownNameError
        When a metric does not exist.
    """
    asked = tuple(metrics) or model.settings.watch.metrics or core_metrics(model)
    for name in asked:
        if name not in model.metrics:
            raise UnknownNameError.of("metric", name, model.metrics)
    notes: list[str] = []
    watched = [name for name in dict.fromkeys(asked) if _is_fit(model, name, notes)]
    chosen = model.settings.watch.by if by is None else tuple(by)
    groups: dict[tuple[str | None, str, tuple[str, ...]], list[str]] = {}
    for name in watched:
        grain, sources = _grain(model, name), find_sources(model, name)
        for dimension in (None, *_dimensions(model, name, chosen)):
            groups.setdefault((dimension, grain, sources), []).append(name)
    ordered = sorted(groups, key=lambda key: key[0] is not None)  # stable: totals first
    found = tuple(PlannedGroup(grain=k[1], by=k[0], metrics=tuple(groups[k])) for k in ordered)
    return WatchPlan(metrics=tuple(watched), groups=found, notes=tuple(notes))


def _is_fit(model: Model, name: str, notes: list[str]) -> bool:
    """Whether a metric has a value in each period that stands for itself."""
    metric = model.metrics[name]
    if metric.kind == _RUNNING:
        notes.append(f"{name} grows from the first day of a period on: watch the metric that it adds up.")
        return False
    if _is_shifted(model, name):
        notes.append(f"{name} is held against an earlier period: watch the metric that it compares.")
        return False
    if any(time_of(model, leaf) is None for leaf in leaves(model, name)):
        notes.append(f"{name} has no time.")
        return False
    grain = _grain(model, name)
    if grain not in GRAINS:
        notes.append(f"{name} is told by {grain}, which is not watched: {', '.join(GRAINS)} are.")
        return False
    return True


def _is_shifted(model: Model, name: str) -> bool:
    """Whether an input is taken at an earlier time: two periods would answer for one bucket."""
    below = (model.metrics[each] for each in (name, *uses(model, name)))
    return any(i.offset is not None or i.to_start_of is not None for m in below for i in m.spec.inputs())


def _grain(model: Model, name: str) -> str:
    """Grain to watch a metric at."""
    below = [model.metrics[each].kind for each in (name, *uses(model, name))]
    least = [Grain(model.settings.watch.grain), coarsest_time(model, name)]
    least += [Grain.WEEK] if _MOVING in below else []
    return max((grain for grain in least if grain is not None), key=lambda grain: grain.rank).value


def _dimensions(model: Model, name: str, chosen: tuple[str, ...] | None) -> tuple[str, ...]:
    if chosen is None:
        return main_dimensions(model, name)[:_BY]
    allowed = model.metrics[name].dimensions
    return tuple(d for d in chosen if allowed is None or d in allowed)
