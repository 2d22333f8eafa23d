"""Run a compiled question and turn its rows into an answer."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gnomon.ask.calendars import standard_grain
from gnomon.ask.compile import compile_question
from gnomon.ask.infinite import leave_out_infinite
from gnomon.ask.plan import describe_plan
from gnomon.base.hashing import fingerprint
from gnomon.define.kinds import RowSpec
from gnomon.define.metric import Ruled
from gnomon.define.source import FileRef
from gnomon.records.answer import Answer, Cost, KeyColumn, MetricColumn

if TYPE_CHECKING:
    import pyarrow as pa

    from gnomon.ask.catalog import Catalog
    from gnomon.ask.compiled import Compiled
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model
    from gnomon.define.source import Relation, Source
    from gnomon.engine.protocol import Engine
    from gnomon.records.question import Question

__all__ = ["ask_question", "definition_version", "narrow_integers"]


def ask_question(model: Model, catalog: Catalog, engine: Engine, question: Question) -> Answer:
    """Compile, run and describe.

    Raises
    ------
    QuestionError
        If the question has no right answer as it stands.
    DataError
        If the data cannot answer it.
    EngineError
        If the engine refuses, stops or fails.
    """
    with catalog.one_question():
        return _ask(model, catalog, engine, question)


def _ask(model: Model, catalog: Catalog, engine: Engine, question: Question) -> Answer:
    now = question.as_of or datetime.now(UTC)
    compiled = compile_question(model, catalog, question, now=now)
    result = engine.execute(compiled.tree)
    cost = Cost(
        seconds=result.seconds,
        compile_seconds=compiled.seconds,
        rows_scanned=result.rows_scanned,
        bytes_scanned=result.bytes_scanned,
    )
    keys = tuple(_key_column(model, compiled, i) for i in range(len(compiled.keys)))
    earthly = leave_out_infinite(result.table, keys)
    return Answer(
        question=question,
        data=narrow_integers(earthly.table),
        keys=keys,
        metrics=tuple(_metric_column(model, model.metrics[name], compiled) for name in question.metrics),
        sql=result.sql,
        plan=describe_plan(compiled),
        data_version=catalog.data_version(list(compiled.sources)),
        as_of=now.astimezone(UTC),
        cost=cost,
        timezone=model.settings.timezone,
        complete_through=compiled.loaded_through,
        notes=(*compiled.notes, *earthly.notes),
    )


def narrow_integers(table: pa.Table) -> pa.Table:
    """Turn whole decimals, as sums of integers arrive, into 64-bit integers where every one fits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for index, name in enumerate(table.column_names):
        column = table.column(index)
        if not pa.types.is_decimal(column.type) or column.type.scale != 0:
            continue
        found = pc.min_max(column)
        edges = [v for edge in ("min", "max") if (v := found[edge].as_py()) is not None]
        if all(-(2**63) <= int(v) < 2**63 for v in edges):
            table = table.set_column(index, name, column.cast(pa.int64()))
    return table


def _key_column(model: Model, compiled: Compiled, index: int) -> KeyColumn:
    key = compiled.keys[index]
    is_time = key.is_metric_time and (standard_grain(key.word) is not None or key.name == "period")
    label = _label(model, key.path)
    return KeyColumn(
        name=key.name,
        kind="time" if is_time else "category",
        label=label,
        grain=key.word if is_time else None,
    )


def _label(model: Model, path: tuple[str, ...]) -> str:
    if path[0] == "metric_time":
        return (path[1] if len(path) > 1 else "period").replace("_", " ").capitalize()
    for source in model.sources.values():
        for named in (source.dimension(path[-1]), source.entity(path[-1])):
            if named is not None and named.label:
                return named.label
    return " ".join(path).replace("_", " ").capitalize()


def _metric_column(model: Model, metric: Metric, compiled: Compiled) -> MetricColumn:
    return MetricColumn(
        name=metric.name,
        label=metric.title,
        description=metric.description,
        kind=metric.kind,
        unit=metric.unit,
        format=metric.format,
        direction=metric.direction.value,
        version=definition_version(model, metric.name),
        n_column=f"{metric.name}__n",
        complete_column=f"{metric.name}__complete",
        rule=metric.spec.rule() if isinstance(metric.spec, Ruled) else "",
        low_column=f"{metric.name}__low" if metric.name in compiled.bounded else "",
        high_column=f"{metric.name}__high" if metric.name in compiled.bounded else "",
        comparisons=tuple((name, f"{metric.name}__{name}") for name in compiled.comparisons),
    )


def definition_version(model: Model, name: str) -> str:
    """Fingerprint a metric and all that it stands on: inputs, sources, time zone and week start.

    Words for people (labels, descriptions, owners) and places in files do not count.
    """
    return _version(_Held(model), name)


class _Held:
    """A model compared by identity, so that versions are worked out once."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.model is self.model


def _without_folder(relation: Relation, model: Model) -> Relation:
    """Name a file as seen from the project's folder: where that folder lies is no part of a definition."""
    if not isinstance(relation, FileRef):
        return relation
    return FileRef(path=Path(os.path.relpath(relation.path, model.root)).as_posix())


@cache
def _version(held: _Held, name: str) -> str:
    model = held.model
    metric = model.metrics[name]
    inputs = tuple((t, _version(held, t.metric)) for t in metric.spec.inputs())
    spec = metric.spec
    names = spec.sources() if isinstance(spec, RowSpec) else (str(getattr(spec, "source", "")),)
    reads = [_read_of(model, model.sources[name]) for name in names if name in model.sources]
    first = reads[0] if reads else None
    settings = (model.settings.timezone, model.settings.week_start)
    return fingerprint((spec, metric.filter, metric.empty, inputs, first, settings, *reads[1:]))


def _read_of(model: Model, source: Source) -> tuple[object, ...]:
    entities = [(e.name, e.kind, e.expr) for e in source.entities]
    dimensions = [(d.name, d.expr, d.grain, d.zone, d.epoch) for d in source.dimensions]
    relation = _without_folder(source.relation, model)
    return (source.name, relation, entities, dimensions, source.default_time, source.validity)
