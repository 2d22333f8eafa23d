"""Dotted names against the join graph: where a dimension lives and how to get there.

A name is looked up from a source. ``tab`` is the source's own dimension, or the only one of that name
within three joins; ``user.country`` follows the entity ``user``; ``listing.host.country`` follows two. A
join is only ever made onto a source where the entity stands once a row, so no answer is multiplied by a
join.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.base.time import DatePart, Grain
from gnomon.define.joins import JoinGraph, JoinStep, NamePath, arrow
from gnomon.define.project import Model
from gnomon.define.source import Dimension, Entity, Source

__all__ = [
    "METRIC_TIME",
    "AmbiguousNameError",
    "FanOutError",
    "JoinStep",
    "ResolvedName",
    "reachable",
    "resolve",
]

METRIC_TIME = "metric_time"
MAX_HOPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedName:
    """What a dotted name means, seen from a source.

    Attributes
    ----------
    source : str
        Source that holds the dimension or entity, after all steps.
    steps : tuple of JoinStep
        Joins from the starting source; empty when it is its own.
    dimension, entity : Dimension, Entity or None
        Exactly one of them, unless the name is ``metric_time``, where both are None.
    grain : str or None
        Standard or custom grain written behind a time dimension.
    part : DatePart or None
        Part of the date written behind a time dimension.
    """

    source: str
    steps: tuple[JoinStep, ...] = ()
    dimension: Dimension | None = None
    entity: Entity | None = None
    grain: str | None = None
    part: DatePart | None = None

    @property
    def is_metric_time(self) -> bool:
        """Whether the name is ``metric_time``: each metric's own time."""
        return self.dimension is None and self.entity is None


class AmbiguousNameError(QuestionError):
    """A name means several things at the same distance."""

    code = "ASK-221"


class FanOutError(QuestionError):
    """A name lies behind a join that would multiply rows."""

    code = "ASK-222"


def resolve(model: Model, source_name: str, path: NamePath) -> ResolvedName:
    """Find what a dotted name means from a source.

    Parameters
    ----------
    model : Model
        All sources.
    source_name : str
        Where the metric's rows come from.
    path : tuple of str
        ``("user", "country")``; a last part may be a grain or a part of a date.

    Raises
    ------
    UnknownNameError
        If nothing of that name can be reached.
    AmbiguousNameError
        If several can, equally far away.
    FanOutError
        If only a join that multiplies rows leads there.
    """
    names = _names_of(model)
    found = _look(names, names.graph.source(source_name), path)
    if isinstance(found, QuestionError):
        raise found.with_traceback(None)
    return found


def reachable(model: Model, source_name: str, *, hops: int = 2) -> tuple[NamePath, ...]:
    """List the paths of all dimensions that can be asked from a source, nearest first.

    Parameters
    ----------
    model : Model
        All sources.
    source_name : str
        Where the metric's rows come from.
    hops : int
        Joins at most.
    """
    names = _names_of(model)
    graph, start = names.graph, names.graph.source(source_name)
    paths: dict[NamePath, None] = dict.fromkeys((d.name,) for d in start.dimensions)
    for prefix, _, source in graph.walk(start, hops):
        for dimension in source.dimensions:
            path = (*prefix, dimension.name)
            if path not in paths and not isinstance(_look(names, start, path), QuestionError):
                paths[path] = None
    return tuple(paths)


def _look(names: _Names, start: Source, path: NamePath) -> ResolvedName | QuestionError:
    key = (start.name, path)
    if key not in names.known:
        names.known[key] = _resolve(names.graph, start, path)
    return names.known[key]


Found = tuple[Source, Dimension | None, Entity | None, tuple[JoinStep, ...]]


@dataclass(slots=True)
class _Names:
    """Names already resolved in a model."""

    graph: JoinGraph
    known: dict[tuple[str, NamePath], ResolvedName | QuestionError] = field(default_factory=dict)


_GRAPHS: OrderedDict[int, _Names] = OrderedDict()
_GRAPHS_KEPT = 8


