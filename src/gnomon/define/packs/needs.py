"""Which tables and columns a metric needs, whatever its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, TypeGuard

from sqlglot import exp

from gnomon.base.errors import QuestionError
from gnomon.define.expressions import names_in
from gnomon.define.graph import resolve
from gnomon.define.rules.paths import split_name

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model
    from gnomon.define.source import Source

__all__ = ["Needs", "columns_of", "find_needs", "find_path_needs", "find_sources"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What must be there.

    Attributes
    ----------
    sources : frozenset of str
        Names of sources.
    columns : frozenset of (str, str)
        Source, and a column of it.
    """

    sources: frozenset[str] = frozenset()
    columns: frozenset[Pair] = frozenset()

    def __or__(self, other: Needs) -> Needs:
        return Needs(sources=self.sources | other.sources, columns=self.columns | other.columns)


def find_needs(model: Model, name: str) -> Needs:
    """Find the sources and columns without which a metric has no numbers; slices are left out.

    Parameters
    ----------
    model : Model
        A model without faults.
    name : str
        A metric; what it is computed from counts as well.
    """
    metric = model.metrics[name]
    parts = [part for _, part in _parts(metric.spec)]
    needs = Needs()
    for source in _own_sources(metric):
        needs |= _source_needs(model, model.sources[source], parts)
    for term in metric.spec.inputs():
        needs |= find_needs(model, term.metric)
    filters = [metric.filter, *(term.filter for term in metric.spec.inputs())]
    for path in (name.path for tree in filters if tree is not None for name in names_in(tree)):
        for source in find_sources(model, name):
            needs |= find_path_needs(model, source, path)
    return needs | _inner(model, [tree for tree in (*filters, *parts) if isinstance(tree, exp.Expr)])


def find_sources(model: Model, name: str) -> tuple[str, ...]:
    """Name the sources whose rows a metric counts, joins left out."""
    metric = model.metrics[name]
    below = (source for term in metric.spec.inputs() for source in find_sources(model, term.metric))
    return tuple(dict.fromkeys((*_own_sources(metric), *below)))


def find_path_needs(model: Model, source: str, path: tuple[str, ...]) -> Needs:
    """Find what a dotted name seen from a source reads; nothing where it leads nowhere from there."""
    try:
        found = resolve(model, source, path)
    except QuestionError:
        return Needs()
    columns: set[Pair] = set()
    for step in found.steps:
        for end in (step.left_source, step.right_source):
            entity = model.sources[end].entity(step.entity)
            columns |= {(end, column) for column in columns_of(entity.expr)} if entity else set()
    target = found.dimension or found.entity
    columns |= {(found.source, column) for column in columns_of(target.expr)} if target else set()
    passed = {source, found.source, *(step.right_source for step in found.steps)}
    return Needs(sources=frozenset(passed), columns=frozenset(columns))


def columns_of(tree: exp.Expr) -> frozenset[str]:
    """Columns that an expression over a source's own columns reads."""
    return frozenset(column.parts[0].name for column in tree.find_all(exp.Column))


def _own_sources(metric: Metric) -> tuple[str, ...]:
    found = (part for key, part in _parts(metric.spec) if key == "source" and isinstance(part, str) and part)
    return tuple(dict.fromkeys(found))


def _source_needs(model: Model, source: Source, parts: list[object]) -> Needs:
    """Columns that a metric's own keys read from a source: expressions, entities, times."""
    texts = {part for part in parts if isinstance(part, str)} | {source.default_time or ""}
    names = [split_name(text) for text in sorted(texts) if text and " " not in text]
    names += [name.path for part in parts if isinstance(part, exp.Expr) for name in names_in(part)]
    needs = Needs(sources=frozenset({source.name}))
    for path in names:
        own = source.dimension(path[0]) or source.entity(path[0])
        if own is None or len(path) > 1:
            needs |= find_path_needs(model, source.name, path)
        else:
            columns = frozenset((source.name, column) for column in columns_of(own.expr))
            needs |= Needs(columns=columns)
    return needs


def _inner(model: Model, trees: list[exp.Expr]) -> Needs:
    """Needs of metrics inside filters: ``metric(plays, user)``."""
    needs = Needs()
    for tree in trees:
        for call in tree.find_all(exp.Anonymous):
            name = call.expressions[0].name if call.expressions else ""
            if name in model.metrics:
                needs |= find_needs(model, name)
    return needs


def _parts(record: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Texts and expressions anywhere inside a spec, each with the name of its key."""
    if isinstance(record, (str, exp.Expr)):
        yield key, record
    elif is_dataclass(record) and not isinstance(record, type):
        for each in fields(record):
            yield from _parts(getattr(record, each.name), each.name)
    elif _is_mapping(record):
        for inner_key, value in record.items():
            yield from _parts(value, str(inner_key))
    elif _is_many(record):
        for value in record:
            yield from _parts(value, key)


def _is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    return isinstance(value, Mapping)


def _is_many(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, (tuple, list, frozenset))
