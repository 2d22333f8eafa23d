"""Rules for kinds whose rows follow a rule: whom they count, by which times, under which condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.kinds import PerEntity, Sessions, TimeTo, WithinDeadline
from gnomon.define.rules.paths import check_filter, split_name
from gnomon.define.rules.sources import check_time

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.kinds import RowSpec
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place
    from gnomon.define.source import Source

__all__ = ["check_counted", "check_entity"]


def check_counted(check: Check, metric: Metric, spec: RowSpec) -> None:
    """Check what is peculiar to a kind counted from the rows of one known source."""
    source = check.model.sources[spec.source]
    place = ("metrics", metric.name)
    if isinstance(spec, PerEntity):
        for index, name in enumerate(spec.entities):
            at = (*place, "entity") if len(spec.entities) == 1 else (*place, "entity", index)
            check_entity(check, source, name, at)
        if spec.where is not None:
            check_filter(check, spec.where, (source.name,), (*place, "each", "where"))
    elif isinstance(spec, Sessions):
        check_entity(check, source, spec.entity, (*place, "entity"))
        _check_elapsed(check, spec.gap, (*place, "gap"))
    elif isinstance(spec, TimeTo):
        check_time(check, source, spec.to, (*place, "to"))
    elif isinstance(spec, WithinDeadline):
        _check_deadline(check, source, spec, place)


def _check_deadline(check: Check, source: Source, spec: WithinDeadline, place: Place) -> None:
    check_time(check, source, spec.closed, (*place, "closed"))
    if spec.deadline is None:
        check_time(check, source, spec.opened, (*place, "opened"))
        return
    at = (*place, "deadline")
    standard = spec.deadline.standard
    opened = source.dimension(spec.opened)
    if standard is None:
        check.report(f"{spec.deadline} has no length that a formula knows.", "DEF-156", at)
    elif (
        standard.is_subdaily and opened is not None and opened.grain is not None and opened.grain >= Grain.DAY
    ):
        message = (
            f"{spec.opened!r} is known by {opened.grain.value} only; a deadline of {spec.deadline} is finer."
        )
        check.report(message, "DEF-156", at)


def _check_elapsed(check: Check, window: Window, place: Place) -> None:
    """Refuse a length that is not the same at any time of the year."""
    if window.standard is None or window.standard > Grain.WEEK:
        message = f"{window} has no one length. Write it in days, hours or minutes."
        check.report(message, "DEF-156", place)


def check_entity(check: Check, source: Source, name: str, place: Place) -> None:
    """Check who is counted: an entity of the source, or a dotted name of one that a join leads to."""
    path = split_name(name)
    if len(path) == 1:
        noun = f"entity of source {source.name!r}:"
        held = ("sources", source.name, "entities")
        check.known(noun, name, [e.name for e in source.entities], "DEF-143", place, held=held)
        return
    found = check.path(source.name, path, place)
    if found is not None and found.entity is None:
        check.report(f"{name!r} is no entity; count its values in a source of their own.", "DEF-143", place)
