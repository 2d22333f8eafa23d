"""The join graph: which sources can be joined onto which, over which entity, without multiplying rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gnomon.base.errors import UnknownNameError
from gnomon.base.time import Grain
from gnomon.define.project import Model
from gnomon.define.source import Source

__all__ = ["JoinGraph", "JoinStep", "NamePath", "arrow"]

NamePath = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinStep:
    """One join: from a source, over an entity, onto a source that holds it once a row."""

    left_source: str
    entity: str
    right_source: str

    def __str__(self) -> str:
        return f"{self.left_source} {arrow(self)} {self.right_source}"


def arrow(step: JoinStep) -> str:
    """Show the entity of a step as an arrow."""
    return f"\N{EN DASH}{step.entity}→"


@dataclass(slots=True)
class JoinGraph:
    """Sources of a model by the entities that they hold.

    Attributes
    ----------
    single : mapping of entity to list of Source
        Sources that hold the entity once a row: joins lead onto these only.
    grains : frozenset of str
        Standard grains and those of calendars.
    """

    model: Model
    single: dict[str, list[Source]] = field(default_factory=dict)
    grains: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        custom = (name for calendar in self.model.calendars.values() for name in calendar.grains)
        self.grains = frozenset((*(g.value for g in Grain), *custom))
        for source in self.model.sources.values():
            for entity in source.entities:
                if entity.kind.is_single:
                    self.single.setdefault(entity.name, []).append(source)

    def source(self, name: str) -> Source:
        """Find a source by name."""
        source = self.model.sources.get(name)
        if source is None:
            raise UnknownNameError.of("source", name, self.model.sources)
        return source

    def steps_from(self, source: Source, seen: frozenset[str]) -> Iterator[tuple[JoinStep, Source]]:
        """Yield joins onto sources not yet seen."""
        for entity in source.entities:
            for target in self.single.get(entity.name, ()):
                if target.name not in seen:
                    yield (
                        JoinStep(left_source=source.name, entity=entity.name, right_source=target.name),
                        target,
                    )

    def walk(self, start: Source, hops: int) -> Iterator[tuple[NamePath, tuple[JoinStep, ...], Source]]:
        """Yield sources around a start, nearest first: entity prefix, steps, source."""
        ring: list[tuple[NamePath, tuple[JoinStep, ...], Source]] = [((), (), start)]
        for _ in range(hops):
            wider: list[tuple[NamePath, tuple[JoinStep, ...], Source]] = []
            for prefix, steps, source in ring:
                seen = frozenset((start.name, *(s.right_source for s in steps)))
                for step, target in self.steps_from(source, seen):
                    if steps and steps[-1].entity == step.entity:
                        continue  # the same key once more: the source before leads there by itself
                    wider.append(((*prefix, step.entity), (*steps, step), target))
            yield from wider
            ring = wider
