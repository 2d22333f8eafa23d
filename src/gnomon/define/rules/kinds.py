"""Rules for what is peculiar to a kind of metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds import (
    Conversion,
    Derived,
    Distinct,
    Funnel,
    Rate,
    Ratio,
    Retention,
    Rolling,
    RowSpec,
    Snapshot,
    ToDate,
)
from gnomon.define.rules.counted import check_counted
from gnomon.define.rules.metrics import input_place
from gnomon.define.rules.paths import split_name
from gnomon.define.rules.sources import check_time
from gnomon.define.rules.times import timeless
from gnomon.define.tree import coarsest_time

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_kinds"]


def check_kinds(check: Check) -> None:
    """Check every metric by its kind."""
    for metric in check.model.metrics.values():
        spec = metric.spec
        if isinstance(spec, RowSpec):
            if not isinstance(spec, (Funnel, Retention)):
                _check_rows(check, metric, spec)
        elif isinstance(spec, (Rolling, ToDate)):
            _check_moving(check, metric, spec)
        elif isinstance(spec, Conversion):
            _check_conversion(check, metric, spec)
        elif isinstance(spec, (Rate, Ratio, Derived)):
            _check_grains(check, metric)
            _check_all_timed(check, metric)
        for term in spec.inputs():
            if term.offset is not None or term.to_start_of is not None:
                _check_has_time(check, term.metric, input_place(metric, term.alias), "is shifted in time")


def _check_rows(check: Check, metric: Metric, spec: RowSpec) -> None:
    place = ("metrics", metric.name)
    if not check.known("source", spec.source, check.model.sources, "DEF-141", (*place, "source")):
        return
    source = check.model.sources[spec.source]
    entities = [e.name for e in source.entities]
    noun, held = f"entity of source {source.name!r}:", ("sources", source.name, "entities")
    if spec.time is not None:
        check_time(check, source, spec.time, (*place, spec.time_key()))
    check_counted(check, metric, spec)
    if isinstance(spec, Distinct) and spec.entity is not None:
        _check_counted(check, spec.source, spec.entity, entities, (*place, "entity"))
    if isinstance(spec, Snapshot):
        check_time(check, source, spec.over, (*place, "over"))
        for index, name in enumerate(spec.per):
            check.known(noun, name, entities, "DEF-143", (*place, "per", index), held=held)


def _check_counted(check: Check, source: str, entity: str, own: list[str], place: Place) -> None:
    """Check who is counted: an entity of the source, or a dotted name of one that a join leads to."""
    path = split_name(entity)
    if len(path) == 1:
        held = ("sources", source, "entities")
        check.known(f"entity of source {source!r}:", entity, own, "DEF-143", place, held=held)
        return
    found = check.path(source, path, place)
    if found is not None and found.entity is None:
        check.report(
            f"{entity!r} is no entity; count its values with `expr` in a source of their own.",
            "DEF-143",
            place,
        )


def _check_moving(check: Check, metric: Metric, spec: Rolling | ToDate) -> None:
    place = ("metrics", metric.name)
    inner = check.model.metrics.get(spec.term.metric)
    if inner is None:
        return
    if not isinstance(inner.spec, RowSpec) or not inner.spec.can_move or isinstance(inner.spec, Snapshot):
        check.report(
            f"{inner.name!r} is of kind {inner.kind}, which has no rows of its own to move over. Use a metric"
            " counted from rows; for a ratio, move numerator and denominator and divide them.",
            "DEF-152",
            (*place, "metric"),
            about=[("metrics", inner.name, "kind")],
        )
        return
    _check_has_time(check, inner.name, (*place, "metric"), f"is of kind {metric.kind}")
    if isinstance(spec, ToDate):
        if check.grain(spec.since, (*place, "since")):
            _check_not_finer(check, spec.since, inner.name, (*place, "since"))
    elif spec.window is not None:
        _check_window(check, spec.window, inner.name, (*place, "window"))


def _check_window(check: Check, window: Window, inner: str, place: Place) -> None:
    if check.grain(window.grain, place):
        _check_not_finer(check, window.grain, inner, place)


def _check_not_finer(check: Check, grain: str, inner: str, place: Place) -> None:
    coarsest = coarsest_time(check.model, inner)
    standard = {g.value: g for g in Grain}.get(grain)
    if coarsest is not None and standard is not None and standard < coarsest:
        message = f"The time of {inner!r} is known by {coarsest.value} only; {grain} is finer."
        check.report(message, "DEF-156", place)


def _check_has_time(check: Check, name: str, place: Place, why: str) -> None:
    for leaf in timeless(check, name):
        message = f"This {why}, but {leaf.name!r} has no time. Give it, or its source, a `time`."
        check.report(message, "DEF-151", place)


def _check_conversion(check: Check, metric: Metric, spec: Conversion) -> None:
    place = ("metrics", metric.name)
    if spec.window is not None:
        check.grain(spec.window.grain, (*place, "window"))
    for term, column in ((spec.base, 0), (spec.conversion, 1)):
        inner = check.model.metrics.get(term.metric)
        if inner is None:
            continue
        if inner.kind not in ("count", "sum", "distinct"):
            message = (
                f"{inner.name!r} is of kind {inner.kind}; events are counted: use count, sum or distinct."
            )
            kind = ("metrics", inner.name, "kind")
            check.report(message, "DEF-157", (*place, term.alias), about=[kind])
        else:
            _check_has_time(check, inner.name, (*place, term.alias), "is a conversion")
        _check_event(check, inner, spec, column, place)


def _check_event(check: Check, inner: Metric, spec: Conversion, column: int, place: Place) -> None:
    source = check.model.sources.get(inner.spec.source) if isinstance(inner.spec, RowSpec) else None
    if source is None:
        return
    entities = [e.name for e in source.entities]
    noun, held = f"entity of source {source.name!r}:", ("sources", source.name, "entities")
    check.known(noun, spec.entity, entities, "DEF-143", (*place, "entity"), held=held)
    for index, pair in enumerate(spec.constant):
        check.path(source.name, _dotted(pair[column]), (*place, "constant", index))


def _dotted(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("__", ".").split(".") if part)


def _check_all_timed(check: Check, metric: Metric) -> None:
    """Refuse inputs of which one has a time and another none: no window and no grain could be asked of it."""
    bare = {term.alias: timeless(check, term.metric) for term in metric.spec.inputs()}
    if metric.grain is not None or all(
        bare[term.alias] or coarsest_time(check.model, term.metric) is None for term in metric.spec.inputs()
    ):
        return
    for alias, found in bare.items():
        for leaf in found:
            message = (
                f"Others here have a time, but {leaf.name!r} has none. Give it, or its source, a `time`."
            )
            check.report(message, "DEF-151", input_place(metric, alias))


def _check_grains(check: Check, metric: Metric) -> None:
    """Refuse inputs of which one is known by month and another by day, unless the metric says its grain."""
    found: dict[str, Grain] = {}
    for term in metric.spec.inputs():
        coarsest = coarsest_time(check.model, term.metric)
        if coarsest is not None:
            found[term.metric] = max(coarsest, Grain.DAY, key=lambda grain: grain.rank)
    if len(set(found.values())) <= 1 or metric.grain is not None:
        return
    shown = ", ".join(f"{name} by {grain.value}" for name, grain in found.items())
    needed = max(found.values(), key=lambda grain: grain.rank).value
    message = f"Its inputs are known by different grains: {shown}. Say `grain: {needed}` or a coarser one."
    place = ("metrics", metric.name)
    check.report(message, "DEF-155", place, about=[(*place, "grain")])