def _names_of(model: Model) -> _Names:
    """Names of a model, kept for the last few; holding the model keeps its id its own."""
    names = _GRAPHS.get(id(model))
    if names is None or names.graph.model is not model:
        names = _GRAPHS[id(model)] = _Names(graph=JoinGraph(model=model))
        while len(_GRAPHS) > _GRAPHS_KEPT:
            _GRAPHS.popitem(last=False)
    return names


def _resolve(graph: JoinGraph, start: Source, path: NamePath) -> ResolvedName | QuestionError:
    if path and path[0] == METRIC_TIME and start.dimension(METRIC_TIME) is None:
        return _metric_time(graph, start, path)
    try:
        return _plain(graph, start, path)
    except UnknownNameError as error:
        timed = _timed(graph, start, path)
        return timed if timed is not None else error
    except QuestionError as error:
        return error


def _metric_time(graph: JoinGraph, start: Source, path: NamePath) -> ResolvedName | QuestionError:
    name = ResolvedName(source=start.name)
    match path[1:]:
        case ():
            return name
        case (grain,) if grain in graph.grains:
            return replace(name, grain=grain)
        case (part,) if part in _PARTS:
            return replace(name, part=DatePart(part))
        case _:
            return _unknown_grain(graph, path)


def _timed(graph: JoinGraph, start: Source, path: NamePath) -> ResolvedName | QuestionError | None:
    """Read the last part as a grain or a part of a date of what stands before it."""
    if not path[1:]:
        return None
    try:
        before = _plain(graph, start, path[:-1])
    except UnknownNameError:
        return None
    except QuestionError as error:
        return error
    grain = before.dimension.grain if before.dimension else None
    return None if grain is None else _with_grain(graph, before, path, grain)


def _with_grain(
    graph: JoinGraph, before: ResolvedName, path: NamePath, grain: Grain
) -> ResolvedName | QuestionError:
    if path[-1] in _PARTS:
        return replace(before, part=DatePart(path[-1]))
    if path[-1] not in graph.grains:
        return _unknown_grain(graph, path)
    if path[-1] in _STANDARD and Grain(path[-1]) < grain:
        return QuestionError(
            f"{'.'.join(path[:-1])} is known by {grain.value} only; {path[-1]} is finer.",
            code="ASK-203",
        )
    return replace(before, grain=path[-1])


_PARTS = frozenset(part.value for part in DatePart)
_STANDARD = frozenset(grain.value for grain in Grain)


def _unknown_grain(graph: JoinGraph, path: NamePath) -> QuestionError:
    known = [*sorted(graph.grains), *sorted(_PARTS)]
    error = UnknownNameError.of("grain or part of a date", path[-1], known)
    return QuestionError(error.message, code="ASK-203")


def _plain(graph: JoinGraph, start: Source, path: NamePath) -> ResolvedName:
    """Resolve a name that has no grain behind it."""
    found = _find(graph, start, path, frozenset((start.name,)))
    if not found:
        found = _around(graph, start, path)
    if not found:
        raise _explain_missing(graph, start, path)
    if len(found) > 1:
        raise _ambiguous(path, found)
    source, dimension, entity, steps = found[0]
    return ResolvedName(source=source.name, steps=steps, dimension=dimension, entity=entity)


def _own(source: Source, name: str) -> Found | None:
    dimension = source.dimension(name)
    entity = None if dimension is not None else source.entity(name)
    return None if dimension is None and entity is None else (source, dimension, entity, ())


def _find(graph: JoinGraph, source: Source, path: NamePath, seen: frozenset[str]) -> list[Found]:
    """Everything that a path written out in full can mean from a source."""
    if not path:
        return []
    if len(path) == 1:
        own = _own(source, path[0])
        return [] if own is None else [own]
    entity, rest = path[0], path[1:]
    if _is_about(source, entity):
        own_found = _find(graph, source, rest, seen)
        if own_found:
            return own_found
    if source.entity(entity) is None:
        return []
    return list(_follow(graph, source, entity, rest, seen))


