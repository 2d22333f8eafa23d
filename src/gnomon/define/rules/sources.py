"""Rules for sources and calendars: their own names must fit together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gnomon.base.time import Grain
from gnomon.define.rules.check import ANY_NAME
from gnomon.define.source import EntityKind

if TYPE_CHECKING:
    from gnomon.define.rules.check import Check, Place
    from gnomon.define.source import Source

__all__ = ["check_sources", "check_time"]


def check_sources(check: Check) -> None:
    """Check every source, then the grains of calendars."""
    for source in check.model.sources.values():
        place = ("sources", source.name)
        if source.default_time is not None:
            check_time(check, source, source.default_time, (*place, "time"))
        if source.validity is not None:
            check_time(check, source, source.validity.start, (*place, "validity", "start"))
            check_time(check, source, source.validity.end, (*place, "validity", "end"))
            if source.validity.start == source.validity.end:
                check.report(
                    "A validity starts and ends at different columns.", "DEF-119", (*place, "validity", "end")
                )
        if source.freshness is not None:
            check.grain(source.freshness.grain, (*place, "freshness"))
        _check_entities(check, source, place)
    _check_calendars(check)


def check_time(check: Check, source: Source, name: str, place: Place) -> None:
    """Report a name that is no time dimension of a source."""
    held = ("sources", source.name, "dimensions")
    if not check.is_sound(*held, name, "grain"):
        return
    times = [d.name for d in source.time_dimensions()]
    if source.dimension(name) is not None and name not in times:
        check.report(
            f"Dimension {name!r} of source {source.name!r} has no `grain`, so it is no time.",
            "DEF-142",
            place,
        )
    elif times:
        check.known(f"time dimension of source {source.name!r}:", name, times, "DEF-142", place, held=held)
    elif not check.may_be_unread(name):
        check.report(
            f"Unknown dimension {name!r}: source {source.name!r} has no time dimension yet. "
            f"Give it one, a column of its own: `dimensions: {{{name.rpartition('.')[2]}: {{grain: day}}}}`.",
            "DEF-142",
            place,
            about=[(*held, name), (*held, ANY_NAME)],
        )


def _check_entities(check: Check, source: Source, place: Place) -> None:
    for entity in source.entities:
        if entity.kind is EntityKind.NATURAL and source.validity is None:
            needed = "its rows need a `validity` that tells which one holds when"
            message = f"Entity {entity.name!r} is natural: {needed}."
            at = (*place, "entities", entity.name)
            check.report(message, "DEF-119", at, about=[(*at, "kind"), (*place, "validity")])
    held = source.entity(source.primary_entity) if source.primary_entity else None
    if held is not None and not held.kind.is_single:
        message = f"Entity {held.name!r} is the primary entity, but its column is {held.kind.value}."
        kind = (*place, "entities", held.name, "kind")
        check.report(message, "DEF-143", (*place, "primary_entity"), about=[kind])


_GRAIN_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def _check_calendars(check: Check) -> None:
    seen: dict[str, str] = {}
    standard = {g.value for g in Grain}
    for calendar in check.model.calendars.values():
        for name in calendar.grains:
            place = ("calendars", calendar.name, "grains", name)
            if name in standard:
                check.report(
                    f"The grain {name!r} is standard already; give yours another name.", "DEF-114", place
                )
            elif name in seen:
                check.report(f"The grain {name!r} is already in calendar {seen[name]!r}.", "DEF-114", place)
            elif not _GRAIN_NAME.match(name) or "__" in name:
                check.report(f"{name!r} is no name. Use a to z, 0 to 9 and single _.", "DEF-113", place)
            seen.setdefault(name, calendar.name)
