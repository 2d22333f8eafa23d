"""Rules for kinds that follow entities from one row to others: funnels and retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds import Funnel, Retention
from gnomon.define.rules.counted import check_entity
from gnomon.define.rules.paths import check_filter, split_name
from gnomon.define.rules.sources import check_time

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.kinds.funnel import Step
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_walks"]

_MOST_IN_ANY_ORDER = 8


def check_walks(check: Check) -> None:
    """Check the sources, times, conditions and lengths of every funnel and retention."""
    for metric in check.model.metrics.values():
        if isinstance(metric.spec, Funnel):
            _check_funnel(check, metric, metric.spec)
        elif isinstance(metric.spec, Retention):
            _check_retention(check, metric, metric.spec)


def _check_funnel(check: Check, metric: Metric, spec: Funnel) -> None:
    place = ("metrics", metric.name)
    names = [step.name for step in spec.steps]
    for index, step in enumerate(spec.steps):
        at = (*place, "steps", index)
        _check_step(check, spec, step, at)
        if step.name in names[:index]:
            check.report(f"Two steps are named {step.name!r}.", "DEF-159", (*at, "name"))
        same = next((other for other in spec.steps[:index] if _is_same(other, step)), None)
        if same is not None and step.after is None:
            message = (
                f"Step {step.name!r} counts the rows that {same.name!r} counts, so one row would be both. "
                "Say how much later it must be, such as `after: 1 second`."
            )
            check.report(message, "DEF-164", (*at, "name"))
    if spec.window is not None:
        _check_length(check, spec.window, (*place, "window"))
    _check_ends(check, spec, names, place)


def _check_ends(check: Check, spec: Funnel, names: list[str], place: Place) -> None:
    known = [
        check.known("step", name, names, "DEF-164", (*place, key), held=(*place, "steps"))
        for key, name in (("from", spec.first), ("to", spec.last))
    ]
    is_turned = all(known) and spec.place(spec.first) > spec.place(spec.last)
    if is_turned or (spec.first == spec.last and spec.calculate == "time"):
        check.report(f"`to` ({spec.last}) must come after `from` ({spec.first}).", "DEF-164", (*place, "to"))
    if spec.order == "any":
        if any(step.within is not None or step.after is not None for step in spec.steps):
            message = "Steps in any order have no step before, so `within` and `after` have no meaning. Use `window`."
            check.report(message, "DEF-164", (*place, "order"))
        if len(spec.steps) > _MOST_IN_ANY_ORDER:
            message = f"Steps in any order may be {_MOST_IN_ANY_ORDER} at most; here are {len(spec.steps)}."
            check.report(message, "DEF-164", (*place, "steps"))


def _is_same(one: Step, other: Step) -> bool:
    return (one.source, one.time, one.where) == (other.source, other.time, other.where)


def _check_step(check: Check, spec: Funnel, step: Step, place: Place) -> None:
    own = (*place, "source") if step.source != spec.source else ("metrics", str(place[1]), "source")
    if not _check_rows(check, step.source, step.time, spec.entity, own):
        return
    if step.where is not None:
        check_filter(check, step.where, (step.source,), (*place, "where"))
    for index, name in enumerate(spec.constant):
        check.path(step.source, split_name(name), ("metrics", str(place[1]), "constant", index))
    for key, length in (("within", step.within), ("after", step.after)):
        if length is not None:
            _check_length(check, length, (*place, key))
    if step.after is not None and step.within is not None and _is_longer(step.after, step.within):
        check.report(
            f"`after` ({step.after}) is longer than `within` ({step.within}).", "DEF-164", (*place, "after")
        )
    if step is spec.steps[0] and (step.after is not None or step.within is not None):
        check.report("The first step has none before it: leave `within` and `after` out.", "DEF-164", place)


_SECONDS = {
    Grain.MILLISECOND: 0.001,
    Grain.SECOND: 1.0,
    Grain.MINUTE: 60.0,
    Grain.HOUR: 3600.0,
    Grain.DAY: 86_400.0,
    Grain.WEEK: 604_800.0,
}


def _is_longer(one: Window, other: Window) -> bool:
    lengths = [_SECONDS.get(w.standard, 0.0) * w.count if w.standard else 0.0 for w in (one, other)]
    return all(lengths) and lengths[0] > lengths[1]


def _check_length(check: Check, window: Window, place: Place) -> None:
    """Refuse a length that is not the same at any time of the year."""
    if window.standard not in _SECONDS:
        message = f"{window} has no one length. Write it in days, hours, minutes or seconds."
        check.report(message, "DEF-156", place)


def _check_retention(check: Check, metric: Metric, spec: Retention) -> None:
    place = ("metrics", metric.name)
    entry = place if spec.is_first_seen else (*place, "cohort")
    active = spec.active
    if (
        _check_rows(check, active.source, active.time, spec.entity, (*place, "source"))
        and active.where is not None
    ):
        check_filter(check, active.where, (active.source,), (*place, "where"))
    if _check_rows(check, spec.source, spec.time, spec.entity, (*entry, "source")) and spec.where is not None:
        check_filter(check, spec.where, (spec.source,), (*place, "cohort", "where"))
    for source, time in dict.fromkeys(((active.source, active.time), (spec.source, spec.time))):
        found = check.model.sources.get(source)
        held = found.dimension(time or found.default_time or "") if found is not None else None
        if held is not None and held.grain is not None and spec.every < held.grain:
            message = f"{held.name!r} of {source!r} is known by {held.grain.value} only; {spec.every.value} is finer."
            check.report(message, "DEF-156", (*place, "every"))


def _check_rows(check: Check, name: str, time: str | None, entity: str, place: Place) -> bool:
    """Check that a source exists, holds the entity and has a time."""
    if not check.known("source", name, check.model.sources, "DEF-141", place):
        return False
    source = check.model.sources[name]
    check_entity(check, source, entity, (*place[:2], "entity"))
    if time is not None:
        check_time(check, source, time, (*place[:-1], "time"))
    elif source.default_time is None and check.is_sound("sources", name, "time"):
        message = (
            f"Its rows follow each other in time, but source {name!r} has none. Give it, or here, a `time`."
        )
        check.report(message, "DEF-151", place)
    return True
