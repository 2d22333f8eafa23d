"""Rules for what every metric may name: metrics, grains, goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.number_format import FORMAT_HINT, parse_format
from gnomon.base.time import Grain
from gnomon.define.rules.times import timeless
from gnomon.define.tree import coarsest_time, find_cycle

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_metrics", "input_place"]


def check_metrics(check: Check) -> None:
    """Check the keys that all kinds share, and that no metric stands on itself."""
    shown: set[frozenset[str]] = set()
    for metric in check.model.metrics.values():
        place = ("metrics", metric.name)
        for term in metric.spec.inputs():
            _check_input(check, metric, term.alias, place)
        _check_cycle(check, metric, shown)
        _check_grain(check, metric, place)
        if parse_format(metric.format) is None:
            message = f"Format {metric.format!r} is none that a report can apply. {FORMAT_HINT}"
            check.report(message, "DEF-190", (*place, "format"))
        if metric.goal is not None:
            check.known("goal", metric.goal, check.model.goals, "DEF-148", (*place, "goal"))
        if metric.freshness is not None:
            check.grain(metric.freshness.grain, (*place, "freshness"))
        _check_successor(check, metric, place)
        _check_pairs(check, metric, place)


def input_place(metric: Metric, alias: str) -> Place:
    """Place of an input in the file, whatever the kind calls it."""
    place: Place = ("metrics", metric.name)
    return (*place, "inputs", alias) if metric.kind == "derived" else (*place, alias)


def _check_input(check: Check, metric: Metric, alias: str, place: Place) -> None:
    term = next(t for t in metric.spec.inputs() if t.alias == alias)
    at = input_place(metric, alias)
    if metric.kind == "derived" and check.locate is not None and term.metric == alias:
        at = at if check.locate(at) != check.locate((*place, "inputs")) else (*place, "expr")
    check.metric(term.metric, (*at, "metric"))
    if term.to_start_of is not None:
        check.grain(term.to_start_of, (*at, "to_start_of"))
    if term.offset is not None:
        check.grain(term.offset.grain, (*at, "offset"))


def _check_cycle(check: Check, metric: Metric, shown: set[frozenset[str]]) -> None:
    way = find_cycle(check.model, metric.name)
    if way is None or frozenset(way) in shown:
        return
    shown.add(frozenset(way))
    message = f"Metric {metric.name!r} stands on itself: {' → '.join(way)}. Break the circle."
    check.report(message, "DEF-150", ("metrics", metric.name))


def _check_grain(check: Check, metric: Metric, place: Place) -> None:
    if metric.grain is None or not check.grain(metric.grain, (*place, "grain")):
        return
    for leaf in timeless(check, metric.name):
        message = f"This has a grain, but {leaf.name!r} has no time. Give it, or its source, a `time`."
        check.report(message, "DEF-151", (*place, "grain"))
    coarsest = coarsest_time(check.model, metric.name)
    standard = {g.value: g for g in Grain}.get(metric.grain)
    if coarsest is not None and standard is not None and standard < coarsest:
        message = f"Its time is known by {coarsest.value} only; the grain {metric.grain} is finer."
        check.report(message, "DEF-156", (*place, "grain"))


def _check_successor(check: Check, metric: Metric, place: Place) -> None:
    if metric.deprecated_by is None or not check.metric(metric.deprecated_by, (*place, "deprecated_by")):
        return
    seen = [metric.name]
    following: str | None = metric.deprecated_by
    while following is not None and following in check.model.metrics:
        if following in seen:
            if following != metric.name or metric.name != min(seen):
                return  # the first of the circle reports it
            way = " → ".join((*seen, following))
            check.report(f"Successors run in a circle: {way}.", "DEF-158", (*place, "deprecated_by"))
            return
        seen.append(following)
        following = check.model.metrics[following].deprecated_by


def _check_pairs(check: Check, metric: Metric, place: Place) -> None:
    for index, name in enumerate(metric.paired_with):
        at = (*place, "paired_with", index)
        if name == metric.name:
            check.report(f"{name!r} cannot be its own pair. Name another metric.", "DEF-112", at)
        elif name in metric.paired_with[:index]:
            check.report(f"{name!r} is named twice as a pair. Keep one of them.", "DEF-112", at)
        else:
            check.metric(name, at)
