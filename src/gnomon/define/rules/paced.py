"""Rules for kinds that are told by periods of entities: growth accounting and stickiness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds import FirstSeen, GrowthAccounting, Stickiness
from gnomon.define.rules.counted import check_entity
from gnomon.define.rules.sources import check_time
from gnomon.define.rules.times import timeless
from gnomon.define.tree import fixed_grain, least_grain, time_of

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place
    from gnomon.define.source import Dimension

__all__ = ["check_paced"]


def check_paced(check: Check) -> None:
    """Check entity, time and grain of each such metric, and what tells when an entity began."""
    for metric in check.model.metrics.values():
        spec = metric.spec
        if not isinstance(spec, (GrowthAccounting, Stickiness)) or spec.source not in check.model.sources:
            continue
        place = ("metrics", metric.name)
        check_entity(check, check.model.sources[spec.source], spec.entity, (*place, "entity"))
        for leaf in timeless(check, metric.name):
            message = f"This is of kind {metric.kind}, but {leaf.name!r} has no time. Give it, or its source, a `time`."
            check.report(message, "DEF-151", (*place, "source"))
        _check_grain(check, metric, place)
        if isinstance(spec, GrowthAccounting) and spec.first is not None:
            _check_first(check, spec.first, spec.entity, Grain(spec.every), (*place, "first"))


def _check_grain(check: Check, metric: Metric, place: Place) -> None:
    least, fixed = least_grain(metric), fixed_grain(metric)
    key = "every" if fixed is not None else "window"
    if least is not None:
        _check_fine(check, time_of(check.model, metric), least, (*place, key))
    if fixed is not None and metric.grain not in (None, fixed.value):
        message = f"It is told by {fixed.value}, so it has no value by {metric.grain}. Leave `grain` out."
        check.report(message, "DEF-153", (*place, "grain"), about=[(*place, "every")])


def _check_fine(check: Check, time: Dimension | None, least: Grain, place: Place) -> None:
    if time is not None and time.grain is not None and least < time.grain:
        message = f"Dimension {time.name!r} is known by {time.grain.value} only; {least.value} is finer."
        check.report(message, "DEF-156", place)


def _check_first(check: Check, first: FirstSeen, entity: str, every: Grain, place: Place) -> None:
    if not check.known("source", first.source, check.model.sources, "DEF-141", (*place, "source")):
        return
    source = check.model.sources[first.source]
    names = [e.name for e in source.entities]
    held = ("sources", source.name, "entities")
    bare = entity.replace("__", ".").rsplit(".", maxsplit=1)[-1]
    check.known(f"entity of source {source.name!r}:", bare, names, "DEF-143", (*place, "source"), held=held)
    if first.time is not None:
        check_time(check, source, first.time, (*place, "time"))
    elif source.default_time is None:
        message = f"Source {source.name!r} has no `time`; name the one that tells when an entity began."
        check.report(message, "DEF-151", (*place, "source"), about=[("sources", source.name, "time")])
    _check_fine(check, source.dimension(first.time or source.default_time or ""), every, place)
