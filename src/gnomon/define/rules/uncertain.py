"""Whether a name that does not resolve may be hidden by a fault that is known already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.base.time import DatePart, Grain
from gnomon.define.entry import is_in
from gnomon.define.joins import JoinGraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from gnomon.define.joins import NamePath
    from gnomon.define.project import Model
    from gnomon.define.source import Source
    from gnomon.define.unread import Unread

__all__ = ["Doubt", "may_be_there"]

_HOPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is known of a model, and what is not.

    Attributes
    ----------
    model : Model
        What could be read.
    wounds : set of Place
        Parts at fault.
    unread : tuple of Unread
        Text that could not be read.
    """

    model: Model
    wounds: AbstractSet[tuple[str | int, ...]]
    unread: tuple[Unread, ...]

    def may_be_unread(self, name: str) -> bool:
        """Whether a name may be given in text that could not be read."""
        return any(text.may_hold(name) for text in self.unread)


def may_be_there(doubt: Doubt, start: str, path: NamePath) -> bool:
    """Whether a dotted name, not found from a source, might be found once known faults are mended.

    Parameters
    ----------
    doubt : Doubt
        What could be read and what could not.
    start : str
        Source that the name is seen from.
    path : tuple of str
        The name.
    """
    model = doubt.model
    if _may_be_unread(doubt, start, path):
        return True
    held = {wound for wound in doubt.wounds if wound[0] in ("sources", "calendars")}
    if not held:
        return False
    if is_in(held, ("sources", start)) or any(_is_hidden(wound, path, model) for wound in held):
        return True
    loose = {str(wound[3]) for wound in held if wound[2:3] == ("entities",) and _is_kind(wound)}
    around = list(_around(model, start))
    if any(is_in(held, ("sources", source.name, "dimensions")) for source in around):
        return True
    is_loose = any(entity.name in loose for source in around for entity in source.entities)
    return is_loose and any(
        source.dimension(part) or source.entity(part)
        for part in path[-2:]
        for source in model.sources.values()
    )


def _may_be_unread(doubt: Doubt, start: str, path: NamePath) -> bool:
    """Whether a source in text that could not be read may give a name, or the way to one that is known."""
    if not doubt.unread:
        return False
    entities = {entity.name for source in _around(doubt.model, start) for entity in source.entities}
    if not any(doubt.may_be_unread(name) for name in entities):
        return False
    known = {part.name for s in doubt.model.sources.values() for part in (*s.dimensions, *s.entities)}
    known |= {part.value for words in (Grain, DatePart) for part in words}
    known |= {name for calendar in doubt.model.calendars.values() for name in calendar.grains}
    return all(part in known or doubt.may_be_unread(part) for part in path)


def _is_hidden(wound: tuple[str | int, ...], path: NamePath, model: Model) -> bool:
    """Whether a part at fault could bring any name, or this one, whatever the joins are."""
    section, *keys = wound
    if section == "calendars":
        return len(keys) <= 1 or keys[1] == "grains"
    match keys:
        case [] | [_] | [_, "entities"]:
            return len(keys) != 1 or keys[0] not in model.sources
        case [_, "dimensions", name, *rest]:
            return name in path and (not rest or rest[0] == "grain")
        case _:
            return False


def _is_kind(wound: tuple[str | int, ...]) -> bool:
    return len(wound) == len(("sources", "name", "entities", "name")) or wound[4:5] == ("kind",)


def _around(model: Model, start: str) -> Iterator[Source]:
    graph = JoinGraph(model)
    first = graph.source(start)
    yield first
    yield from (source for _, _, source in graph.walk(first, _HOPS))