def _follow(
    graph: JoinGraph, source: Source, entity: str, rest: NamePath, seen: frozenset[str]
) -> Iterator[Found]:
    for target in graph.single.get(entity, ()):
        if target.name in seen:
            continue
        step = JoinStep(left_source=source.name, entity=entity, right_source=target.name)
        for last, dimension, found, steps in _find(graph, target, rest, seen | {target.name}):
            yield last, dimension, found, (step, *steps)


def _is_about(source: Source, entity: str) -> bool:
    """Whether a source's rows are this entity, so that its own dimensions are the entity's."""
    held = source.entity(entity)
    return source.primary_entity == entity or (held is not None and held.kind.is_single)


def _around(graph: JoinGraph, start: Source, path: NamePath) -> list[Found]:
    """Find what a path means within three joins of a source; dimensions before entities.

    Several meanings are several, however far away each is: the nearest is not the one meant. Only a name that
    says a part of its path looks two joins far first.
    """
    found: dict[tuple[JoinStep, ...], Found] = {}
    for _, steps, source in graph.walk(start, MAX_HOPS):
        seen = frozenset((start.name, *(s.right_source for s in steps)))
        for last, dimension, entity, more in _find(graph, source, path, seen):
            found.setdefault((*steps, *more), (last, dimension, entity, (*steps, *more)))
    near = list(found.values())
    if len(path) > 1:
        near = [f for f in near if len(f[3]) < MAX_HOPS] or near
    return [f for f in near if f[1] is not None] or [f for f in near if not _is_key_again(f)] or near


def _is_key_again(found: Found) -> bool:
    """Whether a join leads to a key that the row before it already holds."""
    _, _, entity, steps = found
    return entity is not None and bool(steps) and steps[-1].entity == entity.name


def _ambiguous(path: NamePath, found: list[Found]) -> AmbiguousNameError:
    ways = "; ".join(_way(f) for f in found)
    prefixes = sorted({".".join((*(s.entity for s in f[3]), path[-1])) for f in found})
    advice = (
        f" Write {' or '.join(prefixes)}." if len(prefixes) > 1 else " Rename one, or drop one of the joins."
    )
    return AmbiguousNameError(f"{'.'.join(path)!r} is ambiguous: {ways}.{advice}")


def _way(found: Found) -> str:
    source, _, _, steps = found
    if not steps:
        return source.name
    return " ".join([steps[0].left_source, *(f"{arrow(s)} {s.right_source}" for s in steps)])


def _explain_missing(graph: JoinGraph, start: Source, path: NamePath) -> QuestionError:
    fan = _fanned_out(graph, start, path)
    if fan is not None:
        return fan
    known = {".".join(p) for p in _listed(graph, start)}
    known |= {e.name for e in start.entities} | {METRIC_TIME}
    error = UnknownNameError.of("dimension", ".".join(path), known)
    return UnknownNameError(f"{error.message} Seen from source {start.name!r}.")


def _listed(graph: JoinGraph, start: Source) -> Iterator[NamePath]:
    yield from ((d.name,) for d in start.dimensions)
    for prefix, _, source in graph.walk(start, 2):
        yield from ((*prefix, d.name) for d in source.dimensions)


def _fanned_out(graph: JoinGraph, start: Source, path: NamePath) -> FanOutError | None:
    """See whether a source that holds an entity many times has what is asked for."""
    if not path:
        return None
    *_, last = path
    near = [start, *(source for _, _, source in graph.walk(start, MAX_HOPS - 1))]
    for source in near:
        for entity in source.entities:
            if len(path) > 1 and path[-2] != entity.name:
                continue
            for other in graph.model.sources.values():
                far = other.entity(entity.name)
                is_fan = far is not None and not far.kind.is_single and other.name != source.name
                if is_fan and other.dimension(last) is not None:
                    return FanOutError(
                        f"{'.'.join(path)!r} fans out: source {other.name!r} has many rows for one"
                        f" {entity.name}, so joining it to {source.name!r} would count rows several times."
                        f" Ask it of a metric of {other.name!r}, or filter with metric(…, {entity.name})."
                    )
    return None
